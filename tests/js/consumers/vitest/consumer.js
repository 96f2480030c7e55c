// Vitest: suites in Node, and in jsdom and happy-dom, which count as pages, with fake timers.
export default async function ({ run, startEmulator, name }) {
  const emulator = await startEmulator();
  run('vitest', ['run', '--testTimeout=60000'], { NAME: name, LINQ_URL: emulator.url });
  return emulator;
}
