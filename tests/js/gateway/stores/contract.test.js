// What every store does, on real Redis and workerd.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startRedis } from '../redis.js';
import { startBudgets } from './durable-object-workers.js';
import { memoryStore } from './implementations.js';
import { HANG, HOUR, countGranted, isFresh, scaled, stateOf, until, untilGranted, untilReset } from './polling.js';
import { clients } from './redis-clients.js';

async function openRedis(client) {
  const redis = await startRedis();
  const { store, stop } = await clients[client](redis.url);
  return {
    store,
    stop: async () => {
      await stop();
      await redis.stop();
    },
  };
}

const stores = {
  'in memory': async () => ({ store: memoryStore(), stop() {} }),
  'in Redis, by ioredis': () => openRedis('ioredis'),
  'in Redis, by node-redis': () => openRedis('node-redis'),
  'in a Durable Object': () => startBudgets(),
  'in a Durable Object without SQLite': () => startBudgets({ useSQLite: false }),
};

/** Each takes a store and a function that returns keys of the test's own. */
const cases = {
  async 'grants up to the limit, then refuses'(store, key) {
    const slot = { key: key(), limit: 3, window: HOUR };
    for (const expected of [
      [true, 1],
      [true, 2],
      [true, 3],
      [false, 3],
      [false, 3],
    ]) {
      const { granted, places } = await store.reserve([slot]);
      assert.deepEqual([granted, places[0].used], expected);
      assert.ok(isFresh(places[0].reset, HOUR), `${places[0].reset}`);
    }
  },

  async 'reserves a slot under every key or under none'(store, key) {
    const one = { key: key('one'), limit: 1, window: HOUR };
    const other = { key: key('other'), limit: 3, window: HOUR };
    const used = ({ granted, places }) => [granted, ...places.map((place) => place.used)];
    assert.deepEqual(used(await store.reserve([one, other])), [true, 1, 1]);
    assert.deepEqual(used(await store.reserve([one, other])), [false, 1, 1]);
    assert.deepEqual(used(await store.reserve([other, one])), [false, 1, 1]);
    assert.deepEqual(used(await store.reserve([other])), [true, 2]);
    assert.deepEqual(used(await store.reserve([{ ...one, limit: 2 }, other])), [true, 2, 3]);
  },

  async 'reports each slot in the order of the keys'(store, key) {
    const slots = [
      [3, HOUR],
      [2, 10 * HOUR],
      [1, 2 * HOUR],
    ].map(([limit, window], index) => ({ key: key(index), limit, window }));
    await store.reserve([slots[0]]);
    await store.reserve([slots[0]]);
    await store.reserve([slots[1]]);
    const reservation = await store.reserve(slots);
    assert.equal(reservation.granted, true);
    assert.deepEqual(
      reservation.places.map(({ used }) => used),
      [3, 2, 1],
    );
    for (const [index, { reset }] of reservation.places.entries()) {
      assert.ok(isFresh(reset, slots[index].window), `${index}: ${reset}`);
    }
  },

  async 'reports 0 used and a reset of 0 for an unused key'(store, key) {
    assert.deepEqual(await stateOf(store, key(), HOUR), { used: 0, reset: 0 });
  },

  async 'grants a reservation of no keys'(store) {
    assert.deepEqual(await store.reserve([]), { granted: true, places: [] });
  },

  async 'accepts any text as a key'(store, key) {
    for (const text of ['__proto__', 'constructor', '{tag} +1555 : \n', '名前 🌻', '"', '%s']) {
      const slot = { key: key(text), limit: 1, window: HOUR };
      assert.equal((await store.reserve([slot])).granted, true, text);
      assert.equal((await store.reserve([slot])).granted, false, text);
    }
    assert.equal((await store.reserve([{ key: '__proto__', limit: 1, window: HOUR }])).granted, true);
    assert.equal((await store.reserve([{ key: '__proto__', limit: 1, window: HOUR }])).granted, false);
  },

  async 'refuses while more is used than a lowered limit'(store, key) {
    const slot = { key: key(), limit: 3, window: HOUR };
    for (const _ of [1, 2, 3]) await store.reserve([slot]);
    const { granted, places } = await store.reserve([{ ...slot, limit: 2 }]);
    assert.deepEqual([granted, places[0].used], [false, 3]);
  },

  async 'grants the limit of 200 concurrent reservations'(store, key) {
    const slot = { key: key(), limit: 3, window: HOUR };
    assert.equal(await countGranted(200, () => store.reserve([slot])), 3);
    assert.equal((await stateOf(store, slot.key, HOUR)).used, 3);
  },

  async 'grants the lowest limit of 200 concurrent reservations over several keys'(store, key) {
    const slots = [5, 3, 4].map((limit, index) => ({ key: key(index), limit, window: HOUR }));
    const some = (index) => [slots, slots.toReversed(), slots.slice(1)][index % 3];
    assert.equal(await countGranted(200, (index) => store.reserve(some(index))), 3);
    assert.equal((await stateOf(store, slots[1].key, HOUR)).used, 3);
  },

  async 'frees a slot after its window, and no sooner'(store, key) {
    const slot = { key: key(), limit: 1, window: 500 };
    const start = performance.now();
    await store.reserve([slot]);
    await untilGranted(store, [slot]);
    const elapsed = performance.now() - start;
    assert.ok(elapsed >= slot.window - 1, `after ${elapsed} ms`);
    assert.deepEqual(
      await until(
        () => stateOf(store, slot.key, slot.window),
        ({ used }) => used === 0,
      ),
      { used: 0, reset: 0 },
    );
  },

  async 'slides: each slot has a window of its own, and reset is that of the oldest'(store, key) {
    const { window, second, third, fourth } = await scaled(2000, async (window) => {
      const slot = { key: key(window), limit: 2, window };
      const start = performance.now();
      const elapsed = () => performance.now() - start;
      await store.reserve([slot]);
      await untilReset(store, slot.key, window, window / 2);
      const second = await store.reserve([slot]);
      const third = await store.reserve([slot]);
      const isFirstUsed = elapsed() < window;
      const fourth = await untilGranted(store, [slot]);
      const isSecondUsed = elapsed() < 1.5 * window;
      return { window, second, third, fourth, isInTime: isFirstUsed && isSecondUsed };
    });
    assert.deepEqual([second.granted, second.places[0].used], [true, 2]);
    assert.ok(second.places[0].reset <= window / 2, `${second.places[0].reset}`);
    assert.equal(third.granted, false);
    assert.equal(fourth.places[0].used, 2, 'the second slot is still in use');
    assert.ok(fourth.places[0].reset < window, `${fourth.places[0].reset}`);
  },

  async 'uses no slot for longer than a window that was shortened'(store, key) {
    const slot = { key: key(), limit: 2, window: HOUR };
    await store.reserve([slot]);
    await store.reserve([slot]);
    const { used, reset } = await stateOf(store, slot.key, 500);
    assert.equal(used, 2);
    assert.ok(reset > 0 && reset <= 500, `${reset}`);
    await untilGranted(store, [{ ...slot, window: 500 }]);
  },
};

for (const [name, open] of Object.entries(stores)) {
  describe(`a store ${name}`, { concurrency: true, timeout: HANG }, () => {
    let opened;
    before(async () => {
      opened = await open();
    });
    after(() => opened?.stop());

    for (const [title, run] of Object.entries(cases)) {
      test(title, () => run(opened.store, (text = '') => `${title} ${text}`));
    }
  });
}
