// What holds for the store in a Durable Object alone.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { durableObjectStore } from './place.js';
import { granted, look, race, until } from './waiting.js';
import { startBudgets } from './workers.js';

const MINUTE = 60_000;
const place = (key, limit = 3, window = MINUTE) => ({ key, limit, window });

for (const useSQLite of [true, false]) {
  describe(`a Durable Object ${useSQLite ? 'with' : 'without'} SQLite`, { timeout: 30_000 }, () => {
    let budgets;
    beforeEach(async () => {
      budgets = await startBudgets({ useSQLite });
    });
    afterEach(() => budgets.stop());

    test('is one for two workers', async () => {
      const { store, otherStore } = budgets;
      assert.equal(await race(200, (index) => (index % 2 ? store : otherStore).reserve([place('workers')])), 3);
      assert.equal((await look(otherStore, 'workers', MINUTE)).used, 3);
    });

    test('clears away what is over, by itself', async () => {
      await budgets.store.reserve([place('soon', 1, 300), place('sooner', 1, 100)]);
      await budgets.store.reserve([place('later', 1, 600)]);
      await until(budgets.keys, (keys) => keys.length === 0);
    });

    test('leaves what is taken, among many that are over, and what is taken meanwhile', async () => {
      const names = Array.from({ length: 600 }, (_, index) => `many ${String(index).padStart(3, '0')}`);
      const taken = names.filter((_, index) => index % 7 === 0);
      for (let index = 0; index < names.length; index += 100) {
        const some = names.slice(index, index + 100);
        await budgets.keep(
          Object.fromEntries(some.map((name) => [name, [taken.includes(name) ? Date.now() + MINUTE : 1]])),
        );
      }
      await budgets.store.reserve([place('many 999', 1, 100)]);
      let count = 0;
      const keys = await until(
        async () => {
          count += await race(20, () => budgets.store.reserve([place('meanwhile')]));
          return budgets.keys();
        },
        (found) => !found.includes('many 999'),
      );
      assert.deepEqual(keys, [...taken, 'meanwhile']);
      assert.equal(count, 3);
    });

    test('blocks no longer than a window after its clock was set back', async () => {
      await budgets.keep({ back: [Date.now() + MINUTE, Date.now() + 2 * MINUTE] });
      const { used, reset } = await look(budgets.store, 'back', 500);
      assert.equal(used, 2);
      assert.ok(reset > 0 && reset <= 500, `${reset}`);
      await granted(budgets.store, [place('back', 2, 500)]);
    });

    test('knows what is taken when it is made anew', async () => {
      await budgets.store.reserve([place('anew', 2)]);
      await assert.rejects(budgets.abort(), /aborted/);
      const {
        granted: is,
        places: [{ used }],
      } = await budgets.store.reserve([place('anew', 2)]);
      assert.deepEqual([is, used], [true, 2]);
      assert.equal((await budgets.store.reserve([place('anew', 2)])).granted, false);
    });
  });
}

describe('a Durable Object on disk', { timeout: 30_000 }, () => {
  const persist = mkdtempSync(join(tmpdir(), 'linq-budgets-'));
  let budgets;
  afterEach(() => budgets.stop());
  after(() => rmSync(persist, { recursive: true }));

  test('takes places', async () => {
    budgets = await startBudgets({ persist });
    await budgets.store.reserve([place('soon', 1, 1000)]);
    assert.equal(await race(20, () => budgets.store.reserve([place('kept')])), 3);
  });

  test('knows them after a restart, and clears away those that are over', async () => {
    budgets = await startBudgets({ persist });
    const {
      granted: is,
      places: [{ used }],
    } = await budgets.store.reserve([place('kept')]);
    assert.deepEqual([is, used], [false, 3]);
    assert.deepEqual(await until(budgets.keys, (keys) => !keys.includes('soon')), ['kept']);
  });
});

describe('the store of a Durable Object', () => {
  const namespace = (fetch) => ({
    idFromName: (name) => name,
    get: (name) => ({ fetch: (...request) => fetch(name, ...request) }),
  });

  test('asks one object for all keys', async () => {
    const asked = new Set();
    const answer = { granted: true, places: [{ used: 1, reset: 1 }] };
    const store = durableObjectStore(namespace(async (name) => asked.add(name) && Response.json(answer)));
    assert.deepEqual(await store.reserve([place('one')]), answer);
    await store.reserve([place('other')]);
    assert.equal(asked.size, 1);
  });

  for (const [title, fetch, message] of [
    [
      'is away',
      async () => {
        throw new Error('Network connection lost.');
      },
      /Network connection lost/,
    ],
    ['fails', async () => Response.json({ granted: true, places: [] }, { status: 500 }), /status 500/],
    ['says nothing', async () => new Response(''), SyntaxError],
  ]) {
    test(`rejects where the object ${title}`, () =>
      assert.rejects(durableObjectStore(namespace(fetch)).reserve([place('one')]), message));
  }
});
