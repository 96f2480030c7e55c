// Vite's build.
export default async function ({ run, startEmulator, visit }) {
  run('vite', ['build']);
  const emulator = await startEmulator('dist');
  await visit(emulator.url);
  return emulator;
}
