// What holds for the store in Redis alone.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startRedis } from '../redis.js';
import { load } from '../tools/tools.js';
import { clients } from './clients.js';
import { redisStore } from './place.js';
import { granted, look, until } from './waiting.js';

const MINUTE = 60_000;
const place = (key, limit = 3, window = MINUTE) => ({ key, limit, window });

/** How long a caller waits at most for a store that is away. */
const SOON = 5000;

async function rejectsSoon(store, key) {
  const start = performance.now();
  await assert.rejects(store.reserve([place(key)]));
  const waited = performance.now() - start;
  assert.ok(waited < SOON, `${waited} ms`);
}

for (const [name, open] of Object.entries(clients)) {
  describe(`a store in Redis, by ${name}`, { timeout: 30_000 }, () => {
    let redis;
    let client;
    before(async () => {
      // It keeps what it has answered.
      redis = await startRedis('--appendonly', 'yes', '--appendfsync', 'always');
      client = await open(redis.url);
    });
    after(async () => {
      await client?.stop();
      await redis?.stop();
    });

    test('has keys of its own, which expire when all their places are free', async () => {
      const places = [place('number', 3, 400), place('user', 30, 800)];
      await client.store.reserve([places[1]]);
      await client.store.reserve(places);
      for (const { key, window } of places) {
        const left = await client.send('PTTL', `linq-contact-card:${key}`);
        assert.ok(left > 0 && left <= window, `${key}: ${left}`);
      }
      assert.deepEqual((await client.send('KEYS', '*')).sort(), ['linq-contact-card:number', 'linq-contact-card:user']);
      await until(
        () => client.send('DBSIZE'),
        (count) => count === 0,
      );
    });

    test('takes another prefix', async () => {
      const store = redisStore(client.send, { prefix: 'mine/' });
      await store.reserve([place('number')]);
      assert.equal(await client.send('EXISTS', 'mine/number'), 1);
    });

    test('blocks no longer than a window after the clock was set back', async () => {
      const key = 'linq-contact-card:back';
      for (const minutes of [1, 2]) await client.send('RPUSH', key, String(Date.now() + minutes * MINUTE));
      await client.send('PEXPIRE', key, String(2 * MINUTE));
      const { used, reset } = await look(client.store, 'back', 500);
      assert.equal(used, 2);
      assert.ok(reset > 0 && reset <= 500, `${reset}`);
      assert.ok((await client.send('PTTL', key)) <= 500);
      await granted(client.store, [place('back', 2, 500)]);
    });

    test('rejects where a key holds something else', async () => {
      await client.send('SET', 'linq-contact-card:foreign', 'text');
      await assert.rejects(client.store.reserve([place('foreign')]), /WRONGTYPE/);
    });

    test('rejects soon while Redis answers nothing', async () => {
      await client.store.reserve([place('paused')]);
      redis.pause();
      try {
        await rejectsSoon(client.store, 'paused');
      } finally {
        redis.resume();
      }
      // What was sent may have been counted; nothing is granted twice.
      const { granted: is } = await until(
        () => client.store.reserve([place('paused')]).catch(() => undefined),
        (reservation) => reservation !== undefined,
      );
      const { used } = await look(client.store, 'paused', MINUTE);
      assert.ok(is ? used === 2 || used === 3 : used === 3, `${used}`);
    });

    test('rejects soon while Redis is away; when it is back, what was taken is taken', async () => {
      await client.store.reserve([place('killed')]);
      await client.store.reserve([place('killed')]);
      redis.pause();
      const underway = rejectsSoon(client.store, 'killed');
      await redis.kill();
      await underway;
      for (const _ of [1, 2, 3]) await rejectsSoon(client.store, 'killed');
      await redis.restart();
      const back = await until(
        () => client.store.reserve([place('killed')]).catch(() => undefined),
        (reservation) => reservation !== undefined,
      );
      // Nothing that was rejected meanwhile was kept for later.
      assert.deepEqual([back.granted, back.places[0].used], [true, 3]);
      assert.equal((await client.store.reserve([place('killed')])).granted, false);
    });
  });
}

describe('Redis for many', { timeout: 30_000 }, () => {
  let redis;
  before(async () => {
    redis = await startRedis();
  });
  after(() => redis?.stop());

  test('grants no more to two processes than to one', async (context) => {
    const racers = Object.keys(clients).map((client) =>
      fork(join(import.meta.dirname, 'racer.js'), [redis.url, client]),
    );
    context.after(() => racers.forEach((racer) => racer.kill()));
    await Promise.all(racers.map((racer) => once(racer, 'message')));
    const answers = racers.map((racer) => once(racer, 'message'));
    for (const racer of racers) racer.send({ count: 200, places: [place('number'), place('user', 5)] });
    const counts = (await Promise.all(answers)).map(([count]) => count);
    assert.equal(counts[0] + counts[1], 3, `${counts}`);
  });
});

describe('a Redis Cluster', { timeout: 30_000 }, () => {
  const tagged = { prefix: '{linq-contact-card}:' };
  const places = [place('number'), place('user')];
  let redis;
  before(async () => {
    redis = await startRedis('--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1');
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
    const cluster = new Cluster([redis.url]);
    await once(cluster, 'ready');
    return { send: (...command) => cluster.call(...command), stop: () => cluster.disconnect() };
  }

  async function nodeRedis() {
    const { createCluster } = await load('redis');
    const cluster = createCluster({ rootNodes: [{ url: redis.url }] });
    await cluster.connect();
    return { send: (...command) => cluster.sendCommand(command[3], false, command), stop: () => cluster.destroy() };
  }

  for (const [name, open] of Object.entries({ ioredis, 'node-redis': nodeRedis })) {
    test(`holds the keys of one hash tag together, by ${name}`, async () => {
      const { send, stop } = await open();
      try {
        await send('FLUSHALL', 'SYNC');
        const store = redisStore(send, tagged);
        for (const isGranted of [true, true, true, false])
          assert.equal((await store.reserve(places)).granted, isGranted);
        await assert.rejects(redisStore(send).reserve(places), /CROSSSLOT|slot/i);
      } finally {
        await stop();
      }
    });
  }
});

describe("an answer that isn't the script's", () => {
  for (const answer of [
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
    test(`rejects: ${JSON.stringify(answer)}`, () =>
      assert.rejects(redisStore(async () => answer).reserve([place('number')]), TypeError));
  }

  test("isn't waited for where sending throws", async () => {
    const send = () => {
      throw new Error('The client is closed');
    };
    await assert.rejects(redisStore(send).reserve([place('number')]), /The client is closed/);
  });
});
