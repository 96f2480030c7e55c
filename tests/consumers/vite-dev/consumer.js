// Vite's dev server, with /api/linq passed on.
export default async function ({ serve, linq, visit }) {
  const server = await linq();
  const vite = await serve('vite', [], { LINQ: server.url });
  await visit(vite.url);
  return server;
}
