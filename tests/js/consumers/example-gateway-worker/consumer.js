// The example for Workers, with its own configuration, in Wrangler's server.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyExample, useDashboard } from '../example.js';
import { freePort } from '../../support/free-port.js';
import { wranglerEnv } from '../wrangler.js';

export default async function ({ dir, serve, linq, browser, name }) {
  const server = await linq();
  copyExample('gateway-worker', dir);
  const port = await freePort();
  const variables = readFileSync(join(dir, '.dev.vars.example'), 'utf8');
  writeFileSync(join(dir, '.dev.vars'), variables.replace('http://127.0.0.1:8787', server.url).replace('8788', port));
  await serve('wrangler', ['dev', '--ip', '127.0.0.1', '--port', port], wranglerEnv(dir));
  await useDashboard(await browser(), `http://localhost:${port}`, name);
  return server;
}
