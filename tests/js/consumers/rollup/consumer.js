// Rollup, with its plugin that resolves packages.
export default async function ({ run, startEmulator, visit }) {
  run('rollup', ['--config']);
  const emulator = await startEmulator('www');
  await visit(emulator.url);
  return emulator;
}
