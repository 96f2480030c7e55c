// The package's own state, between tests.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cjs, failure, key, lib, testing } from './setup.js';

const params = { phone_number: '+15551234567', first_name: 'Ada' };

test('resetForTests forgets the write budgets', async () => {
  const emulator = testing.createEmulator();
  const options = { apiKey: key, fetch: emulator.fetch };
  await lib.updateContactCard(params, options);
  emulator.respondNext({ status: 429, retryAfter: 30 });
  await failure(lib.updateContactCard(params, options));
  assert.equal(lib.writeBudget(params.phone_number).remaining, 0);
  testing.resetForTests();
  assert.deepEqual(lib.writeBudget(params.phone_number), { limit: 3, used: 0, remaining: 3, nextWriteAt: null });
});

test('resetForTests forgets the calls that a write would wait for, which go on', async () => {
  const emulator = testing.createEmulator();
  const abort = new AbortController();
  const options = { apiKey: key, fetch: emulator.fetch, signal: abort.signal };
  emulator.respondNext({ fault: 'stall_head' });
  const stalled = failure(lib.updateContactCard(params, options));
  const queued = lib.updateContactCard({ ...params, first_name: 'Queued' }, options);
  testing.resetForTests();
  assert.equal((await lib.updateContactCard(params, { apiKey: key, fetch: emulator.fetch })).first_name, 'Ada');
  abort.abort(new Error('of the caller'));
  assert.equal((await stalled).message, 'of the caller');
  assert.equal((await failure(queued)).message, 'of the caller');
  assert.equal((await lib.updateContactCard(params, { apiKey: key, fetch: emulator.fetch })).first_name, 'Ada');
});

test('resetForTests is that of one format of the package', async () => {
  const emulator = testing.createEmulator();
  await lib.updateContactCard(params, { apiKey: key, fetch: emulator.fetch });
  assert.notEqual(lib.writeBudget(params.phone_number).used, 0);
  cjs.testing.resetForTests();
  assert.notEqual(lib.writeBudget(params.phone_number).used, 0);
  testing.resetForTests();
  assert.equal(lib.writeBudget(params.phone_number).used, 0);
});
