// The circuit breaker in front of a store, in virtual time: neither the clock nor a timer is real.
import assert from 'node:assert/strict';
import { beforeEach, describe, mock, test } from 'node:test';
import { setImmediate as macrotask } from 'node:timers/promises';
import { Circuit } from '../../../../pkg-template/gateway/circuit.js';
import { GuardedStore } from '../../../../pkg-template/gateway/guarded-store.js';

describe('the decisions of the circuit breaker', () => {
  let circuit;
  beforeEach(() => {
    circuit = new Circuit();
  });

  test('G13 uses a store until it is late', () => {
    assert.deepEqual([circuit.enter(0), circuit.enter(0), circuit.enter(1e9)], ['closed', 'closed', 'closed']);
    circuit.late(1_000);
    assert.deepEqual([circuit.enter(1_000), circuit.enter(2_999)], ['open', 'open']);
  });

  test('G13 lets one request try the store after the pause, and one more after each further pause', () => {
    circuit.late(1_000);
    assert.deepEqual([circuit.enter(3_000), circuit.enter(3_000), circuit.enter(4_999)], ['half-open', 'open', 'open']);
    // The trial has had no outcome.
    assert.deepEqual([circuit.enter(5_000), circuit.enter(5_001)], ['half-open', 'open']);
  });

  test('G13 closes once the trial succeeds, and opens again once it is late or fails slowly', () => {
    circuit.late(0);
    assert.equal(circuit.enter(2_000), 'half-open');
    circuit.succeeded();
    assert.equal(circuit.enter(2_000), 'closed');
    circuit.failed(3_000, 501);
    assert.deepEqual([circuit.enter(4_999), circuit.enter(5_000)], ['open', 'half-open']);
    circuit.late(6_000);
    assert.deepEqual([circuit.enter(7_999), circuit.enter(8_000)], ['open', 'half-open']);
  });

  test('G13 closes when a late response arrives', () => {
    circuit.late(1_000);
    circuit.succeeded();
    assert.equal(circuit.enter(1_001), 'closed');
  });

  test('G13 is closed after a quick failure, which may be of one key, also of the trial', () => {
    circuit.failed(0, 5);
    assert.equal(circuit.enter(0), 'closed');
    circuit.late(0);
    assert.equal(circuit.enter(2_000), 'half-open');
    circuit.failed(2_001, 1);
    assert.equal(circuit.enter(2_001), 'closed');
  });

  test('G13 reports when it is worth trying again, in whole seconds', () => {
    assert.equal(circuit.retryAfter(0), 1);
    circuit.late(1_000);
    assert.deepEqual(
      [1_000, 1_001, 2_500, 9_000].map((now) => circuit.retryAfter(now)),
      [2, 2, 1, 1],
    );
  });
});

