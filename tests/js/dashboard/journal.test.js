// What is stored of a run on the device: a run is continued after a reload, and nothing is sent twice.
import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { FakeClock, FakeLinq, FakeStorage, makeCards, numberAt, processorTime, renaming, settled } from './fakes.js';
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
  );
  await lib.load();
});
after(() => lib?.remove());

let clock;
let linq;
let storage;
beforeEach(() => {
  clock = new FakeClock();
  storage = new FakeStorage();
});

/** Ends the requests of {@link held} without a response. */
const closed = [];
const held = () => new Promise((_, fail) => closed.push(() => fail(new TypeError('closed'))));
const close = () => closed.splice(0).forEach((end) => void end());
afterEach(async () => {
  close();
  await settled();
});

const client = () => new lib.ContactCards({ baseURL: 'https://gateway.example', fetch: linq.fetch });
const runsOf = (user = 'ada', from = storage) => new lib.StoredRuns(from, user, { now: clock.now });
const journalOf = (user, from) => new lib.Journal(runsOf(user, from), { now: clock.now });

/** Returns the latest run that is stored. */
const latest = () => runsOf().list()[0];

/** Returns the steps in which a run that is stored is continued. */
function restoring(id, journal, ...options) {
  journal.take(id);
  return journal.restoring(...options);
}

/** Continues the latest run that is stored, as in a page that is loaded again. */
function restore() {
  const stored = latest();
  if (!stored) return undefined;
  const run = lib.atOnce(restoring(stored.id, journalOf(), linq.all(), client(), undefined, { clock }));
  // The requests of the page before; the package sends one write of a number after the other.
  close();
  return run;
}

const resultsOf = ({ rows }) => rows.map(({ result }) => result);
const written = () => linq.writes.map(({ phone_number }) => phone_number);

/** Makes a run that renames this many cards, with a row that is invalid. */
function runOf(count, { journal = journalOf(), ...options } = {}) {
  const cards = makeCards(count);
  linq = new FakeLinq(cards);
  const list = [...renaming(cards), { line: 99, lastLine: 99, params: { phone_number: '123' }, problems: [] }];
  return new lib.Run(lib.checkRows(list, cards), client(), undefined, { clock, journal, ...options });
}

/** Starts a run whose rows from this one on never get a response, as in a page that is closed. */
async function interrupted(count, from, fault = {}) {
  const run = runOf(count);
  linq.respond = ({ method, phone_number }) =>
    method === 'PATCH' && phone_number >= numberAt(from) ? { hold: held(), ...fault } : undefined;
  run.start();
  await settled();
  linq.respond = () => undefined;
  return run;
}

