// Rspack.
export default async function ({ run, startEmulator, visit }) {
  run('rspack', ['build']);
  const emulator = await startEmulator('www');
  await visit(emulator.url);
  return emulator;
}
