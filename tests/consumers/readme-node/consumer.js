// The lines of npm's README for a server, in Node.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeFiles } from '../markdown.js';

export default async function ({ dir, run, linq, name }) {
  const server = await linq();
  writeFiles('pkg-template/README.md', dir, server);
  const program = join(dir, 'server.mjs');
  writeFileSync(program, readFileSync(program, 'utf8').replace('John', name));
  const env = { LINQ_URL: server.url, LINQ_API_V3_API_KEY: 'linq-emulator-key' };
  assert.equal(run('node', ['--import', import.meta.resolve('../local-linq.mjs'), 'server.mjs'], env), `${name}\n`);
  return server;
}
