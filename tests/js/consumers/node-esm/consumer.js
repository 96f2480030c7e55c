// Node, as an ES module.
export default async function ({ run, linq, name }) {
  const server = await linq();
  run('node', ['main.mjs'], { NAME: name, BASE_URL: server.baseURL });
  return server;
}
