// webpack.
export default async function ({ run, startEmulator, visit }) {
  run('webpack', []);
  const emulator = await startEmulator('www');
  await visit(emulator.url);
  return emulator;
}
