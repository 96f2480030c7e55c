// When the next write of a number is possible, as its budget and failed writes show.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { EditorClient } from '../../../www/card/editor-client.js';
import { covers, postpone } from '../../../www/card/next-write.js';

const phone_number = '+15551234567';
const at = (seconds) => new Date(seconds * 1000);

describe('a budget', () => {
  const used = { limit: 3, remaining: 0, nextWriteAt: at(600) };
  const free = { limit: 3, remaining: 2, nextWriteAt: null };

  test('has its next write no sooner than the server accepts it', () => {
    assert.deepEqual(postpone(used, at(1500)), { ...used, nextWriteAt: at(1500) });
    assert.deepEqual(postpone(free, at(20)), { ...free, nextWriteAt: at(20) });
    for (const [budget, time] of [
      [used, at(20)],
      [used, undefined],
      [free, undefined],
      [undefined, at(20)],
    ])
      assert.equal(postpone(budget, time), budget);
  });

  test('covers the times up to its next write, in seconds', () => {
    for (const [budget, seconds, isCovered] of [
      [used, 30, true],
      [used, 600, true],
      [used, 600.9, true],
      [used, 601, false],
      [free, 30, false],
      [undefined, 30, false],
    ])
      assert.equal(covers(budget, at(seconds)), isCovered, `${seconds}`);
  });
});

describe('the client of the editor', () => {
  /** A client whose calls settle as `world.respond` decides. */
  function openClient() {
    const world = { now: 0, respond: async () => ({}) };
    const call = (params) => world.respond(params);
    const client = new EditorClient({ retrieve: call, create: call, update: call }, () => world.now);
    const fail = (error) => {
      world.respond = () => Promise.reject(Object.assign(new Error('refused'), error));
    };
    const succeed = () => {
      world.respond = async () => ({});
    };
    return { world, client, fail, succeed };
  }
  const signal = { aborted: false };

  test('knows when the server accepts the next write, until another one', async () => {
    const { world, client, fail, succeed } = openClient();
    fail({ retryAfter: 1500 });
    await assert.rejects(client.update({ phone_number }));
    assert.deepEqual([client.nextWriteAt(phone_number), client.nextWriteAt('+15551230001')], [at(1500), undefined]);
    world.now = 1_500_000;
    assert.equal(client.nextWriteAt(phone_number), undefined);
    await assert.rejects(client.create({ phone_number }));
    assert.deepEqual(client.nextWriteAt(phone_number), at(3000));
    succeed();
    await client.update({ phone_number });
    assert.equal(client.nextWriteAt(phone_number), undefined);
  });

  test('knows whether a number could not be read', async () => {
    const { client, fail, succeed } = openClient();
    const read = () => client.retrieve({ phone_number }, { signal });
    fail({ retryAfter: 30 });
    await assert.rejects(read());
    assert.deepEqual([client.isUnread(phone_number), client.isUnread('+15551230001')], [true, false]);
    assert.equal(client.nextWriteAt(phone_number), undefined, 'the wait of a read is not one of writes');
    succeed();
    await read();
    assert.equal(client.isUnread(phone_number), false);
    fail();
    await assert.rejects(read());
    await assert.rejects(client.update({ phone_number }));
    assert.equal(client.isUnread(phone_number), false, 'a write has failed since');
    await assert.rejects(client.retrieve({ phone_number }, { signal: { aborted: true } }));
    assert.equal(client.isUnread(phone_number), false, 'a read that is replaced has not failed');
  });

  test('forgets all failures', async () => {
    const { client, fail } = openClient();
    fail({ retryAfter: 30 });
    await assert.rejects(client.update({ phone_number }));
    await assert.rejects(client.retrieve({ phone_number }, { signal }));
    client.forget();
    assert.deepEqual([client.isUnread(phone_number), client.nextWriteAt(phone_number)], [false, undefined]);
  });
});
