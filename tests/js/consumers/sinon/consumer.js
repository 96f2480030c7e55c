// Sinon's fake timers, which replace the timers, `performance` and `queueMicrotask`.
export default async function ({ run, startEmulator, name }) {
  const emulator = await startEmulator();
  run('node', ['main.mjs'], { NAME: name, BASE_URL: emulator.baseURL });
  return emulator;
}
