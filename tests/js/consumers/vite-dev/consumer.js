// Vite's development server, with a proxy for /api/linq.
export default async function ({ serve, startProxiedEmulator, visit }) {
  const { emulator, port } = await startProxiedEmulator();
  const vite = await serve('vite', ['--port', port, '--strictPort'], { LINQ: emulator.url });
  await visit(vite.url);
  return emulator;
}
