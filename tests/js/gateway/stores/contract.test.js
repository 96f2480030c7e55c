// What holds for every store, on the real thing.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startRedis } from '../redis.js';
import { clients } from './clients.js';
import { memoryStore } from './place.js';
import { granted, left, look, race, until } from './waiting.js';
import { startBudgets } from './workers.js';

const MINUTE = 60_000;

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

/** Each is given a store, and a maker of keys of its own. */
const cases = {
  async 'grants up to the limit, then refuses'(store, key) {
    const place = { key: key(), limit: 3, window: MINUTE };
    for (const [isGranted, used] of [
      [true, 1],
      [true, 2],
      [true, 3],
      [false, 3],
      [false, 3],
    ]) {
      const {
        granted: is,
        places: [{ used: counted, reset }],
      } = await store.reserve([place]);
      assert.deepEqual([is, counted], [isGranted, used]);
      assert.ok(reset > MINUTE / 2 && reset <= MINUTE && Number.isInteger(reset), `${reset}`);
    }
  },

  async 'takes a place under every key or under none'(store, key) {
    const one = { key: key('one'), limit: 1, window: MINUTE };
    const other = { key: key('other'), limit: 3, window: MINUTE };
    const used = ({ granted: is, places }) => [is, ...places.map((place) => place.used)];
    assert.deepEqual(used(await store.reserve([one, other])), [true, 1, 1]);
    assert.deepEqual(used(await store.reserve([one, other])), [false, 1, 1]);
    assert.deepEqual(used(await store.reserve([other, one])), [false, 1, 1]);
    assert.deepEqual(used(await store.reserve([other])), [true, 2]);
    assert.deepEqual(used(await store.reserve([{ ...one, limit: 2 }, other])), [true, 2, 3]);
  },

  async 'answers for each place in their order'(store, key) {
    const places = [
      [3, MINUTE],
      [2, 10 * MINUTE],
      [1, 2 * MINUTE],
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
      assert.ok(reset > places[index].window - MINUTE / 2 && reset <= places[index].window, `${index}: ${reset}`);
    }
  },

  async 'says 0 and 0 of what is free'(store, key) {
    assert.deepEqual(await look(store, key(), MINUTE), { used: 0, reset: 0 });
  },

  async 'grants where nothing is asked for'(store) {
    assert.deepEqual(await store.reserve([]), { granted: true, places: [] });
  },

  async 'takes any text for a key'(store, key) {
    for (const text of ['__proto__', 'constructor', '{tag} +1555 : \n', '名前 🌻', '"', '%s']) {
      const place = { key: key(text), limit: 1, window: MINUTE };
      assert.equal((await store.reserve([place])).granted, true, text);
      assert.equal((await store.reserve([place])).granted, false, text);
    }
    assert.equal((await store.reserve([{ key: '__proto__', limit: 1, window: MINUTE }])).granted, true);
    assert.equal((await store.reserve([{ key: '__proto__', limit: 1, window: MINUTE }])).granted, false);
  },

  async 'refuses where more is used than a limit that was lowered'(store, key) {
    const place = { key: key(), limit: 3, window: MINUTE };
    for (const _ of [1, 2, 3]) await store.reserve([place]);
    const {
      granted: is,
      places: [{ used }],
    } = await store.reserve([{ ...place, limit: 2 }]);
    assert.deepEqual([is, used], [false, 3]);
  },

  async 'grants as many as the limit of 200 at once'(store, key) {
    const place = { key: key(), limit: 3, window: MINUTE };
    assert.equal(await race(200, () => store.reserve([place])), 3);
    assert.equal((await look(store, place.key, MINUTE)).used, 3);
  },

  async 'grants as many of 200 at once over several keys'(store, key) {
    const places = [5, 3, 4].map((limit, index) => ({ key: key(index), limit, window: MINUTE }));
    const some = (index) => [places, places.toReversed(), places.slice(1)][index % 3];
    assert.equal(await race(200, (index) => store.reserve(some(index))), 3);
    assert.equal((await look(store, places[1].key, MINUTE)).used, 3);
  },

  async 'gives a place free after its window, and no sooner'(store, key) {
    const place = { key: key(), limit: 1, window: 500 };
    const start = performance.now();
    await store.reserve([place]);
    await granted(store, [place]);
    const taken = performance.now() - start;
    assert.ok(taken >= place.window - 1, `after ${taken} ms`);
    assert.deepEqual(
      await until(
        () => look(store, place.key, place.window),
        ({ used }) => used === 0,
      ),
      { used: 0, reset: 0 },
    );
  },

  async 'slides: each place has a window of its own, and reset is the oldest'(store, key) {
    const place = { key: key(), limit: 2, window: 2000 };
    await store.reserve([place]);
    await left(store, place.key, place.window, 1000);
    const second = await store.reserve([place]);
    assert.deepEqual([second.granted, second.places[0].used], [true, 2]);
    assert.ok(second.places[0].reset <= 1000, `${second.places[0].reset}`);
    assert.equal((await store.reserve([place])).granted, false);
    const third = await granted(store, [place]);
    assert.equal(third.places[0].used, 2, 'the second is taken yet');
    assert.ok(third.places[0].reset < place.window, `${third.places[0].reset}`);
  },

  async 'keeps nothing taken for longer than a window that was shortened'(store, key) {
    const place = { key: key(), limit: 2, window: MINUTE };
    await store.reserve([place]);
    await store.reserve([place]);
    const { used, reset } = await look(store, place.key, 500);
    assert.equal(used, 2);
    assert.ok(reset > 0 && reset <= 500, `${reset}`);
    await granted(store, [{ ...place, window: 500 }]);
  },
};

for (const [name, open] of Object.entries(stores)) {
  describe(`a store ${name}`, { concurrency: true, timeout: 30_000 }, () => {
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
