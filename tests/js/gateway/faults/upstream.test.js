// Linq in trouble, behind a gateway: the package in Node, the gateway on node:http, the local Linq.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startEmulator } from '../../support/emulator.js';
import { createProject } from '../../support/sandbox.js';
import { startUpstream } from '../../attacks/upstream.js';
import { NUMBER, forTest, origin, startGateway, timesSent } from './gateway-process.js';

/** A gateway's whole time here, and so how long a fault may last. */
const TIMEOUT = 500;

const unreachable = { name: 'InternalServerError', status: 502, code: 3006, outcome: 'unknown' };
const late = { name: 'InternalServerError', status: 504, code: 3005, outcome: 'unknown' };

/** What Linq does, and what the package's user gets of it. */
const faults = [
  ['never answers', { fault: 'stall_head' }, late],
  ['stops in the middle of a card', { fault: 'stall_body' }, late],
  [
    'stops in the middle of a refusal',
    { status: 403, fault: 'stall_body' },
    { name: 'PermissionDeniedError', status: 403, outcome: 'refused' },
  ],
  ['drips', { fault: 'slow_drip' }, late],
  ['resets before its answer', { fault: 'reset' }, unreachable],
  ['saves, and resets before its answer', { fault: 'reset', apply: true }, unreachable],
  ['ends in the middle of its answer', { fault: 'truncate' }, unreachable],
  ['answers too late', { delay_ms: TIMEOUT + 200 }, late],
  ['leads elsewhere', { status: 307, headers: { location: '/elsewhere' }, body: '' }, unreachable],
  ["answers with a proxy's page", { status: 200, body: '<h1>proxy</h1>' }, unreachable],
  ['answers too much', { status: 200, body: 'x'.repeat(65_537) }, unreachable],
  ['answers deeper than a stack', { status: 200, body: '['.repeat(30_000) + ']'.repeat(30_000) }, unreachable],
  [
    'refuses deeper than a stack',
    { status: 400, body: '{"error":'.repeat(7_000) },
    { name: 'BadRequestError', status: 400, outcome: 'refused' },
  ],
];

let project;
before(async () => (project = await createProject()));
after(() => project?.remove());

/** Calls, and gives the error that comes of it. */
async function failure(call) {
  const error = await call.then(
    () => assert.fail('it should have failed'),
    (error) => error,
  );
  assert.ok(error instanceof project.esm.ContactCardError, String(error));
  return error;
}

/** Calls of a gateway as a page makes them. */
const callsOf = (gateway) => {
  const options = { baseURL: gateway.baseURL, headers: { origin } };
  return {
    update: (first_name) => project.esm.updateContactCard({ phone_number: NUMBER, first_name }, options),
    retrieve: (more) => project.esm.retrieveContactCards({ phone_number: NUMBER }, { ...options, ...more }),
  };
};

describe('a Linq that', () => {
  let linq;
  let gateway;
  before(async () => {
    linq = await startEmulator('--budget', 'off', '--key', 'sk-canary-1234567890');
    gateway = await startGateway(project, { upstream: linq.baseURL, timeout: TIMEOUT });
  });
  after(async () => {
    await gateway?.stop();
    await linq?.stop();
  });

  for (const [name, answer, expected] of faults) {
    test(name, async () => {
      await linq.reset();
      const { update, retrieve } = callsOf(gateway);
      await linq.script(answer);
      const error = await failure(update(name));
      const { name: kind, status, code, outcome } = error;
      assert.deepEqual({ name: kind, status, ...('code' in expected && { code }), outcome }, expected);
      await linq.script(answer);
      assert.equal((await failure(retrieve({ maxRetries: 0 }))).status, expected.status);
      // The next ones find nothing in disorder.
      assert.equal((await update('afterwards')).first_name, 'afterwards');
      assert.equal((await retrieve()).contact_cards.length, 1);
      assert.deepEqual(
        [...timesSent(await linq.requests())],
        [
          [name, 1],
          ['afterwards', 1],
        ],
      );
    });
  }

  test('nests a list deeper than a stack is no trouble for the rules', async () => {
    await linq.reset();
    const list = `{"contact_cards":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`;
    await linq.script({ status: 200, body: list });
    const error = await failure(callsOf(gateway).retrieve({ maxRetries: 0 }));
    assert.equal(error.message, 'The answer is not JSON');
  });
});

test('a Linq that resets in the middle of its answer', async (t) => {
  const upstream = await forTest(t, startUpstream());
  const gateway = await forTest(t, startGateway(project, { upstream: upstream.url, timeout: TIMEOUT }));
  const { update } = callsOf(gateway);
  upstream.script(NUMBER, { fault: 'reset in body' });
  assert.equal((await failure(update('broken'))).code, 3006);
  upstream.script(NUMBER, {});
  await update('afterwards');
  const sent = upstream.take(() => true).map(({ method, body }) => ({ method, body: body.toString() }));
  assert.deepEqual(
    [...timesSent(sent)],
    [
      ['broken', 1],
      ['afterwards', 1],
    ],
  );
});

test('a Linq that is killed and comes back', async (t) => {
  const flags = ['--budget', 'off', '--key', 'sk-canary-1234567890'];
  const first = await startEmulator(...flags);
  const gateway = await forTest(t, startGateway(project, { upstream: first.baseURL, timeout: 5_000 }));
  const { update, retrieve } = callsOf(gateway);
  await update('before');
  await first.stop();
  const entry = gateway.entry();
  const error = await failure(update('away'));
  assert.deepEqual([error.name, error.code, error.message], ['InternalServerError', 3006, 'Linq could not be reached']);
  assert.deepEqual([(await entry).outcome, (await entry).error], ['failed', 'ECONNREFUSED']);
  assert.equal((await failure(retrieve({ maxRetries: 0 }))).code, 3006);
  const linq = await forTest(t, startEmulator(...flags, '--listen', new URL(first.url).host));
  await update('back');
  assert.deepEqual([...timesSent(await linq.requests())], [['back', 1]]);
});
