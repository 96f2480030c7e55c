// Rollup, with its plugin that finds packages.
export default async function ({ run, linq, visit }) {
  run('rollup', ['--config']);
  const server = await linq('www');
  await visit(server.url);
  return server;
}
