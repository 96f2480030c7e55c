// Runs of two tabs: no number is sent by both, and a card that the other tab may have changed is read first.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { FakeClock, FakeLinq, FakeLocks, FakeStorage, makeCards, numberAt, renaming, settled } from './fakes.js';
import { load } from './modules.js';

const minute = 60_000;
const day = 24 * 60 * minute;

let lib;
before(async () => {
  lib = await load(
    'shell/slices.js',
    'import/check.js',
    'run/row.js',
    'run/run.js',
    'run/journal.js',
    'run/stored-runs.js',
    'run/undo.js',
    'import-page/other-runs.js',
    'import-page/run-locks.js',
    'import-page/runs.js',
  );
  await lib.load();
});
after(() => lib?.remove());

let clock;
let storage;
let linq;
let cards;
beforeEach(() => {
  clock = new FakeClock();
  clock.time = Date.now();
  storage = new FakeStorage();
  cards = makeCards(8);
  linq = new FakeLinq(cards);
});

/** Opens a tab, which reads the cards. It is notified of what other tabs store. */
function openTab(locks = new FakeLocks()) {
  const { now } = clock;
  let knownAt = now();
  let known = cards;
  const view = storage.tab((key) => others.changed(key));
  const stored = new lib.StoredRuns(view, 'ada', { now });
  const lock = new lib.RunLocks(locks);
  const others = new lib.OtherRuns(stored, lock, now);
  const journal = new lib.Journal(stored, { lock, now });
  const client = new lib.ContactCards({ baseURL: 'https://gateway.example', fetch: linq.fetch });
  const cardOf = (number) => known.find(({ phone_number }) => phone_number === number);
  const account = {
    client,
    cardOf,
    cards: () => known,
    readAt: () => knownAt,
    load: async () => {
      tab.loads += 1;
      if (!tab.canLoad) return;
      knownAt = now();
      known = linq.all();
    },
  };
  /** Makes the run of rows, checked with those cards. */
  const runOf = (rows = renaming(cards), options = {}) =>
    new lib.Run(lib.checkRows(rows, cards), client, undefined, { clock, journal, knownAt, cardOf, ...options });
  const runs = new lib.Runs(account, journal, others, () => {});
  /** Starts a run as the page does it, or sends what has failed again. */
  const begin = async (run, action = 'start') => {
    clock.advance(1);
    await runs.refreshCards();
    run[action]({ knownAt: runs.knownAt({ run }) });
  };
  const tab = { journal, stored, others, client, runs, runOf, begin, loads: 0, canLoad: true };
  return tab;
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
    await other.begin(run);
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
    await other.begin(run);
    await settled();
    assert.deepEqual(run.counts, { saved: 4, not_sent: 4 });
    first.resume();
    await settled();
    await other.begin(run, 'again');
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
    await other.begin(run);
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
    await other.begin(run);
    await settled();
    assert.deepEqual(run.counts, { changed_elsewhere: 4, not_sent: 4 });
    assert.equal(run.rows[7].otherRunAt, undefined);
    for (const row of run.rows.slice(0, 4)) run.decide(row, 'send');
    await settled();
    assert.deepEqual(run.counts, { saved: 4, not_sent: 4 });
    await other.begin(run, 'again');
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

  for (const [name, locks] of [
    ['', new FakeLocks()],
    [', where the browser has no locks', undefined],
  ])
    test(`are those of a run that was moved to another tab, too${name}`, async () => {
      const [one, other] = [openTab(locks), openTab(locks)];
      const first = await startPaused(one);
      assert.equal(other.journal.take(one.journal.id), true);
      const moved = lib.atOnce(other.journal.restoring(linq.all(), other.client, undefined, { clock }));
      await settled();
      const run = one.runOf(renaming(cards, 'Newer'));
      find(run);
      assert.deepEqual(run.counts, { ready: 4, in_other_run: 4 });
      first.resume();
      await one.begin(run);
      moved.resume();
      await settled();
      assert.deepEqual(moved.counts, { saved: 8 });
      assert.deepEqual(run.counts, { changed_elsewhere: 4, not_sent: 4 });
      assert.equal(written().length, 8, 'each number once');
    });

  test('are known where the other run was interrupted, is too old, or is of the tab itself', async () => {
    const one = openTab();
    await startPaused(one);
    assert.equal(one.journal.others().size, 0, 'its own run is none of them');
    const other = openTab();
    clock.advance(day);
    assert.equal(other.journal.others().size, 4);
    assert.equal(new lib.StoredRuns(storage, 'eve', { now: clock.now }).numbers().size, 0, 'another user has none');
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
    await other.begin(run);
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
    await other.begin(run);
    await settled();
    assert.deepEqual(run.counts, { saved: 8 });
    assert.equal(written().length, 8, 'nothing is written twice');
  });

  test('are read with the list, once, where the other run was about other numbers', async () => {
    const [one, other] = [openTab(), openTab()];
    const run = other.runOf(renaming(cards.slice(1)));
    clock.advance(1);
    one.runOf(renaming(cards.slice(0, 1))).start();
    await settled();
    await other.begin(run);
    await settled();
    assert.deepEqual(run.counts, { saved: 7 });
    assert.equal(other.loads, 1);
    assert.ok(linq.requests.every(({ method }) => method === 'PATCH'));
  });

  test('are read one by one where the list can’t be loaded', async () => {
    const [one, other] = [openTab(), openTab()];
    other.canLoad = false;
    const run = other.runOf();
    clock.advance(1);
    one.runOf(renaming(cards.slice(0, 1))).start();
    await settled();
    await other.begin(run);
    await settled();
    assert.deepEqual(run.counts, { saved: 8 });
    assert.equal(written().length, 8, 'nothing is written twice');
  });

  test('are read one by one before an undo', async () => {
    const tab = openTab();
    const first = tab.runOf();
    first.start();
    await settled();
    const rows = lib.checkRows(lib.undoOf(first.rows, linq.all()).rows, linq.all());
    const undoing = new lib.Run(rows, tab.client, undefined, { clock, journal: tab.journal });
    undoing.start({ knownAt: tab.runs.knownAt({ run: undoing, previous: { run: first } }) });
    await settled();
    assert.deepEqual(undoing.counts, { saved: 8 });
    assert.equal(linq.requests.filter(({ method }) => method === 'GET').length, 8);
  });

  test('are not read again by a run that has started, whatever another tab notes', async () => {
    const [one, other] = [openTab(), openTab()];
    const run = other.runOf(renaming(cards.slice(1)));
    clock.advance(1);
    await other.begin(run);
    one.runOf(renaming(cards.slice(0, 1))).start();
    await settled();
    assert.deepEqual(run.counts, { saved: 7 });
    assert.ok(linq.requests.every(({ method }) => method === 'PATCH'));
  });

  test('are read once a run is closed whose numbers aren’t known, as the storage is full', async () => {
    const locks = new FakeLocks();
    const { setItem } = storage;
    storage.setItem = (key, text) => {
      if (key.endsWith('.rows')) throw new DOMException('full', 'QuotaExceededError');
      setItem(key, text);
    };
    const one = openTab(locks);
    const first = await startPaused(one);
    clock.advance(1);
    const other = openTab(locks);
    const run = other.runOf();
    const { unknown } = await other.others.find();
    assert.equal(unknown, one.journal.id);
    clock.advance(1);
    first.resume();
    await settled();
    assert.deepEqual(await other.others.find(), { run: undefined, isOpen: false, unknown: undefined });
    await other.begin(run);
    await settled();
    assert.deepEqual(run.counts, { saved: 8 });
    assert.equal(other.loads, 1);
    assert.equal(written().length, 8, 'nothing is written twice');
  });

  test('are not read where no other tab has noted anything', async () => {
    const [, other] = [openTab(), openTab()];
    clock.advance(1);
    const run = other.runOf();
    await other.begin(run);
    await settled();
    assert.equal(other.loads, 0);
    assert.ok(linq.requests.every(({ method }) => method === 'PATCH'));
  });
});

describe('a run that a tab has open', () => {
  test('is not dropped by another tab, whatever its age', async () => {
    const [one, other] = [openTab(), openTab()];
    const first = await startPaused(one);
    clock.advance(2 * day);
    assert.deepEqual(
      other.stored.list([one.journal.id]).map(({ id }) => id),
      [one.journal.id],
    );
    other.stored.clean([one.journal.id]);
    await one.others.clean();
    assert.ok(one.stored.header(one.journal.id), 'nor by its own');
    first.resume();
    await settled();
    assert.deepEqual(first.counts, { saved: 8 });
  });

  test('is dropped once no tab has it open any more', async () => {
    const [one, other] = [openTab(), openTab()];
    await startPaused(one);
    clock.advance(2 * day);
    assert.deepEqual(other.stored.list(), []);
    other.stored.clean();
    assert.equal(storage.texts.size, 0);
  });
});
