// Runs against the package's own gateway, whose limits they have to distinguish.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { importEntry } from '../gateway/installed.js';
import { FakeClock, FakeLinq, makeCards, renaming, settled } from './fakes.js';
import { load } from './modules.js';

const origin = 'https://dashboard.example';

let lib;
let createGateway;
before(async () => {
  lib = await load('shell/slices.js', 'import/check.js', 'run/row.js', 'run/run.js');
  ({ createGateway } = await importEntry('linq-contact-card/gateway'));
  await lib.load();
});
after(() => lib?.remove());

/** How many numbers were used: the package remembers the writes of each. */
let used = 0;

/** Makes a run that renames this many cards through a gateway with these limits. */
function runOf(count, limits) {
  const linq = new FakeLinq(makeCards(count, used));
  used += count;
  const gateway = createGateway({
    apiKey: 'sk-canary-1234567890',
    origins: [origin],
    authorize: () => ({ user: 'alice', numbers: 'all' }),
    fetch: linq.fetch,
    limits,
    log: () => {},
  });
  const calls = [];
  const client = new lib.ContactCards({
    baseURL: `${origin}/api/linq`,
    fetch: (url, { method, headers, body }) => {
      calls.push(method);
      return gateway(
        new Request(url, { method, body, headers: { ...headers, origin, 'sec-fetch-site': 'same-origin' } }),
      );
    },
  });
  const clock = new FakeClock();
  clock.time = Date.now();
  const rows = lib.checkRows(renaming(linq.all()), linq.all());
  const run = new lib.Run(rows, client, undefined, { clock, budgetOf: lib.writeBudget });
  return { run, linq, clock, calls };
}

/** Settles when a run has no request in flight. */
async function idle(run) {
  do await settled();
  while (run.isBusy);
}

test('D9 the gateway’s limit of the user pauses the run, and no row fails', async () => {
  const { run, linq, calls } = runOf(6, { perUser: { limit: 2, window: 60_000 } });
  run.start();
  await idle(run);
  assert.equal(run.halted, 'limited');
  assert.ok(run.resumesAt > new Date() && run.resumesAt <= new Date(Date.now() + 61_000), `${run.resumesAt}`);
  assert.deepEqual(run.counts, { saved: 2, waiting: 4 });
  assert.equal(linq.writes.length, 2);
  assert.ok(calls.length <= 4, 'no further row was tried');
});

test('D9 the gateway’s limit of reads pauses the run as well', async () => {
  const { run, clock } = runOf(6, { reads: { limit: 1, window: 60_000 }, perUser: { limit: 100, window: 60_000 } });
  run.start();
  run.pause();
  // By then, each card is read before it is sent.
  clock.advance(11 * 60_000);
  await idle(run);
  run.resume();
  await idle(run);
  assert.equal(run.halted, 'limited');
  assert.equal(run.counts.refused, undefined);
});

test('D9 the gateway’s limit of a number, and Linq’s own, are those of the row', async () => {
  const first = runOf(1, { perNumber: { limit: 1, window: 60_000 }, perUser: { limit: 100, window: 60_000 } });
  first.run.start();
  await idle(first.run);
  assert.deepEqual(first.run.counts, { saved: 1 });
  for (const wait of [false, true]) {
    const { linq, clock } = first;
    const rows = lib.checkRows(renaming(linq.all(), `Newer ${wait}`), linq.all());
    const again = new lib.Run(rows, first.run.client, undefined, { clock });
    again.start({ wait });
    await idle(again);
    assert.deepEqual(again.counts, wait ? { held: 1 } : { refused: 1 });
    assert.equal(again.halted, undefined);
    again.cancel();
  }
  const { run, linq } = runOf(2, { perUser: { limit: 100, window: 60_000 } });
  linq.respond = ({ phone_number }) =>
    phone_number === linq.all()[1].phone_number
      ? { status: 429, error: { code: 1007, message: 'Rate limit exceeded', retry_after: 50 } }
      : undefined;
  run.start();
  await idle(run);
  assert.equal(run.halted, undefined);
  assert.deepEqual(run.counts, { saved: 1, refused: 1 });
});

test('D9 what the gateway has reported of a number is known before the next run', async () => {
  const { run, linq, clock } = runOf(2, {
    perNumber: { limit: 1, window: 60_000 },
    perUser: { limit: 9, window: 60_000 },
  });
  run.start();
  await idle(run);
  const rows = lib.checkRows(renaming(linq.all(), 'Newest'), linq.all());
  const next = new lib.Run(rows, run.client, undefined, { clock, budgetOf: lib.writeBudget });
  lib.atOnce(next.findBlocked());
  assert.deepEqual(next.counts, { held: 2 });
  assert.ok(next.rows[0].heldUntil > new Date());
});
