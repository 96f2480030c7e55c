// Rspack.
export default async function ({ run, linq, visit }) {
  run('rspack', ['build']);
  const server = await linq('www');
  await visit(server.url);
  return server;
}
