// The lines of npm's README for a server, in Node: a call with the key, and the gateway.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foreign, visitor } from '../gateway.js';
import { writeFiles } from '../markdown.js';
import { freePort } from '../../support/free-port.js';

const localLinq = import.meta.resolve('../local-linq.mjs');

export default async function ({ dir, run, serveOn, linq, name }) {
  const server = await linq();
  const port = await freePort();
  writeFiles('pkg-template/README.md', dir, server, undefined, { 3000: port });
  const program = join(dir, 'server.mjs');
  writeFileSync(program, readFileSync(program, 'utf8').replace('John', name));
  const env = { LINQ_URL: server.url, LINQ_API_V3_API_KEY: 'linq-emulator-key' };
  assert.equal(run('node', ['--import', localLinq, 'server.mjs'], env), `${name}\n`);

  const { url } = await serveOn(port, 'node', ['--import', localLinq, 'gateway.mjs'], env);
  const page = visitor(url, { origin: `http://localhost:${port}` });
  assert.deepEqual(await page.read(foreign), [403, 2006]);
  assert.deepEqual(await page.write(name), [200, name]);
  return server;
}
