// Node, with `require`.
export default async function ({ run, startEmulator, name }) {
  const emulator = await startEmulator();
  run('node', ['main.cjs'], { NAME: name, BASE_URL: emulator.baseURL });
  return emulator;
}
