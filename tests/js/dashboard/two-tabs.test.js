// Runs of two tabs: no number is sent by both, and a card that the other tab may have changed is read first.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { FakeClock, FakeLinq, FakeStorage, makeCards, numberAt, renaming, settled } from './fakes.js';
import { load } from './modules.js';

const minute = 60_000;
const day = 24 * 60 * minute;

let lib;
before(async () => {
  lib = await load('shell/slices.js', 'import/check.js', 'run/row.js', 'run/run.js', 'run/journal.js', 'run/undo.js');
  await lib.load();
});
after(() => lib?.remove());

let clock;
let storage;
let linq;
let cards;
beforeEach(() => {
  clock = new FakeClock();
  storage = new FakeStorage();
  cards = makeCards(8);
  linq = new FakeLinq(cards);
});

/** Opens a tab, which reads the cards. Its journal is notified of what other tabs store. */
function openTab() {
  const knownAt = clock.now();
  const view = storage.tab((key) => journal.changedByOther(key));
  const journal = new lib.Journal(view, 'ada', { now: clock.now });
  const client = new lib.ContactCards({ baseURL: 'https://gateway.example', fetch: linq.fetch });
  /** Makes the run of rows, checked with those cards. */
  const runOf = (rows = renaming(cards), options = {}) =>
    new lib.Run(lib.checkRows(rows, cards), client, undefined, { clock, journal, knownAt, ...options });
  return { journal, client, runOf };
}

const find = (run) => lib.atOnce(run.findBlocked());
const written = () => linq.writes.map(({ phone_number }) => phone_number).sort();

/** Starts a run of all cards in a tab, of which this many are saved, and pauses it. */
async function startPaused(tab, saved = 4) {
  const run = tab.runOf();
  run.start();
  run.pause();
  await settled();
  assert.equal(run.counts.saved, saved);
  return run;
}

describe('numbers that are in the run of another tab', () => {
  test('are shown with its time before a run, and not sent by it', async () => {
    const [one, other] = [openTab(), openTab()];
    await startPaused(one);
    const startedAt = new Date(clock.now());
    clock.advance(minute);
    const run = other.runOf();
    find(run);
    assert.deepEqual(run.counts, { ready: 4, in_other_run: 4 });
    assert.deepEqual(run.rows[7].otherRunAt, startedAt);
    run.start();
    await settled();
    assert.equal(run.state, 'done');
    assert.deepEqual(run.counts, { saved: 4, not_sent: 4 });
    assert.match(run.rows[7].reason, /^The number was in the run of .*\. Try again once that run is done\.$/);
    assert.deepEqual(written(), [0, 1, 2, 3].map(numberAt), 'the other four are read, and were saved already');
  });

  test('are not sent either where the other run was started after they were shown', async () => {
    const [one, other] = [openTab(), openTab()];
    const run = other.runOf();
    find(run);
    assert.deepEqual(run.counts, { ready: 8 });
    const first = await startPaused(one);
    run.start();
    await settled();
    assert.deepEqual(run.counts, { saved: 4, not_sent: 4 });
    first.resume();
    await settled();
    run.again();
    await settled();
    assert.deepEqual([first.counts, run.counts], [{ saved: 8 }, { saved: 8 }]);
    assert.deepEqual(
      written(),
      cards.map(({ phone_number }) => phone_number),
      'each number once',
    );
  });

  test('can be sent once that run is done, after their cards were read', async () => {
    const [one, other] = [openTab(), openTab()];
    const first = await startPaused(one);
    const run = other.runOf(renaming(cards, 'Newer'));
    find(run);
    first.resume();
    await settled();
    find(run);
    assert.deepEqual(run.counts, { ready: 8 });
    run.start();
    await settled();
    assert.deepEqual(run.counts, { changed_elsewhere: 8 }, 'they have the values of the other run');
    assert.equal(written().length, 8);
  });

  test('are not sent where they were shown so, although that run is done when this one is started', async () => {
    const [one, other] = [openTab(), openTab()];
    const first = await startPaused(one);
    const run = other.runOf(renaming(cards, 'Newer'));
    find(run);
    assert.deepEqual(run.counts, { ready: 4, in_other_run: 4 }, '“Send 4” is offered');
    first.resume();
    await settled();
    assert.equal(first.state, 'done');
    run.start();
    await settled();
    assert.deepEqual(run.counts, { changed_elsewhere: 4, not_sent: 4 });
    assert.equal(run.rows[7].otherRunAt, undefined);
    for (const row of run.rows.slice(0, 4)) run.decide(row, 'send');
    await settled();
    assert.deepEqual(run.counts, { saved: 4, not_sent: 4 });
    run.again();
    await settled();
    assert.deepEqual(run.counts, { saved: 4, changed_elsewhere: 4 }, 'they can be tried again');
  });

  test('have nothing of an earlier try once they are left to that run', async () => {
    const other = openTab();
    const refusal = { status: 422, error: { retry_after: 30 }, headers: { 'x-trace-id': 'trace-1' } };
    linq.respond = ({ method }) => (method === 'PATCH' ? refusal : undefined);
    const run = other.runOf();
    run.start();
    await settled();
    assert.deepEqual(run.counts, { refused: 8 });
    assert.deepEqual(run.rows[7].retryAt, new Date(clock.now() + 30_000));
    assert.equal(run.rows[7].traceId, 'trace-1');
    linq.respond = () => undefined;
    clock.advance(1);
    await startPaused(openTab());
    run.again();
    run.pause();
    await settled();
    run.cancel();
    assert.deepEqual(run.counts, { saved: 4, not_sent: 4 });
    for (const { error, traceId, retryAt } of run.rows.slice(4))
      assert.deepEqual([error, traceId, retryAt], [undefined, undefined, undefined]);
  });

  test('are those of rows that wait for their time or a decision, too', async () => {
    const [one, other] = [openTab(), openTab()];
    const heldUntil = new Date(clock.now() + 5 * minute);
    const budgetOf = (number) => (number === numberAt(0) ? { remaining: 0, nextWriteAt: heldUntil } : undefined);
    const first = one.runOf(renaming(cards), { budgetOf, knownAt: 0 });
    linq.change(numberAt(1), { first_name: 'Elsewhere' });
    first.start({ wait: true });
    await settled();
    assert.deepEqual(first.counts, { held: 1, changed_elsewhere: 1, saved: 6 });
    const run = other.runOf();
    find(run);
    assert.deepEqual(
      run.rows.filter(({ result }) => result === 'in_other_run').map(({ params }) => params.phone_number),
      [0, 1].map(numberAt),
    );
  });

  test('are those of an undo, too', async () => {
    const [one, other] = [openTab(), openTab()];
    const first = one.runOf();
    first.start();
    await settled();
    const rows = lib.checkRows(lib.undoOf(first.rows, linq.all()).rows, linq.all());
    const undoing = new lib.Run(rows, one.client, undefined, { clock, journal: one.journal, knownAt: 0 });
    undoing.start();
    undoing.pause();
    await settled();
    const run = other.runOf(renaming(cards, 'Newer'));
    find(run);
    assert.deepEqual(undoing.counts, { waiting: 8 });
    assert.deepEqual(run.counts, { in_other_run: 8 });
  });

  test('are known where the other run was interrupted, is too old, or is of the tab itself', async () => {
    const one = openTab();
    await startPaused(one);
    assert.equal(one.journal.others().size, 0, 'its own run is none of them');
    const other = openTab();
    clock.advance(day);
    assert.equal(other.journal.others().size, 4);
    assert.equal(new lib.Journal(storage, 'eve', { now: clock.now }).others().size, 0, 'another user has none');
  });
});