describe('a run that was interrupted', () => {
  test('is found, and continues paused with what each row has come to', async () => {
    await interrupted(10, 3, { apply: false });
    // Rows 3 to 6 were being sent. Linq has got row 3.
    linq.change(numberAt(3), { first_name: 'New' });
    const { id, ...found } = latest();
    assert.ok(id);
    assert.deepEqual(found, { at: new Date(clock.now()), all: 10, ended: 3, isPaused: false, undo: undefined });
    const run = restore();
    assert.equal(run.state, 'paused');
    assert.deepEqual(resultsOf(run), [
      ...Array(4).fill('saved'),
      ...Array(3).fill('unknown'),
      ...Array(3).fill('waiting'),
      'invalid',
    ]);
    assert.match(run.rows[10].reason, /^Phone number/);
    assert.deepEqual(run.progress, { all: 10, ended: 7 });
    assert.equal(linq.writes.length, 7);
    run.resume();
    await settled();
    assert.equal(run.state, 'done');
    assert.deepEqual(written().slice(7), [7, 8, 9].map(numberAt));
    // Only when the user wants it, those that were being sent are read, and sent if they weren't saved.
    linq.change(numberAt(4), { first_name: 'New' });
    run.again();
    await settled();
    assert.deepEqual(run.counts, { saved: 10, invalid: 1 });
    assert.deepEqual(written().slice(10), [5, 6].map(numberAt));
    assert.equal(storage.texts.size, 0, 'nothing is left on the device');
  });

  test('is known to be paused once the user has paused it, until it is resumed', async () => {
    const run = await interrupted(10, 3);
    run.pause();
    assert.equal(latest().isPaused, true);
    const restored = restore();
    assert.equal(latest().isPaused, true, 'it stays so in another page');
    restored.resume();
    assert.equal(latest().isPaused, false);
    await settled();
    assert.equal(storage.texts.size, 0);
  });

  test('is not known to be paused once it is cancelled, or where the storage is full by then', async () => {
    const run = await interrupted(10, 3);
    run.pause();
    run.cancel();
    assert.equal(latest().isPaused, false);
    const other = await interrupted(10, 3);
    other.pause();
    storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    other.resume();
    assert.ok(!storage.keys().some((key) => key.endsWith('.paused')));
  });

  for (const undo of [
    5,
    [],
    {},
    { at: 1e300, times: 1 },
    { at: -1, times: 1 },
    { at: 0, times: 0 },
    { at: 0, times: 1e9 },
  ])
    test(`can’t be read where it would undo ${JSON.stringify(undo)}`, () => {
      runsOf().add('a', { at: clock.now(), wait: false, all: 1, ended: 0, undo }, 'of its page', []);
      assert.deepEqual(runsOf().list(), []);
      runsOf().add('a', { at: clock.now(), wait: false, all: 1, ended: 0 }, 'of its page', []);
      assert.equal(runsOf().list().length, 1);
    });

  test('is known to undo another one, also after it was continued', async () => {
    const undo = { at: new Date(clock.now() - minute), times: 2 };
    const run = runOf(10, { undo });
    linq.respond = ({ method }) => (method === 'PATCH' ? { hold: held() } : undefined);
    run.start();
    await settled();
    assert.deepEqual(latest().undo, undo);
    assert.deepEqual(restore().undo, undo);
  });

  test('reads each card before it sends the rows that are left', async () => {
    await interrupted(6, 0, { apply: false });
    const run = restore();
    linq.change(numberAt(5), { first_name: 'Of a colleague' });
    run.resume();
    await settled();
    assert.equal(run.rows[5].result, 'changed_elsewhere');
    assert.ok(!written().includes(numberAt(5)));
  });

  test('can be undone to the values that were overwritten, not to those at the start', async () => {
    const run = runOf(3, { knownAt: 0 });
    linq.change(numberAt(0), { first_name: 'Of a colleague' });
    linq.respond = ({ method, phone_number }) =>
      method === 'PATCH' && phone_number > numberAt(0) ? { hold: held(), apply: false } : undefined;
    run.start();
    await settled();
    run.decide(run.rows[0], 'send');
    await settled();
    assert.deepEqual(resultsOf(run), ['saved', 'sending', 'sending', 'invalid']);
    const { rows: undone } = lib.undoOf(restore().rows, linq.all());
    assert.equal(undone[0].params.first_name, 'Of a colleague');
  });

  test('that was cancelled before stays so', async () => {
    const first = await interrupted(150, 2, { apply: false });
    first.cancel();
    const run = restore();
    assert.deepEqual(run.counts, { saved: 2, unknown: 4, cancelled: 144, invalid: 1 });
  });

  test('can be undone as a whole', async () => {
    await interrupted(4, 2, { apply: false });
    const run = restore();
    run.resume();
    await settled();
    const undo = lib.undoOf(run.rows, linq.all());
    assert.equal(undo.count, 2);
    assert.ok(undo.rows.every(({ params }) => params.first_name === 'Old'));
  });

  test('checks each row again with the cards of now', async () => {
    await interrupted(9, 0, { apply: false });
    linq.change(numberAt(4), { first_name: 'Other' });
    linq.change(numberAt(5), { first_name: 'New' });
    linq.cards.delete(numberAt(6));
    linq.change(numberAt(7), { last_name: 'Roe' });
    const run = restore();
    assert.deepEqual(resultsOf(run).slice(4, 9), ['changed_elsewhere', 'saved', 'not_sent', 'waiting', 'waiting']);
    assert.equal(run.rows[5].reason, 'The card already has these values.');
    assert.equal(run.rows[5].before, undefined, 'this run has nothing to undo there');
    assert.equal(run.counts.unchanged, undefined);
    run.resume();
    await settled();
    assert.deepEqual(written().slice(4), [7, 8].map(numberAt));
    run.decide(run.rows[4], 'send');
    await settled();
    assert.equal(run.state, 'done');
    assert.equal(linq.cards.get(numberAt(4)).first_name, 'New');
  });

  test('sends what has failed before only after it was compared', async () => {
    const first = runOf(3);
    linq.respond = ({ phone_number }) =>
      phone_number === numberAt(0) ? { status: 400 } : { hold: held(), apply: false };
    first.start();
    await settled();
    linq.respond = () => undefined;
    linq.change(numberAt(0), { first_name: 'Other' });
    const run = restore();
    assert.deepEqual(resultsOf(run), ['refused', 'unknown', 'unknown', 'invalid']);
    run.resume();
    await settled();
    run.again();
    await settled();
    assert.deepEqual(resultsOf(run), ['changed_elsewhere', 'saved', 'saved', 'invalid']);
  });

  test('still reads a row of unknown outcome first, where it was to be sent again', async () => {
    const first = runOf(7);
    linq.respond = ({ method }) => (method === 'PATCH' ? { lost: true } : undefined);
    first.start();
    await settled();
    for (let pause = 0; first.state === 'paused' && pause < 9; pause += 1) {
      first.resume();
      await settled();
    }
    assert.deepEqual(first.counts, { unknown: 7, invalid: 1 });
    // The page is closed while the first cards are read again.
    linq.respond = () => ({ hold: held() });
    first.again();
    await settled();
    assert.deepEqual(first.counts, { sending: 4, waiting: 3, invalid: 1 });
    linq.respond = () => undefined;
    linq.change(numberAt(6), { first_name: 'Old' });
    const run = restore();
    assert.deepEqual(run.counts, { saved: 6, waiting: 1, invalid: 1 }, 'saved, and not unchanged');
    run.resume();
    await settled();
    assert.deepEqual(run.counts, { saved: 7, invalid: 1 });
    assert.deepEqual(written().slice(7), [numberAt(6)]);
    assert.equal(lib.undoOf(run.rows, linq.all()).count, 7);
  });

  test('still knows a picture that was saved without a response, where its row was to be sent again', async () => {
    const cards = makeCards(1).map((card) => ({ ...card, image_url: 'https://cdn.linqapp.com/old' }));
    linq = new FakeLinq(cards);
    const [row] = renaming(cards);
    row.params.image_url = 'https://example.com/new.png';
    const rows = lib.checkRows([row], cards);
    const first = new lib.Run(rows, client(), undefined, { clock, journal: journalOf() });
    linq.respond = ({ method }) => (method === 'PATCH' ? { lost: true } : undefined);
    first.start();
    await settled();
    linq.respond = () => ({ hold: held() });
    first.again();
    await settled();
    linq.respond = () => undefined;
    const run = restore();
    run.resume();
    await settled();
    assert.deepEqual(run.counts, { saved: 1 });
    assert.equal(linq.writes.length, 1);
  });

  test('still waits for the time of a row, where that was agreed to', async () => {
    const first = runOf(2, {
      budgetOf: (number) =>
        number === numberAt(0) ? { remaining: 0, nextWriteAt: new Date(Date.UTC(2026, 0, 1) + 5 * minute) } : undefined,
    });
    lib.atOnce(first.findBlocked());
    linq.respond = () => ({ hold: held(), apply: false });
    first.start({ wait: true });
    await settled();
    linq.respond = () => undefined;
    clock.advance(minute);
    const run = restore();
    assert.deepEqual(resultsOf(run), ['held', 'unknown', 'invalid']);
    assert.equal(run.wait, true);
    run.resume();
    await settled();
    assert.deepEqual(written(), [numberAt(1)]);
    clock.advance(4 * minute);
    await settled();
    assert.deepEqual(written(), [numberAt(1), numberAt(0)]);
  });

  test('is continued once: the tab that had it stops, and writes nothing over it', async () => {
    const first = await interrupted(12, 4, { apply: false });
    const run = restore();
    const texts = [...storage.texts];
    // The requests of the first tab have ended, and it would go on.
    await settled();
    first.resume();
    await settled();
    assert.equal(first.halted, 'moved');
    assert.equal(linq.writes.length, 8);
    first.cancel();
    assert.equal(first.halted, 'moved');
    assert.deepEqual([...storage.texts], texts);
    run.resume();
    await settled();
    assert.deepEqual(run.counts, { saved: 8, unknown: 4, invalid: 1 });
    assert.deepEqual(written().slice(8), [8, 9, 10, 11].map(numberAt));
  });

  test('stops in the tab that had it, also where that was paused', async () => {
    const first = runOf(8);
    first.start();
    first.pause();
    await settled();
    restore();
    first.resume();
    await settled();
    assert.equal(first.state, 'paused');
    assert.equal(first.halted, 'moved');
    assert.equal(linq.writes.length, 4);
    first.cancel();
    assert.deepEqual(first.counts, { saved: 4, waiting: 4, invalid: 1 }, 'the other tab sends them');
  });

  test('stops at once in a tab whose run was moved, and can’t be resumed there', async () => {
    const run = runOf(6);
    run.start();
    run.leave('moved');
    await settled();
    assert.deepEqual([run.state, run.halted], ['paused', 'moved']);
    run.resume();
    await settled();
    assert.equal(run.state, 'paused');
    assert.deepEqual(run.counts, { saved: 4, waiting: 2, invalid: 1 });
  });

  test('is discarded alone: a run that another tab sends goes on', async () => {
    const first = await interrupted(6, 1, { apply: false });
    const discarded = latest().id;
    clock.advance(1);
    const cards = makeCards(8, 6);
    linq = new FakeLinq(cards);
    const second = new lib.Run(lib.checkRows(renaming(cards), cards), client(), undefined, {
      clock,
      journal: journalOf(),
    });
    second.start();
    second.pause();
    await settled();
    assert.equal(runsOf().list().length, 2);
    runsOf().drop(discarded);
    assert.deepEqual(
      runsOf()
        .list()
        .map(({ all, ended }) => [all, ended]),
      [[8, 4]],
    );
    second.resume();
    await settled();
    assert.deepEqual(second.counts, { saved: 8 });
    // What was discarded is sent by no page.
    close();
    await settled();
    first.resume();
    await settled();
    assert.equal(first.halted, 'forgotten');
  });

  test('does not disturb another run of the same user in another tab', async () => {
    const first = await interrupted(3, 1, { apply: false });
    const other = journalOf();
    const cards = linq.all();
    const second = new lib.Run(lib.checkRows(renaming(cards, 'Newer'), cards), client(), undefined, {
      clock,
      journal: other,
    });
    clock.advance(1);
    second.start();
    second.pause();
    await settled();
    assert.ok(latest());
    assert.equal(first.state, 'running');
    assert.ok([...storage.texts.keys()].filter((key) => key.endsWith('.rows')).length >= 1);
  });
});

