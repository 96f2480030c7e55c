// Jest: a suite in Node and one in jsdom, which counts as a page.
export default async function ({ run, startEmulator, name }) {
  const emulator = await startEmulator();
  run('jest', [], { NAME: name, LINQ_URL: emulator.url });
  return emulator;
}
