// Vitest: a suite in Node and one in jsdom, which counts as a page.
export default async function ({ run, startEmulator, name }) {
  const emulator = await startEmulator();
  run('vitest', ['run', '--testTimeout=60000'], { NAME: name, LINQ_URL: emulator.url });
  return emulator;
}
