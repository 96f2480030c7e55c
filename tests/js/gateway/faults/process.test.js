// Faults of the gateway's process, and of its clients.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startEmulator } from '../../support/emulator.js';
import { createProject } from '../../support/sandbox.js';
import { HANG, until } from '../stores/polling.js';
import {
  NUMBER,
  countWrites,
  errorOf,
  forTest,
  optionsFor,
  origin,
  sendWrite,
  startGateway,
  threeWrites,
  write,
} from './gateway-process.js';

const MINUTE = 60_000;

let project;
before(async () => {
  project = await createProject();
});
after(() => project?.remove());

describe('faults of the process', { concurrency: 4, timeout: HANG }, () => {
  /** Defines a test with an emulator, and a gateway with these settings. */
  const gatewayTest = (name, settings, run) =>
    test(name, async (t) => {
      const linq = await forTest(t, startEmulator('--budget', 'off', '--key', 'sk-canary-1234567890'));
      const gateway = await forTest(t, startGateway(project, { upstream: linq.baseURL, ...settings }));
      await run({ linq, gateway });
    });
  const update = (gateway, first_name, { phone_number = NUMBER } = {}) =>
    project.esm.updateContactCard({ phone_number, first_name }, optionsFor(gateway));
  const updateError = (...args) => errorOf(update(...args), project.esm);
  /** Checks that Linq has received these writes, in this order, each once. */
  const assertWrites = async (linq, ...names) =>
    assert.deepEqual(
      [...countWrites(await linq.requests())],
      names.map((name) => [name, 1]),
    );

  gatewayTest(
    'SIGTERM under load: each request gets a response or a closed connection, and none is sent twice',
    {},
    async ({ linq, gateway }) => {
      // Long enough for many requests to be in flight.
      await linq.script({ delay_ms: 50, times: 10_000 });
      const results = new Map();
      let isOver = false;
      // Calls for one number would wait for each other.
      const numbers = Array.from({ length: 16 }, (_, index) => `+1555123${String(index).padStart(4, '0')}`);
      const load = numbers.map(async (phone_number, index) => {
        for (let count = 0; !isOver; count++) {
          const name = `${index} ${count}`;
          const result = await update(gateway, name, { phone_number }).catch((error) => error);
          results.set(name, result);
          if (result instanceof Error) return;
        }
      });
      await until(
        () => results.size,
        (size) => size >= 100,
      );
      gateway.terminate();
      assert.deepEqual(await gateway.exited, [0, null]);
      isOver = true;
      await Promise.all(load);
      const counts = countWrites(await linq.requests());
      for (const [name, count] of counts) assert.equal(count, 1, name);
      let closed = 0;
      for (const [name, result] of results) {
        if (result instanceof project.esm.APIConnectionError) closed += 1;
        else {
          // Linq responds with 404 for numbers without a card.
          assert.ok(result.first_name === name || result instanceof project.esm.NotFoundError, String(result));
          assert.equal(counts.get(name), 1, name);
        }
      }
      assert.ok(closed <= 16, `${closed} connections were closed without a response`);
    },
  );

  for (const [direction, ms] of [
    ['forward', 11 * MINUTE],
    ['back', -11 * MINUTE],
  ]) {
    gatewayTest(
      `the clock is set ${direction}: the write budget holds`,
      { limits: threeWrites },
      async ({ linq, gateway }) => {
        await update(gateway, 'a');
        await update(gateway, 'b');
        await gateway.inject('clock', { ms });
        const { budget } = await write(gateway, 'c');
        const [, reset] = /^limit=3, remaining=0, reset=(\d+)$/.exec(budget);
        assert.ok(reset > 300 && reset <= 600, budget);
        assert.equal((await updateError(gateway, 'd')).name, 'RateLimitError');
        await assertWrites(linq, 'a', 'b', 'c');
      },
    );
  }

  gatewayTest(
    'a client that disconnects in the middle of a body: nothing is sent or counted',
    { limits: threeWrites },
    async ({ linq, gateway }) => {
      const nextEntry = gateway.nextEntry();
      (await sendWrite(gateway, 'half a name', { half: true })).destroy();
      const { status, outcome, reason } = await nextEntry;
      assert.deepEqual([status, outcome, reason], [400, 'refused', 'The body ended early; send the request again']);
      assert.match((await write(gateway, 'a')).budget, /remaining=2/);
      await assertWrites(linq, 'a');
    },
  );

  gatewayTest(
    'a client that disconnects before the response: one write is counted',
    { limits: threeWrites },
    async ({ linq, gateway }) => {
      // Long enough for the client to disconnect meanwhile.
      await linq.script({ delay_ms: 5_000 });
      const nextEntry = gateway.nextEntry();
      const socket = await sendWrite(gateway, 'disconnected');
      await until(
        async () => countWrites(await linq.requests()),
        (counts) => counts.has('disconnected'),
      );
      socket.destroy();
      assert.equal((await nextEntry).outcome, 'forwarded');
      assert.match((await write(gateway, 'a')).budget, /remaining=1/);
      await assertWrites(linq, 'disconnected', 'a');
    },
  );

  gatewayTest(
    'an authorize that never settles: 500, nothing is sent',
    { timeout: 500, authorize: 'hangs' },
    async ({ linq, gateway }) => {
      const { name, status, code } = await updateError(gateway, 'a');
      assert.deepEqual([name, status, code], ['InternalServerError', 500, 3006]);
      await assertWrites(linq);
    },
  );

  gatewayTest(
    'a process that is blocked until the timeout: 504, nothing is sent afterwards',
    { timeout: 5_000, authorize: 'blocks' },
    async ({ linq, gateway }) => {
      await update(gateway, 'in time');
      // They use the connection of the first: what the second might send has arrived when the third gets its response.
      for (const first_name of ['a', 'b']) {
        const { name, status, code, outcome } = await updateError(gateway, first_name);
        assert.deepEqual([name, status, code, outcome], ['InternalServerError', 504, 3005, 'unknown']);
      }
      await assertWrites(linq, 'in time');
    },
  );

  gatewayTest('an authorize that throws: 500, nothing is sent', { authorize: 'throws' }, async ({ linq, gateway }) => {
    const nextEntry = gateway.nextEntry();
    const { name, status, code, message } = await updateError(gateway, 'a');
    assert.deepEqual([name, status, code], ['InternalServerError', 500, 3006]);
    assert.doesNotMatch(message, /session store/);
    assert.equal((await nextEntry).error, 'Error: the session store is unavailable');
    await assertWrites(linq);
  });

  gatewayTest('a log that rejects: requests are forwarded', { log: 'rejects' }, async ({ linq, gateway }) => {
    await update(gateway, 'a');
    await update(gateway, 'b');
    await assertWrites(linq, 'a', 'b');
  });

  // The steps are: session, body, store, Linq, response.
  for (const [steps, isSent] of [
    [1, false],
    [3, false],
    [4, false],
    [5, true],
  ]) {
    gatewayTest(
      `out of memory at step ${steps}: 500, and the next request is forwarded`,
      { limits: threeWrites },
      async ({ linq, gateway }) => {
        await update(gateway, 'before');
        await gateway.inject('memory', { steps });
        const nextEntry = gateway.nextEntry();
        const { name, status, code, message, outcome } = await updateError(gateway, 'lost');
        assert.deepEqual([name, status, code, message], ['InternalServerError', 500, 3006, 'The gateway failed']);
        assert.equal(outcome, 'unknown');
        assert.match((await nextEntry).error, /^RuntimeError: /);
        assert.equal((await update(gateway, 'after')).first_name, 'after');
        await assertWrites(linq, 'before', ...(isSent ? ['lost'] : []), 'after');
      },
    );
  }

  gatewayTest('a deeply nested body: 400, without a stack overflow', {}, async ({ linq, gateway }) => {
    const url = `${gateway.baseURL}/v3/contact_card?phone_number=${encodeURIComponent(NUMBER)}`;
    for (const body of ['['.repeat(4_096), '{"a":'.repeat(800), `{"a":${'['.repeat(2_000)}${']'.repeat(2_000)}}`]) {
      const response = await fetch(url, {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', origin },
        body,
      });
      const { error } = await response.json();
      assert.deepEqual([response.status, error.code], [400, 1003]);
    }
    await assertWrites(linq);
  });
});
