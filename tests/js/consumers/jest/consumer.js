// Jest: suites in Node and in jsdom, which counts as a page, with fake timers and mocks of `fetch`.
export default async function ({ run, startEmulator, name }) {
  const emulator = await startEmulator();
  run('jest', [], { NAME: name, LINQ_URL: emulator.url });
  return emulator;
}
