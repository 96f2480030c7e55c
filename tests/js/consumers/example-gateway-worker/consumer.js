// The example for Workers, with its own configuration, in Wrangler's development server.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyExample, tryDashboard } from '../example.js';
import { freePort } from '../../support/free-port.js';
import { wranglerEnv } from '../wrangler.js';

export default async function ({ dir, serve, startEmulator, browser, name }) {
  const emulator = await startEmulator();
  copyExample('gateway-worker', dir);
  const port = await freePort();
  const variables = readFileSync(join(dir, '.dev.vars.example'), 'utf8');
  writeFileSync(join(dir, '.dev.vars'), variables.replace('http://127.0.0.1:8787', emulator.url).replace('8788', port));
  await serve('wrangler', ['dev', '--ip', '127.0.0.1', '--port', port], wranglerEnv(dir));
  await tryDashboard(await browser(), `http://localhost:${port}`, name);
  return emulator;
}
