// webpack.
export default async function ({ run, linq, visit }) {
  run('webpack', []);
  const server = await linq('www');
  await visit(server.url);
  return server;
}
