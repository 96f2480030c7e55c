// Vite's dev server, with /api/linq passed on.
export default async function ({ serve, linqFor, visit }) {
  const { server, port } = await linqFor();
  const vite = await serve('vite', ['--port', port, '--strictPort'], { LINQ: server.url });
  await visit(vite.url);
  return server;
}
