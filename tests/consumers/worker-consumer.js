// A page that has a worker make the calls: the consumers of each kind of worker.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { share } from './workshop.js';

/** Bundles main.js into a worker, as a module (esm) or a classic script (iife). */
export const workerConsumer = (format) => async ({ dir, run, linq, visit, name }) => {
  share(dir, 'worker-call.js');
  run('esbuild', ['main.js', '--bundle', `--format=${format}`, '--outfile=www/worker.js']);
  share(join(dir, 'www'), 'index.html');
  cpSync(join(dir, 'page.js'), join(dir, 'www/page.js'));
  const server = await linq('www');
  const title = await visit(`${server.url}/?name=${encodeURIComponent(name)}`);
  assert.equal(title, `saved ${name}; with a key: UnsafeKeyError`);
  return server;
};
