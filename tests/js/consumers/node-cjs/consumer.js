// Node, with `require`.
export default async function ({ run, linq, name }) {
  const server = await linq();
  run('node', ['main.cjs'], { NAME: name, BASE_URL: server.baseURL });
  return server;
}
