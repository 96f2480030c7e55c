// A page whose worker makes the calls, for each type of worker.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';

/** Bundles main.js into a worker, as a module (esm) or a classic script (iife). */
export const workerConsumer =
  (format) =>
  async ({ dir, run, startEmulator, visit, name }) => {
    cpSync(join(import.meta.dirname, 'worker-call.js'), join(dir, 'worker-call.js'));
    run('esbuild', ['main.js', '--bundle', `--format=${format}`, '--outfile=www/worker.js']);
    const emulator = await startEmulator('www');
    assert.equal(await visit(emulator.url), `saved ${name}; with a key: UnsafeKeyError`);
    return emulator;
  };
