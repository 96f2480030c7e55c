// The documentation's session lookups, with its store in a Redis server that is stopped at the end.
import assert from 'node:assert/strict';
import { startRedis } from '../../gateway/redis.js';
import { drive, visitor } from '../gateway.js';
import { writeFiles } from '../markdown.js';
import { compile } from '../typescript.js';

const origin = 'https://dashboard.example';

export default async function (context) {
  const { dir, serve, keep, startEmulator, name } = context;
  const emulator = await startEmulator();
  const redis = keep(await startRedis());
  for (const section of ['Sessions', 'Limits and stores', 'Logs'])
    writeFiles('docs/gateway.md', dir, emulator, section);
  compile(context);
  const { url } = await serve('node', ['server.js'], { LINQ_UPSTREAM: emulator.baseURL, REDIS_URL: redis.url });

  for (const headers of [
    { origin },
    { origin, cookie: '__Host-session=other' },
    { origin, cookie: 'session=of-ann' },
  ]) {
    assert.deepEqual(await visitor(url, headers).read(), [401, 2004]);
  }
  const ann = { origin, cookie: 'theme=dark; __Host-session=of-ann' };
  await drive(url, ann, name);
  const withAuth = visitor(url, { origin, 'x-with-auth': '1' });
  assert.deepEqual(await withAuth.read(), [200, name]);
  assert.deepEqual(await withAuth.write('Fourth'), [429, 1007]);

  await redis.kill();
  assert.deepEqual(await visitor(url, ann).write('Uncounted'), [503, 4004]);
  assert.deepEqual(await visitor(url, ann).read(), [200, name]);
  return emulator;
}
