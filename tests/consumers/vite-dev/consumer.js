// Vite's dev server, with /api/linq passed on.
export default async function ({ serve, linqFor, visit }) {
  const { server, ports: [port] } = await linqFor(1);
  const vite = await serve('vite', ['--port', port, '--strictPort'], { LINQ: server.url });
  await visit(vite.url);
  return server;
}
