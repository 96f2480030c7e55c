// Parcel, which reads `main`, `module` and `types` but not `exports`.
export default async function ({ run, startEmulator, visit }) {
  run('parcel', ['build', 'index.html', '--no-cache', '--no-autoinstall', '--dist-dir', 'dist']);
  const emulator = await startEmulator('dist');
  await visit(emulator.url);
  return emulator;
}
