// The write budget that writeBudget() returns.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failure, installEmulator, installProject, key, params } from './setup.js';

const { lib } = await installProject();
const { emulator, options } = await installEmulator();

describe('the write budget', () => {
  test('counts sent writes, and is used up after a 429', async () => {
    const phone_number = '+15551230001';
    const at = (ms) => Math.round((ms - Date.now()) / 1_000);
    assert.deepEqual(lib.writeBudget(phone_number), { limit: 3, used: 0, remaining: 3, nextWriteAt: null });
    await lib.updateContactCard({ ...params, phone_number }, options);
    assert.deepEqual(lib.writeBudget(phone_number), { limit: 3, used: 1, remaining: 2, nextWriteAt: null });
    await emulator.script({ status: 429, body: { error: { code: 1007, message: 'x', retry_after: 412 } } });
    await failure(lib.updateContactCard({ ...params, phone_number }, options));
    const { nextWriteAt, ...usage } = lib.writeBudget(phone_number);
    assert.deepEqual(usage, { limit: 3, used: 3, remaining: 0 });
    assert.ok(nextWriteAt instanceof Date);
    assert.ok(Math.abs(at(nextWriteAt) - 412) < 60);
    assert.equal(
      (await lib.updateContactCard({ ...params, phone_number }, options)).first_name,
      'John',
      'the server decides',
    );
  });

  test("follows a gateway's X-Write-Budget header", async () => {
    const phone_number = '+15551230002';
    await emulator.script({ headers: { 'x-write-budget': 'limit=5, remaining=1, reset=60' } });
    await lib.retrieveContactCards({ phone_number }, options);
    assert.deepEqual(lib.writeBudget(phone_number), { limit: 5, used: 4, remaining: 1, nextWriteAt: null });
  });

  test('is stored for 10,000 phone numbers', async () => {
    const numberOf = (index) => `+1777${String(index).padStart(7, '0')}`;
    const update = (index) => {
      const params = { phone_number: numberOf(index), first_name: 'John' };
      return lib.updateContactCard(params, {
        apiKey: key,
        fetch: async () => Response.json({ ...params, is_active: true }),
      });
    };
    await update(0);
    await update(1);
    for (let index = 2; index < 10_000; index++) await update(index);
    await update(0);
    await update(10_000);
    assert.deepEqual(
      [0, 1, 2].map((index) => lib.writeBudget(numberOf(index)).used),
      [2, 0, 1],
    );
  });

  test('needs a valid phone number', () => {
    for (const bad of ['555-1234', undefined, null, 5]) {
      assert.throws(
        () => lib.writeBudget(bad),
        ({ name, issues }) => name === 'ValidationError' && issues[0].path[0] === 'phone_number',
      );
    }
  });
});
