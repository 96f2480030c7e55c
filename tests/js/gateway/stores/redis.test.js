// What only the store in Redis does.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startRedis, startRedisCluster } from '../redis.js';
import { load } from '../tools.js';
import { redisStore } from './implementations.js';
import { HANG, HOUR, stateOf, until, untilGranted } from './polling.js';
import { clients } from './redis-clients.js';

const slot = (key, limit = 3, window = HOUR) => ({ key, limit, window });

/** The timeout of clients whose Redis doesn't respond. Without it, they would wait for ever. */
const TIMEOUT = 2_000;
/** A limit for what such a client takes on a busy machine. */
const SOON = 30 * TIMEOUT;

async function rejectsSoon(store, key) {
  const start = performance.now();
  await assert.rejects(store.reserve([slot(key)]));
  const elapsed = performance.now() - start;
  assert.ok(elapsed < SOON, `${elapsed} ms`);
}

/** Reserves until Redis responds. */
const untilAvailable = (store, key) =>
  until(
    () => store.reserve([slot(key)]).catch(() => undefined),
    (reservation) => reservation !== undefined,
  );

for (const [name, open] of Object.entries(clients)) {
  describe(`a store in Redis, by ${name}`, { timeout: HANG }, () => {
    let redis;
    let client;
    /** A client with the short timeout. */
    let hasty;
    before(async () => {
      // It stores on disk what it has acknowledged.
      redis = await startRedis('--appendonly', 'yes', '--appendfsync', 'always');
      client = await open(redis.url);
      hasty = await open(redis.url, { timeout: TIMEOUT });
    });
    after(async () => {
      await hasty?.stop();
      await client?.stop();
      await redis?.stop();
    });

    test('lets keys expire when all their slots are free', async () => {
      await client.store.reserve([slot('user', 30, 800)]);
      await client.store.reserve([slot('number', 3, 400), slot('user', 30, 800)]);
      await until(
        () => client.send('DBSIZE'),
        (count) => count === 0,
      );
    });

    test('has keys with a prefix, which expire with the last of their slots', async () => {
      const slots = [slot('number', 3, HOUR), slot('user', 30, 2 * HOUR)];
      await client.store.reserve([slots[1]]);
      await client.store.reserve(slots);
      for (const { key, window } of slots) {
        const left = await client.send('PTTL', `linq-contact-card:${key}`);
        assert.ok(left > window / 2 && left <= window, `${key}: ${left}`);
      }
      assert.deepEqual((await client.send('KEYS', '*')).sort(), ['linq-contact-card:number', 'linq-contact-card:user']);
    });

    test('accepts another prefix', async () => {
      const store = redisStore(client.send, { prefix: 'mine/' });
      await store.reserve([slot('number')]);
      assert.equal(await client.send('EXISTS', 'mine/number'), 1);
    });

    test('blocks no longer than a window after the clock was set back', async () => {
      const key = 'linq-contact-card:back';
      for (const hours of [1, 2]) await client.send('RPUSH', key, String(Date.now() + hours * HOUR));
      await client.send('PEXPIRE', key, String(2 * HOUR));
      const { used, reset } = await stateOf(client.store, 'back', 500);
      assert.equal(used, 2);
      assert.ok(reset > 0 && reset <= 500, `${reset}`);
      assert.ok((await client.send('PTTL', key)) <= 500);
      await untilGranted(client.store, [slot('back', 2, 500)]);
    });

    test('rejects if a key holds another type', async () => {
      await client.send('SET', 'linq-contact-card:foreign', 'text');
      await assert.rejects(client.store.reserve([slot('foreign')]), /WRONGTYPE/);
    });

    test("rejects within the client's timeout while Redis doesn't respond", async () => {
      await client.store.reserve([slot('paused')]);
      redis.pause();
      try {
        await rejectsSoon(hasty.store, 'paused');
      } finally {
        redis.resume();
      }
      // What was sent meanwhile may have been counted. No slot is granted twice.
      const { granted } = await untilAvailable(client.store, 'paused');
      const { used } = await stateOf(client.store, 'paused', HOUR);
      assert.ok(granted ? used === 2 || used === 3 : used === 3, `${used}`);
    });

    test('rejects while Redis is down, and connects again; no slot is lost', async () => {
      await client.store.reserve([slot('killed')]);
      await client.store.reserve([slot('killed')]);
      redis.pause();
      const inFlight = rejectsSoon(client.store, 'killed');
      await redis.kill();
      await inFlight;
      for (const _ of [1, 2, 3]) await rejectsSoon(client.store, 'killed');
      await redis.restart();
      const reservation = await untilAvailable(client.store, 'killed');
      // The rejected reservations weren't queued by the client.
      assert.deepEqual([reservation.granted, reservation.places[0].used], [true, 3]);
      assert.equal((await client.store.reserve([slot('killed')])).granted, false);
    });
  });
}

