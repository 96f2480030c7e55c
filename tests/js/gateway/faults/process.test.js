// The gateway's own process in trouble, and its callers.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startEmulator } from '../../support/emulator.js';
import { createProject } from '../../support/sandbox.js';
import { until } from '../stores/polling.js';
import { NUMBER, begin, forTest, origin, startGateway, three, timesSent, write } from './gateway-process.js';

const MINUTES = 60_000;

let project;
before(async () => (project = await createProject()));
after(() => project?.remove());

describe('faults of the process', { concurrency: true, timeout: 50_000 }, () => {
  /** A test with a local Linq, and a gateway before it with these settings. */
  const on = (name, settings, run) =>
    test(name, async (t) => {
      const linq = await forTest(t, startEmulator('--budget', 'off', '--key', 'sk-canary-1234567890'));
      const gateway = await forTest(t, startGateway(project, { upstream: linq.baseURL, ...settings }));
      await run({ linq, gateway });
    });
  const update = (gateway, first_name, options) =>
    project.esm.updateContactCard(
      { phone_number: NUMBER, first_name },
      { baseURL: gateway.baseURL, headers: { origin }, ...options },
    );
  const failure = async (...args) => {
    const error = await update(...args).then(
      () => assert.fail('it should have failed'),
      (error) => error,
    );
    assert.ok(error instanceof project.esm.ContactCardError, String(error));
    return error;
  };
  const sent = async (linq) => timesSent(await linq.requests());
  const once = (...names) => names.map((name) => [name, 1]);

  on(
    'SIGTERM under load: each request is answered, or its connection ends; none is sent twice',
    {},
    async ({ linq, gateway }) => {
      // Long enough that many are under way.
      await linq.script({ delay_ms: 50, times: 10_000 });
      const outcomes = new Map();
      let isOver = false;
      // Calls of one number would wait for each other.
      const numbers = Array.from({ length: 16 }, (_, index) => `+1555123${String(index).padStart(4, '0')}`);
      const load = numbers.map(async (phone_number, index) => {
        for (let turn = 0; !isOver; turn++) {
          const name = `${index} ${turn}`;
          const call = project.esm.updateContactCard(
            { phone_number, first_name: name },
            { baseURL: gateway.baseURL, headers: { origin } },
          );
          const answer = await call.catch((error) => error);
          outcomes.set(name, answer);
          if (answer instanceof Error) return;
        }
      });
      await until(
        () => outcomes.size,
        (size) => size >= 100,
      );
      gateway.terminate();
      assert.deepEqual(await gateway.exited, [0, null]);
      isOver = true;
      await Promise.all(load);
      const times = await sent(linq);
      for (const [name, count] of times) assert.equal(count, 1, name);
      let closed = 0;
      for (const [name, answer] of outcomes) {
        if (answer instanceof project.esm.APIConnectionError) closed += 1;
        else {
          // Numbers without a card have Linq's own 404, which is an answer, too.
          assert.ok(answer.first_name === name || answer instanceof project.esm.NotFoundError, String(answer));
          assert.equal(times.get(name), 1, name);
        }
      }
      assert.ok(closed <= 16, `${closed} connections ended without an answer`);
    },
  );

  for (const [name, settings] of [
    ['forward', { ms: 11 * MINUTES }],
    ['back', { ms: -11 * MINUTES }],
  ]) {
    on(`the clock is set ${name}: the budget holds`, { limits: three }, async ({ linq, gateway }) => {
      await update(gateway, 'a');
      await update(gateway, 'b');
      await gateway.meet('clock', settings);
      const { budget } = await write(gateway, 'c');
      const [, reset] = /^limit=3, remaining=0, reset=(\d+)$/.exec(budget);
      assert.ok(reset > 540 && reset <= 600, budget);
      assert.equal((await failure(gateway, 'd')).name, 'RateLimitError');
      assert.deepEqual([...(await sent(linq))], once('a', 'b', 'c'));
    });
  }

  on('who leaves in the middle of a body has sent nothing', { limits: three }, async ({ linq, gateway }) => {
    const entry = gateway.entry();
    (await begin(gateway, 'half a name', { half: true })).destroy();
    assert.deepEqual(
      [(await entry).status, (await entry).outcome, (await entry).reason],
      [400, 'refused', 'The body broke off'],
    );
    assert.match((await write(gateway, 'a')).budget, /remaining=2/);
    assert.deepEqual([...(await sent(linq))], once('a'));
  });

  on('who leaves before the answer has spent a write, once', { limits: three }, async ({ linq, gateway }) => {
    await linq.script({ delay_ms: 300 });
    const entry = gateway.entry();
    const socket = await begin(gateway, 'impatient');
    await until(
      () => sent(linq),
      (times) => times.has('impatient'),
    );
    socket.destroy();
    assert.equal((await entry).outcome, 'forwarded');
    assert.match((await write(gateway, 'a')).budget, /remaining=1/);
    assert.deepEqual([...(await sent(linq))], once('impatient', 'a'));
  });

  on('an authorize that hangs', { timeout: 500, authorize: 'hangs' }, async ({ linq, gateway }) => {
    const { name, status, code } = await failure(gateway, 'a');
    assert.deepEqual([name, status, code], ['InternalServerError', 500, 3006]);
    assert.equal((await sent(linq)).size, 0);
  });

  on(
    'a process that is busy until the time is over sends nothing more',
    { timeout: 500, authorize: 'blocks' },
    async ({ linq, gateway }) => {
      await update(gateway, 'in time');
      // On the connection that is there by now, what the first sends arrives before the second is answered.
      for (const first_name of ['a', 'b']) {
        const { name, status, code, outcome } = await failure(gateway, first_name);
        assert.deepEqual([name, status, code, outcome], ['InternalServerError', 504, 3005, 'unknown']);
      }
      assert.deepEqual([...(await sent(linq))], once('in time'));
    },
  );

  on('an authorize that throws', { authorize: 'throws' }, async ({ linq, gateway }) => {
    const entry = gateway.entry();
    const { name, status, code, message } = await failure(gateway, 'a');
    assert.deepEqual([name, status, code], ['InternalServerError', 500, 3006]);
    assert.doesNotMatch(message, /sessions are away/);
    assert.equal((await entry).error, 'Error: the sessions are away');
    assert.equal((await sent(linq)).size, 0);
  });

  on('a log that rejects: the process stays', { log: 'rejects' }, async ({ linq, gateway }) => {
    await update(gateway, 'a');
    await update(gateway, 'b');
    assert.deepEqual([...(await sent(linq))], once('a', 'b'));
  });

  // The steps: session, body, store, Linq, response.
  for (const [steps, isSent] of [
    [1, false],
    [3, false],
    [4, false],
    [5, true],
  ]) {
    on(
      `no memory at step ${steps}: that answer is lost, and the next isn't`,
      { limits: three },
      async ({ linq, gateway }) => {
        await update(gateway, 'before');
        await gateway.meet('memory', { steps });
        const entry = gateway.entry();
        const { name, status, code, message, outcome } = await failure(gateway, 'lost');
        assert.deepEqual([name, status, code, message], ['InternalServerError', 500, 3006, 'The gateway failed']);
        assert.equal(outcome, 'unknown');
        assert.match((await entry).error, /^RuntimeError: /);
        assert.equal((await update(gateway, 'after')).first_name, 'after');
        assert.deepEqual([...(await sent(linq))], once('before', ...(isSent ? ['lost'] : []), 'after'));
      },
    );
  }

  on('a body deeper than a stack', {}, async ({ linq, gateway }) => {
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
    assert.equal((await sent(linq)).size, 0);
  });
});