describe('the cards that another tab may have changed', () => {
  test('are read before they are sent, also after its run has ended', async () => {
    const [one, other] = [openTab(), openTab()];
    const run = other.runOf();
    find(run);
    const first = one.runOf();
    clock.advance(1);
    first.start();
    await settled();
    assert.equal(first.state, 'done');
    assert.equal(storage.texts.size, 0);
    run.start();
    await settled();
    assert.deepEqual(run.counts, { saved: 8 });
    assert.equal(written().length, 8, 'nothing is written twice');
  });

  test('are read where it is not known whether they were saved', async () => {
    const [one, other] = [openTab(), openTab()];
    const run = other.runOf();
    linq.respond = ({ method }) => (method === 'PATCH' ? { lost: true } : undefined);
    const first = one.runOf(renaming(cards.slice(0, 3)));
    clock.advance(1);
    first.start();
    await settled();
    assert.deepEqual(first.counts, { unknown: 3 });
    linq.respond = () => undefined;
    run.start();
    await settled();
    assert.deepEqual(run.counts, { saved: 8 });
    assert.equal(written().length, 8, 'nothing is written twice');
  });

  test('are not read where no other tab has noted anything', async () => {
    const [, other] = [openTab(), openTab()];
    clock.advance(1);
    const run = other.runOf();
    run.start();
    await settled();
    assert.ok(linq.requests.every(({ method }) => method === 'PATCH'));
  });
});

describe('a run that a tab has open', () => {
  test('is not dropped by another tab, whatever its age', async () => {
    const [one, other] = [openTab(), openTab()];
    const first = await startPaused(one);
    clock.advance(2 * day);
    assert.deepEqual(
      other.journal.runs([one.journal.id]).map(({ id }) => id),
      [one.journal.id],
    );
    other.journal.clean([one.journal.id]);
    one.journal.clean();
    assert.equal(one.journal.runs()[0].id, one.journal.id, 'nor by its own');
    first.resume();
    await settled();
    assert.deepEqual(first.counts, { saved: 8 });
  });

  test('is dropped once no tab has it open any more', async () => {
    const [one, other] = [openTab(), openTab()];
    await startPaused(one);
    clock.advance(2 * day);
    assert.deepEqual(other.journal.runs(), []);
    other.journal.clean();
    assert.equal(storage.texts.size, 0);
  });
});
