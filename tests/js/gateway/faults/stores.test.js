// Faults of stores, and gateways that share a store: no write budget is exceeded.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startEmulator } from '../../support/emulator.js';
import { createProject } from '../../support/sandbox.js';
import { startRedis } from '../redis.js';
import { HANG, until } from '../stores/polling.js';
import { startWorkers } from '../workerd.js';
import {
  NUMBER,
  countWrites,
  errorOf,
  forTest,
  optionsFor,
  origin,
  startGateway,
  threeWrites,
  unlimited,
  write,
} from './gateway-process.js';

/** Milliseconds for which the gateway waits for a store. */
const STORE_TIMEOUT = 5_000;
/** A limit for that wait on a busy machine, below the gateway's own timeout. */
const LONGEST_WAIT = 60_000;

/** Redis stores on disk what it has acknowledged. */
const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always'];

let project;
before(async () => {
  project = await createProject();
});
after(() => project?.remove());

/** An emulator without a write budget, so that only the gateway's counts. */
const startLinq = () => startEmulator('--budget', 'off', '--key', 'sk-canary-1234567890');

const read = (gateway, more) =>
  project.esm.retrieveContactCards({ phone_number: NUMBER }, { ...optionsFor(gateway), ...more });

/** Sends an update with the package, and returns its error. */
const updateError = (gateway, first_name) =>
  errorOf(project.esm.updateContactCard({ phone_number: NUMBER, first_name }, optionsFor(gateway)), project.esm);

/** Checks that Linq has received this many writes, none of them twice. */
async function assertWrites(linq, count) {
  const counts = countWrites(await linq.requests());
  assert.deepEqual([counts.size, ...new Set(counts.values())], [count, 1]);
}

/** Sends a hundred concurrent writes through the gateways in rotation. Three are forwarded. */
async function assertThreeOfHundred(linq, gateways) {
  // Loads what a gateway loads at the first request: the race is about the store.
  await Promise.all(gateways.map(read));
  const responses = await Promise.all(
    Array.from({ length: 100 }, (_, index) => write(gateways[index % gateways.length], `name ${index}`)),
  );
  const granted = responses.filter(({ status }) => status === 200);
  const refused = responses.filter(({ status, code }) => status === 429 && code === 1007);
  assert.deepEqual([granted.length, refused.length], [3, 97]);
  const remaining = granted.map(({ budget }) => /remaining=(\d)/.exec(budget)[1]);
  assert.deepEqual(remaining.sort(), ['0', '1', '2']);
  await assertWrites(linq, 3);
}