describe('stores that share a Redis', { timeout: HANG }, () => {
  let redis;
  before(async () => {
    redis = await startRedis();
  });
  after(() => redis?.stop());

  test('grant no more to two processes than to one', async (context) => {
    const processes = Object.keys(clients).map((client) =>
      fork(join(import.meta.dirname, 'racing-process.js'), [redis.url, client]),
    );
    context.after(() => {
      for (const child of processes) child.kill();
    });
    await Promise.all(processes.map((child) => once(child, 'message')));
    const results = processes.map((child) => once(child, 'message'));
    for (const child of processes) child.send({ count: 200, slots: [slot('number'), slot('user', 5)] });
    const counts = (await Promise.all(results)).map(([count]) => count);
    assert.equal(counts[0] + counts[1], 3, `${counts}`);
  });
});

describe('a store in a Redis Cluster', { timeout: HANG }, () => {
  const tagged = { prefix: '{linq-contact-card}:' };
  const slots = [slot('number'), slot('user')];
  let redis;
  before(async () => {
    redis = await startRedisCluster();
    const { send, stop } = await clients.ioredis(redis.url);
    await send('CLUSTER', 'ADDSLOTSRANGE', '0', '16383');
    await until(
      () => send('CLUSTER', 'INFO'),
      (info) => info.includes('cluster_state:ok'),
    );
    await stop();
  });
  after(() => redis?.stop());

  async function ioredis() {
    const { Cluster } = await load('ioredis');
    const cluster = new Cluster([redis.url], {
      slotsRefreshTimeout: HANG,
      redisOptions: { connectTimeout: HANG },
    });
    await once(cluster, 'ready');
    return { send: (...command) => cluster.call(...command), stop: () => cluster.disconnect() };
  }

  async function nodeRedis() {
    const { createCluster } = await load('redis');
    const cluster = createCluster({
      rootNodes: [{ url: redis.url }],
      defaults: { commandOptions: { timeout: HANG }, socket: { connectTimeout: HANG } },
    });
    await cluster.connect();
    return { send: (...command) => cluster.sendCommand(command[3], false, command), stop: () => cluster.destroy() };
  }

  for (const [name, open] of Object.entries({ ioredis, 'node-redis': nodeRedis })) {
    test(`reserves under keys with the same hash tag, by ${name}`, async () => {
      const { send, stop } = await open();
      try {
        await send('FLUSHALL', 'SYNC');
        const store = redisStore(send, tagged);
        for (const isGranted of [true, true, true, false])
          assert.equal((await store.reserve(slots)).granted, isGranted);
        await assert.rejects(redisStore(send).reserve(slots), /CROSSSLOT|slot/i);
      } finally {
        await stop();
      }
    });
  }
});

describe("a result that isn't the script's", () => {
  for (const result of [
    undefined,
    null,
    'OK',
    1,
    {},
    [],
    [1],
    [1, 1],
    [1, 1, 60_000, 1],
    [2, 1, 60_000],
    [-1, 1, 60_000],
    ['1', '1', '60000'],
    [1, 1.5, 60_000],
    [1, -1, 60_000],
    [1, null, 60_000],
    [true, 1, 60_000],
    [1, 1, Number.NaN],
  ]) {
    test(`is rejected: ${JSON.stringify(result)}`, () =>
      assert.rejects(redisStore(async () => result).reserve([slot('number')]), TypeError));
  }

  test('is not awaited if sending throws', async () => {
    const send = () => {
      throw new Error('The client is closed');
    };
    await assert.rejects(redisStore(send).reserve([slot('number')]), /The client is closed/);
  });
});
