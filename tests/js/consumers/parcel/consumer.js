// Parcel, which takes `main`, `module` and `types` and ignores `exports`.
export default async function ({ run, linq, visit }) {
  run('parcel', ['build', 'index.html', '--no-cache', '--no-autoinstall', '--dist-dir', 'dist']);
  const server = await linq('dist');
  await visit(server.url);
  return server;
}
