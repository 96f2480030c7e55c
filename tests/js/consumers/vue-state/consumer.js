// A page with Vue whose clients, params, options and cards are in `data`, `ref`, `reactive` and a Pinia store; and stores of
// MobX and Valtio.
export default async function ({ run, startEmulator, visit }) {
  run('esbuild', [
    'main.js',
    '--bundle',
    '--format=esm',
    '--define:process.env.NODE_ENV="production"',
    '--outfile=www/main.js',
  ]);
  const emulator = await startEmulator('www');
  await visit(emulator.url);
  return emulator;
}
