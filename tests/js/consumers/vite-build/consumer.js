// Vite, built.
export default async function ({ run, linq, visit }) {
  run('vite', ['build']);
  const server = await linq('dist');
  await visit(server.url);
  return server;
}