describe('a run that is being restored', () => {
  /** Takes an interrupted run, and returns the steps that restore it, of which the first few are done. */
  async function restoreInPart() {
    await interrupted(120, 4, { apply: false });
    const { id } = latest();
    const journal = journalOf();
    const steps = restoring(id, journal, linq.all(), client(), undefined, { clock });
    for (let step = 0; step < 3; step += 1) assert.equal(steps.next().done, false);
    return { id, journal, steps };
  }

  test('is lost where its user signs out meanwhile', async () => {
    const { journal, steps } = await restoreInPart();
    journal.forget();
    assert.equal(lib.atOnce(steps), 'lost');
    assert.equal(storage.texts.size, 0);
  });

  test('is lost where another page has taken and finished it meanwhile', async () => {
    const { id, steps } = await restoreInPart();
    const run = lib.atOnce(restoring(id, journalOf(), linq.all(), client(), undefined, { clock }));
    run.resume();
    await settled();
    for (let step = 0; run.state !== 'done' && step < 99; step += 1) await settled();
    assert.equal(run.state, 'done');
    assert.equal(lib.atOnce(steps), 'lost');
  });

  test('is lost where another page has it, which goes on', async () => {
    const { id, journal, steps } = await restoreInPart();
    journalOf().take(id);
    assert.equal(lib.atOnce(steps), 'lost');
    journal.release(id);
    assert.equal(latest().id, id);
  });
});

