// Calls that are aborted by their signal.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failure, installEmulator, installProject, number, params } from './setup.js';

const { lib } = await installProject();
const { emulator, options, sent } = await installEmulator();

describe('a call', () => {
  test('rejects with the reason of its abort, and leaves no listener', async () => {
    const listeners = new Set();
    const controller = new AbortController();
    const signal = {
      get aborted() {
        return controller.signal.aborted;
      },
      get reason() {
        return controller.signal.reason;
      },
      addEventListener: (kind, listener) => {
        listeners.add(listener);
        controller.signal.addEventListener(kind, listener);
      },
      removeEventListener: (kind, listener) => {
        listeners.delete(listener);
        controller.signal.removeEventListener(kind, listener);
      },
    };
    await lib.updateContactCard({ phone_number: number, first_name: 'J' }, { ...options, signal });
    assert.equal(listeners.size, 0);

    await emulator.script({ fault: 'stall_head' });
    const pending = failure(lib.updateContactCard({ phone_number: number, first_name: 'K' }, { ...options, signal }));
    while ((await emulator.requests()).length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const reason = { mine: true };
    controller.abort(reason);
    assert.equal(await pending, reason);
    assert.equal(
      await failure(lib.updateContactCard({ phone_number: number, first_name: 'L' }, { ...options, signal })),
      reason,
    );
    assert.equal(listeners.size, 0);
    assert.equal((await emulator.requests()).length, 2, 'an aborted call sends nothing');
  });

  test('ends at an abort in a function of the caller, and before apiKey is called', async () => {
    const never = () => new Promise(() => {});
    // A retry would follow after 15 s.
    const failing = async () => Response.json({ error: { code: 2022, retry_after: 15 } }, { status: 500 });
    const started = Date.now();
    for (const [name, make] of Object.entries({
      apiKey: (abort) => ({
        apiKey: () => {
          abort();
          return never();
        },
      }),
      fetch: (abort) => ({
        fetch: () => {
          abort();
          return never();
        },
      }),
      onAttempt: (abort) => ({ fetch: failing, onAttempt: abort }),
      shouldRetry: (abort) => ({
        fetch: failing,
        shouldRetry: () => {
          abort();
          return true;
        },
      }),
    })) {
      const controller = new AbortController();
      const own = make(() => controller.abort(name));
      const call = lib.updateContactCard(params, { ...options, ...own, signal: controller.signal });
      assert.equal(await failure(call), name);
    }
    const calls = [];
    const apiKey = () => {
      calls.push('key');
      return never();
    };
    assert.equal(
      await failure(lib.updateContactCard(params, { ...options, apiKey, signal: AbortSignal.abort('before') })),
      'before',
    );
    assert.deepEqual(calls, []);
    assert.ok(Date.now() - started < 10_000);
  });

  test('goes on waiting in the queue at an event without an abort', async () => {
    const signal = Object.assign(new EventTarget(), { aborted: false, reason: undefined });
    /** @type {(() => void)[]} */
    const responses = [];
    const fetch = async (_url, { body }) => {
      await new Promise((resolve) => responses.push(resolve));
      return Response.json({ phone_number: number, is_active: true, ...JSON.parse(body) });
    };
    const first = lib.updateContactCard(params, { ...options, fetch });
    const second = lib.updateContactCard({ ...params, first_name: 'Bea' }, { ...options, fetch, signal });
    await new Promise((resolve) => setImmediate(resolve));
    signal.dispatchEvent(new Event('abort'));
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(responses.length, 1, 'the first write has no response yet');
    responses[0]();
    await first;
    while (responses.length < 2) await new Promise((resolve) => setImmediate(resolve));
    responses[1]();
    assert.equal((await second).first_name, 'Bea');
  });

  test('ends at an abort in the queue, and the next call goes on', async () => {
    await emulator.script({ delay_ms: 200 });
    const controller = new AbortController();
    const first = lib.updateContactCard(params, options);
    const second = failure(
      lib.updateContactCard({ ...params, first_name: 'Never' }, { ...options, signal: controller.signal }),
    );
    const third = lib.updateContactCard({ ...params, first_name: 'Cid' }, options);
    controller.abort('left');
    assert.equal(await second, 'left');
    await first;
    assert.equal((await third).first_name, 'Cid');
    assert.equal((await sent()).length, 2);
  });
});
