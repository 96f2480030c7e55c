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
    const place = { key: key(), limit: 3, window: HOUR };
    for (const expected of [
      [true, 1],
      [true, 2],
      [true, 3],
      [false, 3],
      [false, 3],
    ]) {
      const { granted, places } = await store.reserve([place]);
      assert.deepEqual([granted, places[0].used], expected);
      assert.ok(isFresh(places[0].reset, HOUR), `${places[0].reset}`);
    }
  },

  async 'reserves a place under every key or under none'(store, key) {
    const one = { key: key('one'), limit: 1, window: HOUR };
    const other = { key: key('other'), limit: 3, window: HOUR };
    const used = ({ granted, places }) => [granted, ...places.map((place) => place.used)];
    assert.deepEqual(used(await store.reserve([one, other])), [true, 1, 1]);
    assert.deepEqual(used(await store.reserve([one, other])), [false, 1, 1]);
    assert.deepEqual(used(await store.reserve([other, one])), [false, 1, 1]);
    assert.deepEqual(used(await store.reserve([other])), [true, 2]);
    assert.deepEqual(used(await store.reserve([{ ...one, limit: 2 }, other])), [true, 2, 3]);
  },

  async 'reports each place in the order of the keys'(store, key) {
    const places = [
      [3, HOUR],
      [2, 10 * HOUR],
      [1, 2 * HOUR],
    ].map(([limit, window], index) => ({ key: key(index), limit, window }));
    await store.reserve([places[0]]);
    await store.reserve([places[0]]);
    await store.reserve([places[1]]);
    const reservation = await store.reserve(places);
    assert.equal(reservation.granted, true);
    assert.deepEqual(
      reservation.places.map(({ used }) => used),
      [3, 2, 1],
    );
    for (const [index, { reset }] of reservation.places.entries()) {
      assert.ok(isFresh(reset, places[index].window), `${index}: ${reset}`);
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
      const place = { key: key(text), limit: 1, window: HOUR };
      assert.equal((await store.reserve([place])).granted, true, text);
      assert.equal((await store.reserve([place])).granted, false, text);
    }
    assert.equal((await store.reserve([{ key: '__proto__', limit: 1, window: HOUR }])).granted, true);
    assert.equal((await store.reserve([{ key: '__proto__', limit: 1, window: HOUR }])).granted, false);
  },

  async 'refuses while more is used than a lowered limit'(store, key) {
    const place = { key: key(), limit: 3, window: HOUR };
    for (const _ of [1, 2, 3]) await store.reserve([place]);
    const { granted, places } = await store.reserve([{ ...place, limit: 2 }]);
    assert.deepEqual([granted, places[0].used], [false, 3]);
  },

  async 'grants the limit of 200 concurrent reservations'(store, key) {
    const place = { key: key(), limit: 3, window: HOUR };
    assert.equal(await countGranted(200, () => store.reserve([place])), 3);
    assert.equal((await stateOf(store, place.key, HOUR)).used, 3);
  },

  async 'grants the lowest limit of 200 concurrent reservations over several keys'(store, key) {
    const places = [5, 3, 4].map((limit, index) => ({ key: key(index), limit, window: HOUR }));
    const some = (index) => [places, places.toReversed(), places.slice(1)][index % 3];
    assert.equal(await countGranted(200, (index) => store.reserve(some(index))), 3);
    assert.equal((await stateOf(store, places[1].key, HOUR)).used, 3);
  },

  async 'frees a place after its window, and no sooner'(store, key) {
    const place = { key: key(), limit: 1, window: 500 };
    const start = performance.now();
    await store.reserve([place]);
    await untilGranted(store, [place]);
    const elapsed = performance.now() - start;
    assert.ok(elapsed >= place.window - 1, `after ${elapsed} ms`);
    assert.deepEqual(
      await until(
        () => stateOf(store, place.key, place.window),
        ({ used }) => used === 0,
      ),
      { used: 0, reset: 0 },
    );
  },

  async 'slides: each place has a window of its own, and reset is that of the oldest'(store, key) {
    const { window, second, third, fourth } = await scaled(2000, async (window) => {
      const place = { key: key(window), limit: 2, window };
      const start = performance.now();
      const elapsed = () => performance.now() - start;
      await store.reserve([place]);
      await untilReset(store, place.key, window, window / 2);
      const second = await store.reserve([place]);
      const third = await store.reserve([place]);
      const isFirstUsed = elapsed() < window;
      const fourth = await untilGranted(store, [place]);
      const isSecondUsed = elapsed() < 1.5 * window;
      return { window, second, third, fourth, isInTime: isFirstUsed && isSecondUsed };
    });
    assert.deepEqual([second.granted, second.places[0].used], [true, 2]);
    assert.ok(second.places[0].reset <= window / 2, `${second.places[0].reset}`);
    assert.equal(third.granted, false);
    assert.equal(fourth.places[0].used, 2, 'the second place is still in use');
    assert.ok(fourth.places[0].reset < window, `${fourth.places[0].reset}`);
  },

  async 'uses no place for longer than a window that was shortened'(store, key) {
    const place = { key: key(), limit: 2, window: HOUR };
    await store.reserve([place]);
    await store.reserve([place]);
    const { used, reset } = await stateOf(store, place.key, 500);
    assert.equal(used, 2);
    assert.ok(reset > 0 && reset <= 500, `${reset}`);
    await untilGranted(store, [{ ...place, window: 500 }]);
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
