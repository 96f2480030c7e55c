// A page without a bundler: it imports the files of the installed package by their addresses, without an import map.
export default async function ({ startEmulator, visit }) {
  const emulator = await startEmulator('..');
  await visit(`${emulator.url}/page/`);
  return emulator;
}
