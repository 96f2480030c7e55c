// Stores in trouble, and gateways that share one: no budget is overspent.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startEmulator } from '../../support/emulator.js';
import { createProject } from '../../support/sandbox.js';
import { startRedis } from '../redis.js';
import { startWorkers } from '../workerd.js';
import { until } from '../stores/polling.js';
import { NUMBER, forTest, origin, startGateway, three, timesSent, write } from './gateway-process.js';

/** As long as the rules wait for a store, and what a machine with other work takes more, in milliseconds of the gateway's. */
const PATIENCE = 5_000;
const SLACK = 2_000;

/** It keeps what it has answered. */
const DURABLE = ['--appendonly', 'yes', '--appendfsync', 'always'];

let project;
before(async () => (project = await createProject()));
after(() => project?.remove());

/** The local Linq without a budget of its own, so that only the gateway's counts. */
const startLinq = () => startEmulator('--budget', 'off', '--key', 'sk-canary-1234567890');

const read = (gateway) =>
  project.esm.retrieveContactCards({ phone_number: NUMBER }, { baseURL: gateway.baseURL, headers: { origin } });

/** An update with the package, and its error. */
async function refused(gateway, first_name) {
  const options = { baseURL: gateway.baseURL, headers: { origin } };
  const call = project.esm.updateContactCard({ phone_number: NUMBER, first_name }, options);
  const error = await call.then(
    () => assert.fail('it should have been refused'),
    (error) => error,
  );
  assert.ok(error instanceof project.esm.ContactCardError, String(error));
  return error;
}

/** Checks that so many writes have reached Linq, none of them twice. */
async function assertSent(linq, count) {
  const sent = timesSent(await linq.requests());
  assert.deepEqual([sent.size, ...new Set(sent.values())], [count, 1]);
}

/** A hundred writes at once, by turns through each: three pass. */
async function race(linq, writes) {
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, index) => writes[index % writes.length](`name ${index}`)),
  );
  const granted = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status, code }) => status === 429 && code === 1007);
  assert.deepEqual([granted.length, refused.length], [3, 97]);
  const left = granted.map(({ budget }) => /remaining=(\d)/.exec(budget)[1]);
  assert.deepEqual(left.sort(), ['0', '1', '2']);
  await assertSent(linq, 3);
}

describe('faults of stores', { concurrency: true, timeout: 50_000 }, () => {
  test('two processes on one Redis spend one budget', async (t) => {
    const linq = await forTest(t, startLinq());
    const redis = await forTest(t, startRedis());
    const settings = { upstream: linq.baseURL, limits: three, store: 'redis', redis: redis.url };
    const gateways = await Promise.all([1, 2].map(() => forTest(t, startGateway(project, settings))));
    await race(
      linq,
      gateways.map((gateway) => (name) => write(gateway, name)),
    );
  });

  test('two workers on one Durable Object spend one budget', async (t) => {
    const linq = await forTest(t, startLinq());
    const bindings = {
      OPTIONS: { apiKey: 'sk-canary-1234567890', origins: [origin], upstream: linq.baseURL, limits: three },
    };
    const worker = {
      entry: join(import.meta.dirname, 'worker.js'),
      bindings,
      unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
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
    await race(
      linq,
      gateways.map((gateway) => (name) => write(gateway, name)),
    );
  });

  test('Redis is killed and comes back: no write meanwhile, reads go on, and the budget is what it was', async (t) => {
    const linq = await forTest(t, startLinq());
    const redis = await forTest(t, startRedis(...DURABLE));
    const gateway = await forTest(
      t,
      startGateway(project, { upstream: linq.baseURL, limits: three, store: 'redis', redis: redis.url }),
    );
    assert.equal((await write(gateway, 'before')).status, 200);
    await redis.kill();
    const error = await refused(gateway, 'away');
    assert.deepEqual(
      [error.name, error.status, error.code, error.outcome],
      ['InternalServerError', 503, 4004, 'refused'],
    );
    assert.match(error.message, /store of write budgets is away/);
    assert.equal((await read(gateway)).contact_cards.length, 1);
    await redis.restart();
    // Its client connects again by itself.
    const back = await until(
      () => write(gateway, 'back'),
      ({ code }) => code !== 4004,
    );
    assert.deepEqual([back.status, back.budget.replace(/reset=.*/, '')], [200, 'limit=3, remaining=1, ']);
    assert.equal((await write(gateway, 'last')).status, 200);
    assert.deepEqual([(await refused(gateway, 'one more')).name], ['RateLimitError']);
    await assertSent(linq, 3);
  });

  test('Redis hangs: writes are refused in time, and the budget holds when it goes on', async (t) => {
    const linq = await forTest(t, startLinq());
    const redis = await forTest(t, startRedis());
    const gateway = await forTest(
      t,
      startGateway(project, { upstream: linq.baseURL, limits: three, store: 'redis', redis: redis.url }),
    );
    redis.pause();
    const entry = gateway.entry();
    assert.equal((await refused(gateway, 'away')).code, 4004);
    assert.ok((await entry).duration < PATIENCE + SLACK, JSON.stringify(await entry));
    assert.equal((await read(gateway)).contact_cards.length, 1);
    redis.resume();
    // What it heard in its pause counts: a place is lost, but none is spent twice.
    await until(
      () => write(gateway, 'back'),
      ({ code }) => code !== 4004,
    );
    for (const name of ['b', 'c', 'd']) await write(gateway, name);
    assert.equal((await refused(gateway, 'one more')).name, 'RateLimitError');
    const sent = timesSent(await linq.requests());
    assert.ok(sent.size <= 3 && [...sent.values()].every((times) => times === 1), JSON.stringify([...sent]));
    assert.ok(!sent.has('away'));
  });

  test('a store that never answers is not waited for longer than five seconds', async (t) => {
    const linq = await forTest(t, startLinq());
    const gateway = await forTest(t, startGateway(project, { upstream: linq.baseURL, store: 'never' }));
    assert.equal((await refused(gateway, 'never')).code, 4004);
    assert.equal((await read(gateway)).contact_cards.length, 1);
    for (const { duration } of gateway.log)
      assert.ok(duration >= PATIENCE - 50 && duration < PATIENCE + SLACK, `${duration} ms`);
    assert.equal(timesSent(await linq.requests()).size, 0);
  });

  test('a slow store is waited for', async (t) => {
    const linq = await forTest(t, startLinq());
    const gateway = await forTest(t, startGateway(project, { upstream: linq.baseURL, store: 'slow', limits: three }));
    await race(linq, [(name) => write(gateway, name)]);
  });
});
