// What only the store in memory does.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { memoryStore } from './implementations.js';
import { HANG, HOUR, isFresh, stateOf, untilGranted } from './polling.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

/** Returns the bytes in use after garbage collection. */
function memoryInUse() {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe('a store in memory', { timeout: HANG }, () => {
  for (const [direction, jump] of [
    ['forward', 24 * HOUR],
    ['back', -24 * HOUR],
  ]) {
    test(`doesn't depend on a system clock that is set ${direction}`, async (context) => {
      const store = memoryStore();
      const slot = { key: '+15551234567', limit: 1, window: HOUR };
      await store.reserve([slot]);
      context.mock.timers.enable({ apis: ['Date'], now: Date.now() + jump });
      const { granted, places } = await store.reserve([slot]);
      assert.deepEqual([granted, places[0].used], [false, 1]);
      assert.ok(isFresh(places[0].reset, HOUR), `${places[0].reset}`);
    });
  }

  test('drops keys that are free: 200,000 use no memory', async () => {
    const store = memoryStore();
    const reserve = async (index) => {
      // A key that is never free must not retain the others.
      if (index % 200 === 0) await store.reserve([{ key: 'always', limit: 1000, window: 50 }]);
      await store.reserve([{ key: `user ${index}`, limit: 1, window: 1 }]);
    };
    await reserve(0);
    const before = memoryInUse();
    for (let index = 0; index < 200_000; index++) await reserve(index);
    const growth = memoryInUse() - before;
    assert.ok(growth < 2e6, `${growth} bytes`);
  });

  test('stores only granted slots: 200,000 refused reservations use no memory', async () => {
    const store = memoryStore();
    const slot = { key: 'user', limit: 300, window: HOUR };
    for (let index = 0; index < 300; index++) await store.reserve([slot]);
    const before = memoryInUse();
    for (let index = 0; index < 200_000; index++) await store.reserve([slot]);
    const growth = memoryInUse() - before;
    assert.ok(growth < 2e6, `${growth} bytes`);
  });

  test('is independent of other stores', async () => {
    const slot = { key: 'user', limit: 1, window: HOUR };
    assert.equal((await memoryStore().reserve([slot])).granted, true);
    assert.equal((await memoryStore().reserve([slot])).granted, true);
  });

  test('drops a key behind one with a longer window, as soon as that is free', async () => {
    const store = memoryStore();
    const long = { key: 'long', limit: 1, window: 300 };
    await store.reserve([long]);
    await store.reserve([{ key: 'short', limit: 1, window: 1 }]);
    await untilGranted(store, [long]);
    assert.deepEqual(await stateOf(store, 'short', 1), { used: 0, reset: 0 });
  });

  test('lets the process end', () => {
    const implementations = JSON.stringify(join(import.meta.dirname, 'implementations.js'));
    const script = `
      const { memoryStore } = await import(${implementations});
      const { granted } = await memoryStore().reserve([{ key: 'user', limit: 1, window: ${HOUR} }]);
      console.log(granted);`;
    const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
      timeout: HOUR / 10,
    });
    assert.deepEqual([stdout, status], ['true\n', 0]);
  });
});
