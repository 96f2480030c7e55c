// What the gateway logs of Redis's own errors: the server's message, without the arguments of the command.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { importEntry } from '../installed.js';
import { startRedis, startRedisCluster } from '../redis.js';
import { redisStore } from '../stores/implementations.js';
import { HANG, until } from '../stores/polling.js';
import { clients } from '../stores/redis-clients.js';
import { load } from '../tools.js';

const NUMBER = '+15551234567';
const ORIGIN = 'https://dashboard.example';
const url = `${ORIGIN}/api/linq/v3/contact_card?phone_number=${encodeURIComponent(NUMBER)}`;
const card = { phone_number: NUMBER, first_name: 'Ada', is_active: true };

const { createGateway } = await importEntry('linq-contact-card/gateway');

/** Sends a write through a gateway with this store. Returns the status, and the entry of the log. */
async function write(store) {
  const entries = [];
  const gateway = createGateway({
    apiKey: 'sk-canary-1234567890',
    origins: [ORIGIN],
    authorize: () => ({ user: 'alice', numbers: 'all' }),
    store,
    log: (entry) => entries.push(entry),
    fetch: async () => Response.json(card),
  });
  const headers = { origin: ORIGIN, 'content-type': 'application/json' };
  const response = await gateway(new Request(url, { method: 'PATCH', headers, body: '{"first_name":"Ada"}' }));
  return { status: response.status, retryAfter: response.headers.get('retry-after'), entry: entries[0] };
}

/** Checks that a write is refused, with Redis's message in the log and nothing of the command. */
async function assertLogged(store, message) {
  const { status, retryAfter, entry } = await write(store);
  assert.deepEqual([status, entry.outcome, entry.code], [503, 'refused', 4004]);
  assert.match(retryAfter, /^[12]$/);
  assert.match(entry.error.message, message);
  const printed = `${inspect(entry, { depth: Infinity, showHidden: true })}\n${JSON.stringify(entry)}`;
  assert.doesNotMatch(printed, /15551234567|redis\.call|writes (of|by)|EVAL/);
}

for (const [name, open] of Object.entries(clients)) {
  describe(`errors of Redis in the log, by ${name}`, { concurrency: 1, timeout: HANG }, () => {
    let redis;
    let client;
    before(async () => {
      redis = await startRedis();
      client = await open(redis.url);
    });
    after(async () => {
      await client?.stop();
      await redis?.stop();
    });

    test('W11 out of memory', async () => {
      await client.send('CONFIG', 'SET', 'maxmemory', '1');
      await assertLogged(client.store, /^OOM command not allowed/);
      await client.send('CONFIG', 'SET', 'maxmemory', '0');
      assert.equal((await write(client.store)).status, 200);
    });

    test('W11 a key of another type', async () => {
      await client.send('SET', `linq-contact-card:writes of ${NUMBER}`, 'text');
      await assertLogged(client.store, /WRONGTYPE/);
      await client.send('FLUSHALL');
    });

    test('W11 no permission', async () => {
      await client.send('ACL', 'SETUSER', 'default', '-eval');
      await assertLogged(client.store, /NOPERM.*eval/);
      await client.send('ACL', 'SETUSER', 'default', '+@all');
    });

    test('W11 a replica, which is read-only', async () => {
      await client.send('REPLICAOF', '127.0.0.1', String(redis.port + 1));
      await assertLogged(client.store, /READONLY/);
      await client.send('REPLICAOF', 'NO', 'ONE');
    });
  });
}

describe('errors of a Redis Cluster in the log', { timeout: HANG }, () => {
  const tagged = { prefix: '{linq-contact-card}:' };
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

  async function nodeRedisCluster(t) {
    const { createCluster } = await load('redis');
    const cluster = createCluster({ rootNodes: [{ url: redis.url }] });
    cluster.on('error', () => {});
    await cluster.connect();
    t.after(() => cluster.destroy());
    return cluster;
  }

  async function ioredisCluster(t) {
    const { Cluster } = await load('ioredis');
    const cluster = new Cluster([redis.url], { slotsRefreshTimeout: HANG, redisOptions: { connectTimeout: HANG } });
    cluster.on('error', () => {});
    await once(cluster, 'ready');
    t.after(() => cluster.disconnect());
    return cluster;
  }

  test('W11 keys of several slots, by ioredis to one node', async (t) => {
    const { send, stop } = await clients.ioredis(redis.url);
    t.after(stop);
    await assertLogged(redisStore(send), /^CROSSSLOT/);
    assert.equal((await write(redisStore(send, tagged))).status, 200);
  });

  test('W11 keys of several slots, by a Cluster of ioredis', async (t) => {
    const cluster = await ioredisCluster(t);
    const send = (...command) => cluster.call(...command);
    await assertLogged(redisStore(send), /CROSSSLOT|same slot/i);
    assert.equal((await write(redisStore(send, tagged))).status, 200);
  });

  test('W11 keys of several slots, by createCluster of node-redis', async (t) => {
    const cluster = await nodeRedisCluster(t);
    const send = (...command) => cluster.sendCommand(command[3], false, command);
    await assertLogged(redisStore(send), /CROSSSLOT/);
    assert.equal((await write(redisStore(send, tagged))).status, 200);
  });

  test('W11 createCluster of node-redis, called like a client: the log has what to do', async (t) => {
    const cluster = await nodeRedisCluster(t);
    const send = (...command) => cluster.sendCommand(command);
    await assertLogged(redisStore(send, tagged), /createCluster/);
  });
});
