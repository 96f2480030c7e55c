// The example for Next, built without a key.
import assert from 'node:assert/strict';
import { copyExample, tryDashboard } from '../example.js';
import { freePort } from '../../support/free-port.js';

const env = { NEXT_TELEMETRY_DISABLED: '1' };

export default async function ({ dir, run, serveOn, startEmulator, browser, name }) {
  const emulator = await startEmulator();
  copyExample('gateway-next', dir);
  run('next', ['build'], env);
  const port = await freePort();
  const ORIGIN = `http://localhost:${port}`;
  await serveOn(port, 'next', ['start', '--hostname', '127.0.0.1', '--port', port], {
    ...env,
    ORIGIN,
    LINQ_API_V3_API_KEY: 'linq-emulator-key',
    LINQ_UPSTREAM: emulator.baseURL,
  });
  const ann = await tryDashboard(await browser(), ORIGIN, name);
  assert.deepEqual(await ann.read(), [401, 2004], 'a copy of the cookie is no longer valid');
  return emulator;
}
