// The README's code for a server, in Node: a call with the key, and the gateway. As Node 20 runs no TypeScript, esbuild compiles it.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foreign, visitor } from '../gateway.js';
import { writeFiles } from '../markdown.js';
import { freePort } from '../../support/free-port.js';

const emulatorFetch = import.meta.resolve('../emulator-fetch.mjs');

export default async function ({ dir, run, serveOn, startEmulator, name }) {
  const emulator = await startEmulator();
  const port = await freePort();
  writeFiles('README.md', dir, emulator, undefined, { 3000: port });
  const program = join(dir, 'set-card.mts');
  writeFileSync(program, readFileSync(program, 'utf8').replace('John', name));
  run('esbuild', ['set-card.mts', 'server.mts', '--outdir=.', '--out-extension:.js=.mjs']);

  const env = { LINQ_URL: emulator.url, LINQ_API_V3_API_KEY: 'linq-emulator-key' };
  assert.equal(run('node', ['--import', emulatorFetch, 'set-card.mjs'], env), `updated ${name}\n`);

  const { url } = await serveOn(port, 'node', ['--import', emulatorFetch, 'server.mjs'], env);
  const page = visitor(url, { origin: `http://localhost:${port}` });
  assert.deepEqual(await page.read(foreign), [403, 2006]);
  assert.deepEqual(await page.write(name), [200, name]);
  return emulator;
}
