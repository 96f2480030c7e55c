// A page with whatwg-fetch, which is made of XMLHttpRequest, so that its responses have no web streams.
export default async function ({ run, startEmulator, visit }) {
  run('esbuild', ['main.js', '--bundle', '--format=esm', '--outfile=www/main.js']);
  const emulator = await startEmulator('www');
  await visit(emulator.url);
  return emulator;
}
