// A run that was moved to another tab: the tab that it was in shows that, whatever happens there afterwards.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { FakeClock, FakeLinq, FakeStorage, makeCards, numberAt, renaming, settled } from './fakes.js';
import { load } from './modules.js';

let lib;
before(async () => {
  lib = await load(
    'shell/slices.js',
    'import/check.js',
    'run/run.js',
    'run/journal.js',
    'run/stored-runs.js',
    'import-page/outcome.js',
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
  storage = new FakeStorage();
  cards = makeCards(8);
  linq = new FakeLinq(cards);
});

/** Opens a tab of a browser without Web Locks: only what is stored shows that a run was moved. */
function openTab() {
  const stored = new lib.StoredRuns(storage, 'ada', { now: clock.now });
  const journal = new lib.Journal(stored, { now: clock.now });
  const client = new lib.ContactCards({ baseURL: 'https://gateway.example', fetch: linq.fetch });
  return { stored, journal, client };
}

const runIn = ({ journal, client }, options) =>
  new lib.Run(lib.checkRows(renaming(cards), cards), client, undefined, { clock, journal, ...options });

/** Moves a tab's run to another tab. Returns it as it is there, paused. */
function move(from, to) {
  to.journal.take(from.journal.id);
  return lib.atOnce(to.journal.restoring(linq.all(), to.client, undefined, { clock }));
}

/** Holds the updates from now on. Returns a function that lets them go, with this response. */
function holdUpdates(response) {
  let release;
  const hold = new Promise((settle) => {
    release = settle;
  });
  linq.respond = ({ method }) => (method === 'PATCH' ? { hold, ...response } : undefined);
  return () => {
    linq.respond = () => undefined;
    release();
  };
}

const statesOf = ({ state, halted }) => [state, halted];

describe('a run that was moved to another tab', () => {
  for (const [how, leave] of [
    ['and has left', (run) => run.leave('moved')],
    ['without a notice', () => {}],
  ])
    test(`stays moved once its last updates in flight have ended, ${how}`, async () => {
      cards = cards.slice(0, 5);
      const [one, other] = [openTab(), openTab()];
      const release = holdUpdates({ status: 422 });
      const run = runIn(one);
      run.start();
      await settled();
      move(one, other);
      leave(run);
      release();
      await settled();
      assert.deepEqual(run.counts, { refused: 4, waiting: 1 });
      assert.deepEqual(statesOf(run), ['paused', 'moved']);
      assert.equal(lib.describeState(run), 'Moved to another tab');
      const { length } = linq.requests;
      run.again();
      run.resume();
      await settled();
      assert.equal(linq.requests.length, length);
    });

  test('has ended where its last rows were in flight, which are unconfirmed', async () => {
    cards = cards.slice(0, 3);
    const [one, other] = [openTab(), openTab()];
    const release = holdUpdates({ status: 422 });
    const run = runIn(one);
    run.start();
    run.pause();
    await settled();
    const moved = move(one, other);
    assert.deepEqual([moved.state, moved.counts], ['done', { unknown: 3 }]);
    release();
    await settled();
  });

  test('is not paused by the tab that it was in', async () => {
    const [one, other] = [openTab(), openTab()];
    const run = runIn(one);
    run.start();
    move(one, other);
    run.pause();
    assert.equal(one.stored.list()[0].isPaused, false);
    await settled();
  });

  test('is not cancelled in the tab that it was in', async () => {
    const [one, other] = [openTab(), openTab()];
    const run = runIn(one);
    run.start();
    run.pause();
    await settled();
    const moved = move(one, other);
    run.cancel();
    await settled();
    assert.deepEqual(statesOf(run), ['paused', 'moved']);
    assert.deepEqual(run.counts, { saved: 4, waiting: 4 });
    moved.resume();
    await settled();
    run.cancel();
    assert.deepEqual(statesOf(run), ['paused', 'moved']);
    assert.deepEqual(moved.counts, { saved: 8 });
  });

  test('is resumed in the other tab only, and no decision about it is taken here', async () => {
    const [one, other] = [openTab(), openTab()];
    linq.change(numberAt(7), { first_name: 'Elsewhere' });
    const run = runIn(one, { knownAt: 0 });
    run.start();
    await settled();
    assert.deepEqual(run.counts, { saved: 7, changed_elsewhere: 1 });
    const moved = move(one, other);
    run.decide(run.rows[7], 'skip');
    assert.deepEqual(statesOf(run), ['paused', 'moved']);
    assert.deepEqual(run.counts, { saved: 7, changed_elsewhere: 1 });
    run.resume();
    assert.deepEqual(statesOf(run), ['paused', 'moved']);
    moved.resume();
    moved.decide(moved.rows[7], 'skip');
    await settled();
    assert.deepEqual(moved.counts, { saved: 7, skipped: 1 });
  });

  test('is stopped where it was discarded in another tab, and not cancelled', async () => {
    const one = openTab();
    const run = runIn(one);
    run.start();
    run.pause();
    await settled();
    openTab().stored.drop(one.journal.id);
    run.cancel();
    assert.deepEqual(statesOf(run), ['paused', 'forgotten']);
    assert.equal(lib.describeState(run), 'Stopped');
  });
});