describe('a store behind the circuit breaker', () => {
  const slots = [{ key: 'reads by alice', limit: 2, window: 60_000 }];
  const read = { isWrite: false, timeout: 5_000 };
  const write = { isWrite: true, timeout: 5_000 };
  const granted = { granted: true, places: [{ used: 1, reset: 60_000 }] };
  const local = { granted: true, places: [{ used: 7, reset: 1 }] };

  let now;
  /** The calls of the store that haven't settled yet. */
  let pending;
  let calls;
  let guarded;

  beforeEach((t) => {
    now = 0;
    mock.timers.enable({ apis: ['setTimeout'] });
    mock.method(performance, 'now', () => now);
    pending = [];
    calls = 0;
    const store = {
      reserve() {
        calls++;
        return new Promise((resolve, reject) => pending.push({ resolve, reject }));
      },
    };
    guarded = new GuardedStore(store, { reserve: async () => local });
    t.after?.(() => mock.reset());
  });

  /** Lets time pass. */
  async function pass(ms) {
    for (let left = ms; left > 0; left -= 50) {
      await macrotask();
      now += 50;
      mock.timers.tick(50);
    }
    await macrotask();
  }

  /** Starts a reservation. Its outcome is there once it has settled. */
  function reserve(request) {
    const started = { outcome: undefined };
    guarded.reserve(slots, request).then((outcome) => {
      started.outcome = outcome;
    });
    return started;
  }

  /** Makes the store late. */
  async function open() {
    const first = reserve(read);
    await pass(1_000);
    return first;
  }

  test('G13 passes on what the store responds in time', async () => {
    const started = [reserve(read), reserve(write)];
    await pass(900);
    for (const { resolve } of pending) resolve(granted);
    await pass(50);
    for (const { outcome } of started) assert.deepEqual(outcome, { reservation: granted, error: undefined });
  });

  test('G13 counts a read locally after one second of a store that hangs, and later reads at once', async () => {
    const first = reserve(read);
    await pass(950);
    assert.equal(first.outcome, undefined);
    await pass(50);
    assert.deepEqual(first.outcome.reservation, local);
    assert.match(first.outcome.error.message, /late/);
    const second = reserve(read);
    await pass(0);
    assert.deepEqual(second.outcome.reservation, local);
    assert.equal(calls, 1, 'the store is left alone');
  });

  test('G13 refuses writes at once while the store is late', async () => {
    await open();
    const second = reserve(write);
    await pass(0);
    assert.deepEqual(second.outcome.reservation, { retryAfter: 2 });
    assert.match(second.outcome.error.message, /late/);
    assert.equal(calls, 1);
  });

  test('G13 lets the write that is the first to wait do so for the whole timeout', async () => {
    const first = reserve(write);
    await pass(4_950);
    assert.equal(first.outcome, undefined);
    await pass(50);
    assert.ok(first.outcome.reservation.retryAfter >= 1);
    assert.equal(calls, 1);
  });

  test('G13 tries the store with one request in two seconds, and uses it again once that succeeds', async () => {
    await open();
    await pass(2_000);
    const trial = reserve(write);
    const other = reserve(write);
    await pass(0);
    assert.equal(calls, 2);
    assert.ok(other.outcome.reservation.retryAfter >= 1);
    pending.at(-1).resolve(granted);
    await pass(0);
    assert.deepEqual(trial.outcome, { reservation: granted, error: undefined });
    reserve(read);
    reserve(write);
    assert.equal(calls, 4);
  });

  test('G13 refuses a write that tries a store which still hangs, after one second', async () => {
    await open();
    await pass(2_000);
    const trial = reserve(write);
    await pass(950);
    assert.equal(trial.outcome, undefined);
    await pass(50);
    assert.deepEqual(trial.outcome.reservation, { retryAfter: 2 });
    reserve(read);
    assert.equal(calls, 2);
  });

  test('G13 uses the store again as soon as a response that was late arrives', async () => {
    await open();
    pending[0].resolve(granted);
    await pass(0);
    reserve(write);
    assert.equal(calls, 2);
  });

  test('G13 opens for a client that gives up by itself, before the store counts as late', async () => {
    const first = reserve(write);
    await pass(600);
    pending[0].reject(new Error('Command timed out'));
    await pass(0);
    assert.deepEqual(
      [first.outcome.reservation, first.outcome.error.message],
      [{ retryAfter: 2 }, 'Command timed out'],
    );
    reserve(read);
    assert.equal(calls, 1);
  });

  test('G13 counts reads locally where the store rejects at once, and goes on calling it', async () => {
    for (const count of [1, 2, 3]) {
      const started = reserve(read);
      pending.at(-1).reject(new Error('WRONGTYPE'));
      await pass(0);
      assert.deepEqual([started.outcome.reservation, started.outcome.error.message], [local, 'WRONGTYPE']);
      assert.equal(calls, count);
    }
  });

  test('G13 survives a store that throws instead of rejecting', async () => {
    guarded = new GuardedStore(
      {
        reserve() {
          throw new Error('closed');
        },
      },
      { reserve: async () => local },
    );
    const started = [reserve(read), reserve(write)];
    await pass(0);
    assert.deepEqual(
      started.map(({ outcome }) => [outcome.reservation, outcome.error.message]),
      [
        [local, 'closed'],
        [{ retryAfter: 1 }, 'closed'],
      ],
    );
  });

  test('G13 takes a response for in time that arrived while the process was busy', async () => {
    const started = reserve(write);
    await pass(50);
    // The timers fire late, and before the response is read.
    now += 10_000;
    mock.timers.tick(500);
    pending[0].resolve(granted);
    await pass(0);
    assert.deepEqual(started.outcome.reservation, granted);
    reserve(write);
    assert.equal(calls, 2);
  });
});