describe('a journal that notes another run', () => {
  /** Starts a run of which four requests wait for their responses, and another one with the same journal. */
  async function startBoth() {
    const journal = journalOf();
    const cards = makeCards(12);
    linq = new FakeLinq(cards);
    const start = (rows) => {
      const run = new lib.Run(lib.checkRows(renaming(rows), cards), client(), undefined, { clock, journal });
      run.start();
      return run;
    };
    /** Starts a run whose requests wait until the returned function is called. */
    const startHeld = async (rows) => {
      let respond;
      const hold = new Promise((settle) => {
        respond = settle;
      });
      linq.respond = () => ({ hold });
      const run = start(rows);
      await settled();
      return [run, respond];
    };
    const [first, endFirst] = await startHeld(cards.slice(0, 4));
    first.leave('moved');
    const [second, endSecond] = await startHeld(cards.slice(4));
    linq.respond = () => undefined;
    return { first, endFirst, second, endSecond };
  }

  test('leaves it as it is when an earlier run ends', async () => {
    const { first, endFirst, second, endSecond } = await startBoth();
    endFirst();
    await settled();
    assert.equal(first.halted, 'moved');
    assert.deepEqual([latest().all, latest().ended], [8, 0]);
    endSecond();
    await settled();
    assert.deepEqual(second.counts, { saved: 8 });
  });

  test('has no row of an earlier run sent', async () => {
    const journal = journalOf();
    const [first, second] = [runOf(8, { journal }), runOf(8, { journal })];
    first.start();
    first.pause();
    second.start();
    await settled();
    first.resume();
    await settled();
    assert.equal(first.halted, 'forgotten');
    assert.deepEqual([second.state, second.counts.saved], ['done', 8]);
  });
});

