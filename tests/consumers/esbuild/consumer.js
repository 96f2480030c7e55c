// esbuild.
import { cpSync } from 'node:fs';
import { join } from 'node:path';

export default async function ({ dir, run, linq, visit, name }) {
  cpSync(join(import.meta.dirname, '../page.js'), join(dir, 'page.js'));
  run('esbuild', ['page.js', '--bundle', '--minify', '--format=esm', '--outfile=dist/page.js']);
  cpSync(join(dir, 'index.html'), join(dir, 'dist/index.html'));
  const server = await linq('dist');
  await visit(`${server.url}/?name=${encodeURIComponent(name)}`);
  return server;
}
