// Faults of the upstream: the package in Node, a gateway on node:http, and the emulator for Linq.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { startUpstream } from '../../attacks/upstream.js';
import { startEmulator } from '../../support/emulator.js';
import { createProject } from '../../support/sandbox.js';
import { HANG } from '../stores/polling.js';
import { NUMBER, countWrites, errorOf, forTest, optionsFor, startGateway } from './gateway-process.js';

/** The gateway's timeout in the tests that wait for it. A busy machine needs a tenth of it for a call. */
const TIMEOUT = 5_000;

const unreachable = { name: 'InternalServerError', status: 502, code: 3006, outcome: 'unknown' };
const timedOut = { name: 'InternalServerError', status: 504, code: 3005, outcome: 'unknown' };

/** Faults that last, with the emulator's script and the error of the call. Each ends with the gateway's timeout. */
const lastingFaults = [
  ['no response', { fault: 'stall_head' }, timedOut],
  ['half of a card', { fault: 'stall_body' }, timedOut],
  [
    'half of a refusal',
    { status: 403, fault: 'stall_body' },
    { name: 'PermissionDeniedError', status: 403, outcome: 'refused' },
  ],
  // A byte each 10 ms.
  ['a slow response', { fault: 'slow_drip', status: 200, body: ' '.repeat(10_000) }, timedOut],
  ['a late response', { delay_ms: 2 * TIMEOUT }, timedOut],
];
/** Faults that end at once. */
const faults = [
  ['a reset', { fault: 'reset' }, unreachable],
  ['a reset after saving', { fault: 'reset', apply: true }, unreachable],
  ['a truncated response', { fault: 'truncate' }, unreachable],
  ['a redirect', { status: 307, headers: { location: '/elsewhere' }, body: '' }, unreachable],
  ["a proxy's HTML page", { status: 200, body: '<h1>proxy</h1>' }, unreachable],
  ['a response above 64 KB', { status: 200, body: 'x'.repeat(65_537) }, unreachable],
  ['a deeply nested card', { status: 200, body: '['.repeat(30_000) + ']'.repeat(30_000) }, unreachable],
  [
    'a deeply nested refusal',
    { status: 400, body: '{"error":'.repeat(7_000) },
    { name: 'BadRequestError', status: 400, outcome: 'refused' },
  ],
];

let project;
before(async () => {
  project = await createProject();
});
after(() => project?.remove());

const startLinq = (...flags) => startEmulator('--budget', 'off', '--key', 'sk-canary-1234567890', ...flags);

/** The calls of a page through a gateway. */
const callsOf = (gateway) => {
  const { updateContactCard, retrieveContactCards } = project.esm;
  const options = optionsFor(gateway);
  return {
    update: (first_name) => updateContactCard({ phone_number: NUMBER, first_name }, options),
    retrieve: (more) => retrieveContactCards({ phone_number: NUMBER }, { ...options, ...more }),
  };
};

/** Checks an update and a retrieval with a fault, and that the next calls succeed. */
async function assertFault({ linq, gateway }, [name, script, expected]) {
  const { update, retrieve } = callsOf(gateway);
  await linq.script(script);
  const { name: errorName, status, code, outcome } = await errorOf(update(name), project.esm);
  assert.deepEqual({ name: errorName, status, ...('code' in expected && { code }), outcome }, expected);
  await linq.script(script);
  assert.equal((await errorOf(retrieve({ maxRetries: 0 }), project.esm)).status, expected.status);
  assert.equal((await update('afterwards')).first_name, 'afterwards');
  assert.equal((await retrieve()).contact_cards.length, 1);
  assert.deepEqual(
    [...countWrites(await linq.requests())],
    [
      [name, 1],
      ['afterwards', 1],
    ],
  );
}

describe('lasting faults of the upstream', { concurrency: true, timeout: HANG }, () => {
  for (const fault of lastingFaults) {
    test(`${fault[0]}: ${fault[2].status}`, async (t) => {
      const linq = await forTest(t, startLinq());
      const gateway = await forTest(t, startGateway(project, { upstream: linq.baseURL, timeout: TIMEOUT }));
      await assertFault({ linq, gateway }, fault);
    });
  }
});

describe('faults of the upstream', { timeout: HANG }, () => {
  let linq;
  let gateway;
  before(async () => {
    linq = await startLinq();
    gateway = await startGateway(project, { upstream: linq.baseURL });
  });
  after(async () => {
    await gateway?.stop();
    await linq?.stop();
  });

  for (const fault of faults) {
    test(`${fault[0]}: ${fault[2].status}`, async () => {
      await linq.reset();
      await assertFault({ linq, gateway }, fault);
    });
  }

  test('a deeply nested list: an error, without a stack overflow', async () => {
    await linq.reset();
    for (const [query, depth, message] of [
      [{}, 1_000_000, /not a contact card/],
      [{ phone_number: NUMBER }, 30_000, /not a contact card/],
      // A list of one number has one card.
      [{ phone_number: NUMBER }, 1_000_000, /too long/],
    ]) {
      await linq.script({ status: 200, body: `{"contact_cards":${'['.repeat(depth)}${']'.repeat(depth)}}` });
      const call = project.esm.retrieveContactCards(query, { ...optionsFor(gateway), maxRetries: 0 });
      assert.match((await errorOf(call, project.esm)).message, message);
    }
  });

  test('a reset in the body: 502', async (t) => {
    const upstream = await forTest(t, startUpstream());
    const gateway = await forTest(t, startGateway(project, { upstream: upstream.url }));
    const { update } = callsOf(gateway);
    upstream.script(NUMBER, { fault: 'reset in body' });
    assert.equal((await errorOf(update('broken'), project.esm)).code, 3006);
    upstream.script(NUMBER, {});
    await update('afterwards');
    const sent = upstream.take(() => true).map(({ method, body }) => ({ method, body: body.toString() }));
    assert.deepEqual(
      [...countWrites(sent)],
      [
        ['broken', 1],
        ['afterwards', 1],
      ],
    );
  });

  test('an upstream that is down, and up again: 502 meanwhile', async (t) => {
    const first = await startLinq();
    const gateway = await forTest(t, startGateway(project, { upstream: first.baseURL }));
    const { update, retrieve } = callsOf(gateway);
    await update('before');
    await first.stop();
    const nextEntry = gateway.nextEntry();
    const error = await errorOf(update('meanwhile'), project.esm);
    assert.deepEqual(
      [error.name, error.code, error.message],
      ['InternalServerError', 3006, 'The gateway could not reach Linq'],
    );
    const entry = await nextEntry;
    assert.deepEqual([entry.outcome, entry.error], ['failed', 'ECONNREFUSED']);
    assert.equal((await errorOf(retrieve({ maxRetries: 0 }), project.esm)).code, 3006);
    const linq = await forTest(t, startLinq('--listen', new URL(first.url).host));
    await update('afterwards');
    assert.deepEqual([...countWrites(await linq.requests())], [['afterwards', 1]]);
  });
});