test('undoes to the card that was read right before a row was sent, also where its response was lost', async () => {
  const cards = makeCards(1);
  linq = new FakeLinq(cards);
  const run = new lib.Run(lib.checkRows(renaming(cards), cards), client(), undefined, {
    clock,
    journal: journalOf(),
    knownAt: 0,
  });
  clock.advance(day / 2);
  const { phone_number } = cards[0];
  linq.change(phone_number, { last_name: 'Elsewhere' });
  linq.respond = ({ method }) => (method === 'PATCH' ? { hold: held() } : undefined);
  run.start();
  await settled();
  const [row] = restore().rows;
  assert.deepEqual([row.result, row.before.last_name], ['saved', 'Elsewhere']);
});

describe('what is stored', () => {
  test('is gone after the end, after a sign-out, and after 24 hours', async () => {
    const ended = runOf(2);
    ended.start();
    await settled();
    assert.equal(storage.texts.size, 0);

    const run = await interrupted(6, 0, { apply: false });
    assert.ok(storage.texts.size > 0);
    const journal = journalOf();
    storage.setItem('of another part of the page', 'x');
    journal.forget();
    assert.deepEqual(storage.keys(), ['of another part of the page']);
    assert.deepEqual(runsOf().list(), []);
    // A run that is sending stops.
    const { length } = linq.writes;
    run.pause();
    run.resume();
    await settled();
    assert.equal(linq.writes.length, length);

    await interrupted(2, 0);
    clock.advance(day - 1);
    assert.ok(latest());
    clock.advance(1);
    assert.equal(restore(), undefined);
    runsOf().clean();
    assert.deepEqual(storage.keys(), ['of another part of the page']);
  });

  test('stops a run when the user signs out, also where the storage refuses', async () => {
    storage.setItem = () => {
      throw new Error('full');
    };
    const journal = journalOf();
    const run = runOf(8, { journal });
    const requests = [];
    linq.respond = () => ({ hold: new Promise((end) => requests.push(end)) });
    run.start();
    await settled();
    journal.forget();
    for (const end of requests) end();
    await settled();
    assert.equal(linq.writes.length, 4, 'those that were in flight');
  });

  test('is gone after a sign-out for that user alone', async () => {
    const run = runOf(8);
    run.start();
    run.pause();
    await settled();
    storage.setItem('linq-contact-card.run.of-no-one.rows', '[]');
    // A page of another user learns of that one's sign-out late.
    journalOf('eve').forget();
    assert.ok(latest());
    assert.ok(!storage.keys().some((key) => key.includes('of-no-one')));
    run.resume();
    await settled();
    assert.deepEqual(run.counts, { saved: 8, invalid: 1 });
  });

  test('is for its user alone, and dropped for another one', async () => {
    await interrupted(2, 0);
    const { id } = latest();
    const left = storage.copy();
    runsOf('eve', left).clean([id]);
    assert.ok(left.texts.size > 0, 'a tab of its user still has it open');
    runsOf('eve', left).clean();
    assert.equal(left.texts.size, 0);
    const copy = storage.copy();
    assert.equal(lib.atOnce(restoring(id, journalOf('eve', copy), linq.all(), client())), 'unreadable');
    assert.equal(copy.texts.size, 0);
    assert.ok(latest());
  });

  test('has no phone number in its keys', async () => {
    await interrupted(2, 0);
    assert.ok(
      storage.keys().every((key) => !key.includes('1444000000')),
      storage.keys().join(' '),
    );
  });

  test('that is corrupt or foreign is dropped, and no row of it is sent', async () => {
    await interrupted(3, 0, { apply: false });
    const keys = storage.keys();
    const [id] = keys.filter((key) => /^linq-contact-card\.run\.[^.]*$/.test(key));
    const sane = JSON.parse(storage.getItem(id));
    const rows = JSON.parse(storage.getItem(`${id}.rows`));
    const changedRow = (values) => [{ ...rows[0], ...values }, ...rows.slice(1)];
    for (const [key, text] of [
      [id, '{'],
      [id, 'null'],
      [id, JSON.stringify({ ...sane, version: 2 })],
      [id, JSON.stringify({ ...sane, at: '1' })],
      [id, JSON.stringify({ ...sane, at: clock.now() + minute })],
      [id, JSON.stringify({ ...sane, wait: 1 })],
      [id, `{"__proto__":${JSON.stringify(sane)}}`],
      [`${id}.rows`, '{}'],
      [`${id}.rows`, '[null]'],
      [`${id}.rows`, JSON.stringify(changedRow({ params: { phone_number: 1 } }))],
      [`${id}.rows`, JSON.stringify(changedRow({ params: [] }))],
      [`${id}.rows`, JSON.stringify(changedRow({ card: { ...rows[0].card, phone_number: numberAt(1) } }))],
      [`${id}.rows`, JSON.stringify(changedRow({ card: { ...rows[0].card, is_active: 'yes' } }))],
      [`${id}.rows`, JSON.stringify(changedRow({ line: null }))],
      [`${id}.rows`, JSON.stringify(changedRow({ card: undefined }))],
      [`${id}.0`, 'x'],
      [`${id}.0`, '{"0":{"result":"saved","tries":1}}'],
      [`${id}.0`, '[{"result":"saved","tries":1}]'],
      [`${id}.0`, '[[0,{"result":"constructor","tries":0}]]'],
      [`${id}.0`, '[[0,{"result":"saved","tries":"1"}]]'],
      [`${id}.0`, '[[0,{"result":"held","tries":0,"heldUntil":"soon"}]]'],
      [`${id}.0`, '[[0,{"result":"waiting","tries":0,"wasUnknown":1}]]'],
      [`${id}.0`, '[[99,{"result":"saved","tries":1}]]'],
      [`${id}.0`, '[[-1,{"result":"saved","tries":1}]]'],
      [`${id}.0`, '[["x",{"result":"saved","tries":1}]]'],
      [`${id}.0`, '[[0,{"__proto__":{"result":"saved","tries":1}}]]'],
    ]) {
      const copy = storage.copy();
      copy.setItem(key, text);
      const steps = restoring(latest().id, journalOf('ada', copy), linq.all(), client());
      assert.equal(lib.atOnce(steps), 'unreadable', `${key}: ${text}`);
      assert.deepEqual(copy.keys(), [], `${key}: ${text}`);
    }
  });

  test('that was edited is checked as a list is: what is not valid is not sent', async () => {
    await interrupted(6, 0, { apply: false });
    const key = storage.keys().find((each) => each.endsWith('.rows'));
    const rows = JSON.parse(storage.getItem(key));
    rows[4].params.image_url = 'http://example.com/';
    rows[5].params.phone_number = rows[4].params.phone_number;
    rows[5].card.phone_number = rows[4].params.phone_number;
    storage.setItem(key, JSON.stringify(rows));
    const run = restore();
    assert.deepEqual(resultsOf(run).slice(4, 6), ['not_sent', 'not_sent']);
  });
});

