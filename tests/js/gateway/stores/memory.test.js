// What holds for the store in memory alone.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { memoryStore } from './place.js';
import { granted } from './waiting.js';

const MINUTE = 60_000;
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');

/** Bytes in use, when what is garbage is gone. */
function used() {
  collect();
  return process.memoryUsage().heapUsed;
}

describe('a store in memory', () => {
  for (const [where, jump] of [
    ['forward', 24 * 60 * MINUTE],
    ['back', -24 * 60 * MINUTE],
  ]) {
    test(`isn't touched by a clock that is set ${where}`, async (context) => {
      const store = memoryStore();
      const place = { key: '+15551234567', limit: 1, window: MINUTE };
      await store.reserve([place]);
      context.mock.timers.enable({ apis: ['Date'], now: Date.now() + jump });
      const {
        granted: is,
        places: [{ used, reset }],
      } = await store.reserve([place]);
      assert.deepEqual([is, used], [false, 1]);
      assert.ok(reset > MINUTE / 2 && reset <= MINUTE, `${reset}`);
    });
  }

  test('forgets keys when they are free: 200,000 leave nothing', async () => {
    const store = memoryStore();
    const reserve = async (index) => {
      // It never is, and must not keep the others.
      if (index % 200 === 0) await store.reserve([{ key: 'always', limit: 1000, window: 50 }]);
      await store.reserve([{ key: `user ${index}`, limit: 1, window: 1 }]);
    };
    await reserve(0);
    const before = used();
    for (let index = 0; index < 200_000; index++) await reserve(index);
    const grown = used() - before;
    assert.ok(grown < 2e6, `${grown} bytes`);
  });

  test('holds no more of a key than is taken: 200,000 requests of one', async () => {
    const store = memoryStore();
    const place = { key: 'user', limit: 300, window: MINUTE };
    for (let index = 0; index < 300; index++) await store.reserve([place]);
    const before = used();
    for (let index = 0; index < 200_000; index++) await store.reserve([place]);
    const grown = used() - before;
    assert.ok(grown < 2e6, `${grown} bytes`);
  });

  test('is one for itself', async () => {
    const place = { key: 'user', limit: 1, window: MINUTE };
    assert.equal((await memoryStore().reserve([place])).granted, true);
    assert.equal((await memoryStore().reserve([place])).granted, true);
  });

  test('drops a key behind one that is taken longer, as soon as that is free', async () => {
    const store = memoryStore();
    const long = { key: 'long', limit: 1, window: 300 };
    await store.reserve([long]);
    await store.reserve([{ key: 'short', limit: 1, window: 1 }]);
    await granted(store, [long]);
    const { places } = await store.reserve([{ key: 'short', limit: 0, window: 1 }]);
    assert.deepEqual(places, [{ used: 0, reset: 0 }]);
  });

  test('keeps no process alive', () => {
    const place = JSON.stringify(join(import.meta.dirname, 'place.js'));
    const script = `
      const { memoryStore } = await import(${place});
      const { granted } = await memoryStore().reserve([{ key: 'user', limit: 1, window: ${10 * MINUTE} }]);
      console.log(granted);`;
    const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      timeout: 20_000,
    });
    assert.deepEqual([stdout, status], ['true\n', 0]);
  });
});
