// The example for Node, with its limits in a Redis server.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { startRedis } from '../../gateway/redis.js';
import { copyExample, tryDashboard } from '../example.js';
import { freePort } from '../../support/free-port.js';

export default async function ({ dir, serve, keep, startEmulator, browser, name }) {
  const emulator = await startEmulator();
  const redis = keep(await startRedis());
  copyExample('gateway-node', dir);
  const PORT = await freePort();
  await serve('node', ['server.js'], {
    PORT,
    LINQ_API_V3_API_KEY: 'linq-emulator-key',
    LINQ_UPSTREAM: emulator.baseURL,
    REDIS_URL: redis.url,
  });
  const ann = await tryDashboard(await browser(), `http://localhost:${PORT}`, name);
  assert.deepEqual(await ann.read(), [401, 2004], 'a copy of the cookie is no longer valid');
  const keys = execFileSync('redis-cli', ['-p', redis.port, 'keys', '*'], { encoding: 'utf8' });
  assert.match(keys, /^linq-contact-card:writes of \+15551234567$/m);
  return emulator;
}
