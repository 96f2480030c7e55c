// A page that has a worker make the calls: the consumers of each kind of worker.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';

/** Bundles main.js into a worker, as a module (esm) or a classic script (iife). */
export const workerConsumer =
  (format) =>
  async ({ dir, run, linq, visit, name }) => {
    cpSync(join(import.meta.dirname, 'worker-call.js'), join(dir, 'worker-call.js'));
    run('esbuild', ['main.js', '--bundle', `--format=${format}`, '--outfile=www/worker.js']);
    const server = await linq('www');
    assert.equal(await visit(server.url), `saved ${name}; with a key: UnsafeKeyError`);
    return server;
  };
