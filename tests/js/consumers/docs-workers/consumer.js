// The documentation's page for Cloudflare Workers, in Wrangler's development server.
import assert from 'node:assert/strict';
import { writeFiles } from '../markdown.js';
import { wranglerEnv } from '../wrangler.js';

export default async function ({ dir, serve, startEmulator, name }) {
  const emulator = await startEmulator();
  writeFiles('docs/frameworks/workers.md', dir, emulator);
  const { url } = await serve('wrangler', ['dev', '--ip', '127.0.0.1', '--port', '0'], wranglerEnv(dir));

  const save = async (first_name) => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify({ first_name }) });
    return [response.status, await response.json()];
  };
  const [status, { first_name }] = await save(name);
  assert.deepEqual([status, first_name], [200, name]);
  const [, error] = await save(null);
  assert.equal(error.name, 'ValidationError');
  return emulator;
}
