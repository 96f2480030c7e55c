// esbuild.
export default async function ({ run, linq, visit }) {
  run('esbuild', ['page.js', '--bundle', '--minify', '--format=esm', '--outfile=www/page.js']);
  const server = await linq('www');
  await visit(server.url);
  return server;
}
