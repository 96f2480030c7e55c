// esbuild.
export default async function ({ run, startEmulator, visit }) {
  run('esbuild', ['page.js', '--bundle', '--minify', '--format=esm', '--outfile=www/page.js']);
  const emulator = await startEmulator('www');
  await visit(emulator.url);
  return emulator;
}
