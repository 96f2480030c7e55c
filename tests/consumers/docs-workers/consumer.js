// The documentation's page for Cloudflare Workers, in Wrangler's own server.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { writeFiles } from '../markdown.js';

export default async function ({ dir, serve, linq, name }) {
  const server = await linq();
  writeFiles('docs/frameworks/workers.md', dir, server);
  // It keeps everything in the project, and asks nobody about anything.
  const env = {
    CI: '1', WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false', XDG_CONFIG_HOME: join(dir, '.config'),
  };
  const { url } = await serve('wrangler', ['dev', '--ip', '127.0.0.1', '--port', '0'], env);

  const save = async (first_name) => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify({ first_name }) });
    return [response.status, await response.json()];
  };
  const [status, { first_name }] = await save(name);
  assert.deepEqual([status, first_name], [200, name]);
  const [, error] = await save(null);
  assert.equal(error.name, 'ValidationError');
  return server;
}
