// The example for Node, which counts in a real Redis.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { startRedis } from '../../gateway/redis.js';
import { copyExample, useDashboard } from '../example.js';
import { freePort } from '../../support/free-port.js';

export default async function ({ dir, serve, keep, linq, browser, name }) {
  const server = await linq();
  const redis = keep(await startRedis());
  copyExample('gateway-node', dir);
  const PORT = await freePort();
  await serve('node', ['server.js'], {
    PORT,
    LINQ_API_V3_API_KEY: 'linq-emulator-key',
    LINQ_UPSTREAM: server.baseURL,
    REDIS_URL: redis.url,
  });
  const ann = await useDashboard(await browser(), `http://localhost:${PORT}`, name);
  assert.deepEqual(await ann.read(), [401, 2004], 'a copy of the cookie is worth nothing any more');
  const keys = execFileSync('redis-cli', ['-p', redis.port, 'keys', '*'], { encoding: 'utf8' });
  assert.match(keys, /^linq-contact-card:writes of \+15551234567$/m);
  return server;
}