describe('a storage that is full or refuses', () => {
  for (const [name, failing] of [
    ['refuses everything', () => true],
    ['is full for the rows', (key) => key.endsWith('.rows')],
    ['is full in the middle', (_, text) => text.includes('[2,')],
  ])
    test(`that ${name}: the run goes on, and nothing is left by which a row would be sent twice`, async () => {
      const { setItem } = storage;
      storage.setItem = (key, text) => {
        if (failing(key, text)) throw new DOMException('full', 'QuotaExceededError');
        setItem(key, text);
      };
      const journal = journalOf();
      const run = runOf(5, { journal });
      const isOfRows = (key) => key !== `linq-contact-card.run.${journal.id}`;
      run.changed = () => {
        if (!journal.isResumable) assert.deepEqual(storage.keys().filter(isOfRows), []);
      };
      run.start();
      await settled();
      assert.deepEqual(run.counts, { saved: 5, invalid: 1 });
      assert.equal(journal.isResumable, false);
      assert.equal(storage.texts.size, 0);
    });

  test('that was full for a run before: one that is continued is noted all the same', async () => {
    await interrupted(12, 0, { apply: false });
    const { id } = latest();
    const journal = journalOf();
    const { setItem } = storage;
    storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const cards = makeCards(1, 20);
    const other = new FakeLinq(cards);
    const calls = new lib.ContactCards({ baseURL: 'https://gateway.example', fetch: other.fetch });
    new lib.Run(lib.checkRows(renaming(cards), cards), calls, undefined, { clock, journal }).start();
    await settled();
    assert.equal(journal.isResumable, false);
    storage.setItem = setItem;
    const run = lib.atOnce(restoring(id, journal, linq.all(), client(), undefined, { clock }));
    close();
    run.changed = (row) => row?.result === 'saved' && run.pause();
    run.resume();
    await settled();
    assert.ok(run.counts.saved > 0);
    assert.equal(restore().counts.saved, run.counts.saved);
  });

  test('that refuses leaves a run as it is that can’t be continued', async () => {
    await interrupted(6, 2, { apply: false });
    const { id } = latest();
    const texts = new Map(storage.texts);
    const { setItem } = storage;
    storage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const journal = journalOf();
    assert.equal(journal.take(id), false);
    assert.equal(journal.id, '');
    assert.deepEqual(storage.texts, texts);
    storage.setItem = setItem;
    assert.equal(restore().counts.saved, 2);
  });

  test('that throws at every call is no reason to fail', async () => {
    const fail = () => {
      throw new DOMException('denied', 'SecurityError');
    };
    const refusing = { getItem: fail, setItem: fail, removeItem: fail, keys: fail };
    assert.deepEqual(runsOf('ada', refusing).list(), []);
    const journal = journalOf('ada', refusing);
    const run = runOf(2, { journal });
    run.start();
    await settled();
    assert.deepEqual(run.counts, { saved: 2, invalid: 1 });
    journal.forget();
  });
});

test('D11 a run of 5,000 rows is continued in slices, with less than 1 ms a row for its entries', async () => {
  const count = 5_000;
  const cards = makeCards(count);
  linq = new FakeLinq(cards);
  const calls = { update: async (changes) => ({ ...cards[0], ...changes }) };
  const run = new lib.Run(lib.checkRows(renaming(cards), cards), calls, undefined, { clock, journal: journalOf() });
  run.changed = () => {
    if (run.progress.ended === count / 2) run.pause();
  };
  const started = processorTime();
  run.start();
  while (run.state !== 'paused' || run.isBusy) await new Promise((settle) => setImmediate(settle));
  const perRow = (processorTime() - started) / (count / 2);
  assert.ok(perRow < 1, `${perRow} ms a row`);
  const steps = restoring(latest().id, journalOf(), cards, calls, undefined, { clock });
  let slices = 1;
  for (; !steps.next().done; slices += 1);
  assert.ok(slices > 100, `${slices} slices`);
});
