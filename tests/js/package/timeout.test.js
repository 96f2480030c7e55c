// Calls that reach their timeout.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { refuseAtOnce } from './instances.js';
import { failure, installEmulator, installProject, key, number, params } from './setup.js';

const { lib, resultOf } = await installProject();
const { emulator, options } = await installEmulator();

describe('a timeout', () => {
  test('ends a response that stalls', async () => {
    // It covers loading, too, which may take longer than it on a busy machine: the outcome would be that nothing was sent.
    await lib.load();
    for (const fault of ['stall_head', 'stall_body', 'slow_drip']) {
      await emulator.script({ fault });
      const error = await failure(
        lib.updateContactCard({ phone_number: number, first_name: 'J' }, { ...options, timeout: 1_000 }),
      );
      assert.ok(error instanceof lib.APIConnectionTimeoutError, fault);
      assert.equal(error.outcome, 'unknown');
    }
  });

  const block = (ms) => {
    for (const end = performance.now() + ms; performance.now() < end; );
  };
  const card = { ...params, is_active: true };

  test('C12 that expires while a retry sleeps and the host is busy: no request is sent', async () => {
    let sent = 0;
    const fetch = async () => {
      sent += 1;
      return Response.json({ error: { code: 3001, message: 'x' } }, { status: 500 });
    };
    const phone_number = '+15550000001';
    const call = failure(lib.updateContactCard({ ...params, phone_number }, { apiKey: key, fetch, timeout: 1_400 }));
    setTimeout(() => block(900), 800);
    const error = await call;
    assert.deepEqual(
      [error.name, error.outcome, sent, lib.writeBudget(phone_number).used],
      ['APIConnectionTimeoutError', 'unknown', 1, 1],
    );
  });

  // A retry follows after a second.
  for (const [where, timeout, make, attempts, outcome] of [
    [
      'apiKey is called',
      50,
      (late) => ({
        apiKey: () => {
          late();
          return key;
        },
      }),
      0,
      'not_sent',
    ],
    [
      'apiKey is awaited',
      50,
      (late) => ({
        apiKey: async () => {
          await null;
          late();
          return key;
        },
      }),
      0,
      'not_sent',
    ],
    [
      'shouldRetry is called',
      1_300,
      (late) => ({
        shouldRetry: () => {
          late();
          return true;
        },
      }),
      1,
      'unknown',
    ],
    ['onAttempt is called', 1_300, (late) => ({ onAttempt: late }), 1, 'unknown'],
  ]) {
    test(`C12 that expires while ${where}: no further request is sent`, async () => {
      let sent = 0;
      let late = 0;
      const fetch = async () => {
        sent += 1;
        return Response.json({ error: { code: 3001, message: 'x' } }, { status: 500 });
      };
      const phone_number = `+1555000001${where.length}`;
      const options = {
        apiKey: key,
        fetch,
        timeout,
        ...make(() => {
          late += 1;
          block(timeout + 50);
        }),
      };
      const error = await failure(lib.updateContactCard({ ...params, phone_number }, options));
      assert.deepEqual(
        [late, sent, lib.writeBudget(phone_number).used, error.outcome],
        [1, attempts, attempts, outcome],
      );
    });
  }

  test('C12 that expires in the queue: no request is sent', async () => {
    const phone_number = '+15550000003';
    let sent = 0;
    const fetch = async () => {
      sent += 1;
      return Response.json({ ...card, phone_number });
    };
    const options = { apiKey: key, fetch };
    const first = lib.updateContactCard({ ...params, phone_number }, { ...options, onAttempt: () => block(100) });
    const error = await failure(lib.updateContactCard({ ...params, phone_number }, { ...options, timeout: 50 }));
    await first;
    assert.deepEqual([error.name, error.outcome, sent], ['APIConnectionTimeoutError', 'not_sent', 1]);
  });

  test('C12 that expires while the module is loaded: no request is sent', () => {
    const result = resultOf(`
      ${refuseAtOnce}
      refuseAtOnce();
      const lib = await import('linq-contact-card');
      let sent = 0;
      const call = settle(lib.updateContactCard(params, { apiKey: 'key', timeout: 50, fetch: async () => { sent += 1; return respond(card); } }));
      for (const end = performance.now() + 100; performance.now() < end;);
      print([await call, sent]);`);
    assert.deepEqual(result, [{ error: 'APIConnectionTimeoutError', outcome: 'not_sent' }, 0]);
  });
});