describe('faults of stores', { concurrency: 1, timeout: HANG }, () => {
  test('two processes with one Redis share a write budget', async (t) => {
    const linq = await forTest(t, startLinq());
    const redis = await forTest(t, startRedis());
    const settings = { upstream: linq.baseURL, limits: threeWrites, store: 'redis', redis: redis.url };
    const gateways = await Promise.all([1, 2].map(() => forTest(t, startGateway(project, settings))));
    await assertThreeOfHundred(linq, gateways);
  });

  test('two workers with one Durable Object share a write budget', async (t) => {
    const linq = await forTest(t, startLinq());
    const OPTIONS = {
      apiKey: 'sk-canary-1234567890',
      origins: [origin],
      upstream: linq.baseURL,
      limits: threeWrites,
    };
    const worker = {
      entry: join(import.meta.dirname, 'gateway-worker.js'),
      bindings: { OPTIONS },
    };
    const BUDGETS = { className: 'WriteBudgets', useSQLite: true };
    const workers = await forTest(
      t,
      startWorkers(
        {
          one: { ...worker, durableObjects: { BUDGETS } },
          other: { ...worker, durableObjects: { BUDGETS: { ...BUDGETS, scriptName: 'one' } } },
        },
        { nodePaths: [join(project.dir, 'node_modules')] },
      ),
    );
    const gateways = await Promise.all(
      ['one', 'other'].map(async (name) => ({ baseURL: `${await workers.address(name)}/api/linq` })),
    );
    await assertThreeOfHundred(linq, gateways);
  });

  test('while Redis is down, writes are refused and reads forwarded; afterwards, the budget is unchanged', async (t) => {
    const linq = await forTest(t, startLinq());
    const redis = await forTest(t, startRedis(...DURABLE));
    const gateway = await forTest(
      t,
      startGateway(project, { upstream: linq.baseURL, limits: threeWrites, store: 'redis', redis: redis.url }),
    );
    assert.equal((await write(gateway, 'before')).status, 200);
    await redis.kill();
    const error = await updateError(gateway, 'meanwhile');
    assert.deepEqual(
      [error.name, error.status, error.code, error.outcome],
      ['InternalServerError', 503, 4004, 'refused'],
    );
    assert.match(error.message, /store of write budgets/);
    assert.equal((await read(gateway)).contact_cards.length, 1);
    await redis.restart();
    // The client of Redis connects again by itself.
    const second = await until(
      () => write(gateway, 'second'),
      ({ code }) => code !== 4004,
    );
    assert.deepEqual([second.status, second.budget.replace(/reset=.*/, '')], [200, 'limit=3, remaining=1, ']);
    assert.equal((await write(gateway, 'third')).status, 200);
    assert.equal((await updateError(gateway, 'fourth')).name, 'RateLimitError');
    await assertWrites(linq, 3);
  });

  test("while Redis doesn't respond, writes are refused in time; afterwards, the budget isn't exceeded", async (t) => {
    const linq = await forTest(t, startLinq());
    const redis = await forTest(t, startRedis());
    const gateway = await forTest(
      t,
      startGateway(project, { upstream: linq.baseURL, limits: threeWrites, store: 'redis', redis: redis.url }),
    );
    redis.pause();
    const nextEntry = gateway.nextEntry();
    assert.equal((await updateError(gateway, 'meanwhile')).code, 4004);
    const entry = await nextEntry;
    assert.ok(entry.duration < LONGEST_WAIT, JSON.stringify(entry));
    assert.equal((await read(gateway)).contact_cards.length, 1);
    redis.resume();
    // The circuit closes at its responses. Redis counts what it received during the pause: a place is lost, but none is used twice.
    await until(
      () => write(gateway, 'afterwards'),
      ({ code }) => code !== 4004,
    );
    for (const name of ['b', 'c', 'd']) await write(gateway, name);
    assert.equal((await updateError(gateway, 'one more')).name, 'RateLimitError');
    const counts = countWrites(await linq.requests());
    assert.ok(counts.size <= 3 && [...counts.values()].every((count) => count === 1), JSON.stringify([...counts]));
    assert.ok(!counts.has('meanwhile'));
  });

  test('G13 a store that never settles: one write waits five seconds, and later ones are refused at once; reads are counted here', async (t) => {
    const linq = await forTest(t, startLinq());
    const limits = { ...unlimited, reads: { limit: 5, window: 600_000 } };
    const gateway = await forTest(t, startGateway(project, { upstream: linq.baseURL, store: 'hangs', limits }));
    const errors = [];
    for (const name of ['first', 'second', 'third']) errors.push(await updateError(gateway, name));
    for (const { code, outcome, retryAfter } of errors) {
      assert.deepEqual([code, outcome], [4004, 'refused']);
      assert.ok(retryAfter === 1 || retryAfter === 2, `${retryAfter}`);
    }
    for (let count = 0; count < 5; count++) assert.equal((await read(gateway)).contact_cards.length, 1);
    assert.equal((await errorOf(read(gateway, { maxRetries: 0 }), project.esm)).name, 'RateLimitError');
    await until(
      () => gateway.log.length,
      (count) => count === 9,
    );
    const [first] = gateway.log;
    assert.ok(first.duration >= STORE_TIMEOUT - 50 && first.duration < LONGEST_WAIT, `${first.duration} ms`);
    for (const { error } of gateway.log) assert.match(error, /store of write budgets is late/);
    // Of requests that are this close to each other, one in two seconds tries the store.
    assert.ok(gateway.log.some(({ duration }) => duration < STORE_TIMEOUT / 5));
    assert.equal(countWrites(await linq.requests()).size, 0);
  });

  test('a slow store is awaited', async (t) => {
    const linq = await forTest(t, startLinq());
    const gateway = await forTest(
      t,
      startGateway(project, { upstream: linq.baseURL, store: 'slow', limits: threeWrites }),
    );
    await assertThreeOfHundred(linq, [gateway]);
  });
});
