// What only the store in a Durable Object does.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { startBudgets } from './durable-object-workers.js';
import { durableObjectStore } from './implementations.js';
import { HANG, HOUR, countGranted, stateOf, until, untilGranted } from './polling.js';

const slot = (key, limit = 3, window = HOUR) => ({ key, limit, window });

for (const useSQLite of [true, false]) {
  describe(`a Durable Object ${useSQLite ? 'with' : 'without'} SQLite`, { timeout: HANG }, () => {
    let budgets;
    beforeEach(async () => {
      budgets = await startBudgets({ useSQLite });
    });
    afterEach(() => budgets?.stop());

    test('is shared by two workers', async () => {
      const { store, otherStore } = budgets;
      assert.equal(await countGranted(200, (index) => (index % 2 ? store : otherStore).reserve([slot('workers')])), 3);
      assert.equal((await stateOf(otherStore, 'workers', HOUR)).used, 3);
    });

    test('deletes keys that are free, without further requests', async () => {
      await budgets.store.reserve([slot('soon', 1, 300), slot('sooner', 1, 100)]);
      await budgets.store.reserve([slot('later', 1, 600)]);
      await until(budgets.keys, (keys) => keys.length === 0);
    });

    test('keeps the keys in use among many that are free, and those reserved meanwhile', async () => {
      const names = Array.from({ length: 600 }, (_, index) => `many ${String(index).padStart(3, '0')}`);
      const inUse = names.filter((_, index) => index % 7 === 0);
      for (let index = 0; index < names.length; index += 100) {
        const some = names.slice(index, index + 100);
        await budgets.put(
          Object.fromEntries(some.map((name) => [name, [inUse.includes(name) ? Date.now() + HOUR : 1]])),
        );
      }
      await budgets.store.reserve([slot('many 999', 1, 100)]);
      let count = 0;
      const keys = await until(
        async () => {
          count += await countGranted(20, () => budgets.store.reserve([slot('meanwhile')]));
          return budgets.keys();
        },
        (found) => !found.includes('many 999'),
      );
      assert.deepEqual(keys, [...inUse, 'meanwhile']);
      assert.equal(count, 3);
    });

    test('blocks no longer than a window after its clock was set back', async () => {
      await budgets.put({ back: [Date.now() + HOUR, Date.now() + 2 * HOUR] });
      const { used, reset } = await stateOf(budgets.store, 'back', 500);
      assert.equal(used, 2);
      assert.ok(reset > 0 && reset <= 500, `${reset}`);
      await untilGranted(budgets.store, [slot('back', 2, 500)]);
    });

    test('remembers slots when it is created again', async () => {
      await budgets.store.reserve([slot('again', 2)]);
      await assert.rejects(budgets.abort(), /aborted/);
      const { granted, places } = await budgets.store.reserve([slot('again', 2)]);
      assert.deepEqual([granted, places[0].used], [true, 2]);
      assert.equal((await budgets.store.reserve([slot('again', 2)])).granted, false);
    });
  });
}

describe('a Durable Object on disk', { timeout: HANG }, () => {
  const persist = mkdtempSync(join(tmpdir(), 'linq-budgets-'));
  let budgets;
  afterEach(() => budgets?.stop());
  after(() => rmSync(persist, { recursive: true }));

  test('stores slots', async () => {
    budgets = await startBudgets({ persist });
    await budgets.store.reserve([slot('soon', 1, 1000)]);
    assert.equal(await countGranted(20, () => budgets.store.reserve([slot('stored')])), 3);
  });

  test('remembers them after a restart, and deletes keys that are free', async () => {
    budgets = await startBudgets({ persist });
    const { granted, places } = await budgets.store.reserve([slot('stored')]);
    assert.deepEqual([granted, places[0].used], [false, 3]);
    assert.deepEqual(await until(budgets.keys, (keys) => !keys.includes('soon')), ['stored']);
  });
});

describe('the store of a Durable Object', () => {
  const namespace = (fetch) => ({
    idFromName: (name) => name,
    get: (name) => ({ fetch: (...request) => fetch(name, ...request) }),
  });

  test('sends every key to one object', async () => {
    const names = new Set();
    const reservation = { granted: true, places: [{ used: 1, reset: 1 }] };
    const store = durableObjectStore(namespace(async (name) => names.add(name) && Response.json(reservation)));
    assert.deepEqual(await store.reserve([slot('one')]), reservation);
    await store.reserve([slot('other')]);
    assert.equal(names.size, 1);
  });

  for (const [title, fetch, message] of [
    [
      'is unavailable',
      async () => {
        throw new Error('Network connection lost.');
      },
      /Network connection lost/,
    ],
    ['fails', async () => Response.json({ granted: true, places: [] }, { status: 500 }), /status 500/],
    ['responds with nothing', async () => new Response(''), SyntaxError],
  ]) {
    test(`rejects if the object ${title}`, () =>
      assert.rejects(durableObjectStore(namespace(fetch)).reserve([slot('one')]), message));
  }
});
