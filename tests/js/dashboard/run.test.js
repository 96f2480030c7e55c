// Runs against a clock that is moved by hand: write budgets, the user's limit, pauses, decisions, and the time that is left.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { FakeClock, FakeLinq, makeCards, numberAt, processorTime, renaming, settled } from './fakes.js';
import { load } from './modules.js';

const minute = 60_000;

let lib;
before(async () => {
  lib = await load('shell/slices.js', 'import/check.js', 'run/row.js', 'run/run.js', 'run/time-left.js');
  await lib.load();
});
after(() => lib?.remove());

let clock;
let linq;
let budgets;
beforeEach(() => {
  clock = new FakeClock();
  budgets = new Map();
});

/** Makes a run that renames this many cards. */
function runOf(count, options) {
  const cards = makeCards(count);
  linq = new FakeLinq(cards);
  const client = new lib.ContactCards({ baseURL: 'https://gateway.example', fetch: linq.fetch });
  const rows = lib.checkRows(renaming(cards), cards);
  return new lib.Run(rows, client, undefined, { clock, budgetOf: (number) => budgets.get(number), ...options });
}

const useUp = (index, ms) => budgets.set(numberAt(index), { remaining: 0, nextWriteAt: new Date(clock.now() + ms) });
const limit = (retry_after, message = 'Rate limit exceeded', code = 1007) => ({
  status: 429,
  error: { code, message, retry_after },
});
const ofUser = (retry_after) => limit(retry_after, 'This user has made too many changes; try again later');
const written = () => linq.writes.map(({ phone_number }) => phone_number);
const resultsOf = ({ rows }) => rows.map(({ result }) => result);

describe('a run and write budgets', () => {
  test('D9 lists the rows whose number has no write left before it is started', () => {
    const run = runOf(3);
    useUp(1, 4 * minute);
    useUp(2, -1);
    lib.atOnce(run.findBlocked());
    assert.deepEqual(resultsOf(run), ['ready', 'held', 'ready']);
    assert.deepEqual(run.rows[1].heldUntil, new Date(clock.now() + 4 * minute));
    assert.deepEqual(run.counts, { ready: 2, held: 1 });
    assert.deepEqual(run.progress, { all: 3, ended: 0 });
    budgets.clear();
    lib.atOnce(run.findBlocked());
    assert.deepEqual(run.counts, { ready: 3 });
    assert.deepEqual(linq.requests, []);
  });

  test('D9 without an agreement, it sends the others and ends', async () => {
    const run = runOf(3);
    useUp(1, 4 * minute);
    lib.atOnce(run.findBlocked());
    // This one is used up after the list was shown.
    useUp(2, minute);
    run.start();
    await settled();
    assert.equal(run.state, 'done');
    assert.deepEqual(resultsOf(run), ['saved', 'not_sent', 'not_sent']);
    assert.deepEqual(written(), [numberAt(0)]);
    assert.deepEqual(run.rows[1].retryAt, new Date(clock.now() + 4 * minute));
    assert.ok(run.rows.slice(1).every(lib.hasFailed));
    budgets.clear();
    run.again();
    await settled();
    assert.deepEqual(run.counts, { saved: 3 });
  });

  test('D9 without an agreement, it sends no row that was shown as held, although its time has come since', async () => {
    for (const wait of [false, true]) {
      const run = runOf(3);
      useUp(1, minute);
      lib.atOnce(run.findBlocked());
      budgets.clear();
      clock.advance(2 * minute);
      run.start({ wait });
      await settled();
      assert.deepEqual(resultsOf(run), ['saved', wait ? 'saved' : 'not_sent', 'saved']);
      run.again();
      await settled();
      assert.deepEqual(run.counts, { saved: 3 });
    }
  });

  test('D9 with an agreement, it sends each at its time, after its card was read again', async () => {
    const run = runOf(3);
    useUp(0, 5 * minute);
    useUp(1, 2 * minute);
    lib.atOnce(run.findBlocked());
    run.start({ wait: true });
    await settled();
    assert.deepEqual(resultsOf(run), ['held', 'held', 'saved']);
    assert.equal(run.state, 'running');
    assert.equal(run.timeLeft, 5 * minute);
    budgets.clear();
    clock.advance(2 * minute - 1);
    await settled();
    assert.equal(linq.requests.length, 1);
    clock.advance(1);
    await settled();
    assert.deepEqual(resultsOf(run), ['held', 'saved', 'saved']);
    clock.advance(3 * minute);
    await settled();
    assert.equal(run.state, 'done');
    assert.deepEqual(
      linq.requests.map(({ method, phone_number }) => [method, phone_number]),
      [
        ['PATCH', numberAt(2)],
        ['GET', numberAt(1)],
        ['PATCH', numberAt(1)],
        ['GET', numberAt(0)],
        ['PATCH', numberAt(0)],
      ],
    );
  });

  test('D9 a card that has the values by then is saved, and not sent', async () => {
    const run = runOf(1);
    useUp(0, minute);
    run.start({ wait: true });
    linq.change(numberAt(0), { first_name: 'New' });
    budgets.clear();
    clock.advance(minute);
    await settled();
    assert.deepEqual(resultsOf(run), ['saved']);
    assert.deepEqual(linq.writes, []);
    assert.equal(run.rows[0].before, undefined, 'this run has nothing to undo there');
  });

  for (const [choice, result, first_name] of [
    ['send', 'saved', 'New'],
    ['skip', 'skipped', 'Other'],
  ])
    test(`D9 a card that was changed elsewhere is held for a decision: ${choice}`, async () => {
      const run = runOf(2);
      useUp(0, minute);
      run.start({ wait: true });
      linq.change(numberAt(0), { first_name: 'Other' });
      budgets.clear();
      clock.advance(minute);
      await settled();
      assert.deepEqual(resultsOf(run), ['changed_elsewhere', 'saved']);
      assert.equal(run.state, 'running', 'it has not ended');
      assert.equal(run.rows[0].card.first_name, 'Other');
      assert.deepEqual(written(), [numberAt(1)]);
      run.decide(run.rows[0], choice);
      run.decide(run.rows[0], choice);
      await settled();
      assert.deepEqual(resultsOf(run), [result, 'saved']);
      assert.equal(run.state, 'done');
      run.again();
      await settled();
      assert.deepEqual(resultsOf(run), [result, 'saved'], 'what was skipped is not sent again');
      assert.equal(linq.cards.get(numberAt(0)).first_name, first_name);
    });

  test('what was cancelled before a decision waits for it again, in flight or not', async () => {
    const run = runOf(6);
    for (const index of [0, 1]) linq.change(numberAt(index), { first_name: 'Other' });
    const releases = [];
    linq.respond = ({ method, phone_number }) =>
      method === 'GET' && phone_number === numberAt(1)
        ? { hold: new Promise((settle) => releases.push(settle)) }
        : undefined;
    run.start({ knownAt: 0 });
    await settled();
    assert.deepEqual(resultsOf(run).slice(0, 2), ['changed_elsewhere', 'sending']);
    run.cancel();
    linq.respond = () => undefined;
    for (const release of releases) release();
    await settled();
    assert.deepEqual(resultsOf(run).slice(0, 2), ['cancelled', 'cancelled']);
    run.again();
    await settled();
    assert.deepEqual(resultsOf(run).slice(0, 2), ['changed_elsewhere', 'changed_elsewhere']);
    assert.deepEqual(
      [0, 1].map((index) => linq.cards.get(numberAt(index)).first_name),
      ['Other', 'Other'],
    );
  });

  test('what was cancelled is compared before it is sent after all', async () => {
    const run = runOf(5);
    run.start();
    run.cancel();
    await settled();
    assert.deepEqual(run.counts, { saved: 4, cancelled: 1 });
    const { phone_number } = run.rows[4].params;
    linq.change(phone_number, { first_name: 'Other' });
    run.again();
    await settled();
    assert.equal(run.rows[4].result, 'changed_elsewhere');
    assert.equal(linq.cards.get(phone_number).first_name, 'Other');
  });

  test('D9 a field that the list has not changed is compared as well, and others are not', async () => {
    const cards = makeCards(2);
    linq = new FakeLinq(cards);
    const client = new lib.ContactCards({ baseURL: 'https://gateway.example', fetch: linq.fetch });
    const list = renaming(cards);
    list[0].params.last_name = 'Doe';
    const run = new lib.Run(lib.checkRows(list, cards), client, undefined, {
      clock,
      budgetOf: (number) => budgets.get(number),
    });
    useUp(0, minute);
    useUp(1, minute);
    run.start({ wait: true });
    for (const index of [0, 1]) linq.change(numberAt(index), { last_name: 'Roe' });
    budgets.clear();
    clock.advance(minute);
    await settled();
    assert.deepEqual(resultsOf(run), ['changed_elsewhere', 'saved']);
    assert.equal(linq.cards.get(numberAt(1)).last_name, 'Roe');
  });

  test('D9 a 429 of the number has its row wait if that was agreed to', async () => {
    const run = runOf(2);
    linq.respond = ({ method, phone_number }) =>
      method === 'PATCH' && phone_number === numberAt(0) && written().length === 1 ? limit(90) : undefined;
    run.start({ wait: true });
    await settled();
    assert.deepEqual(resultsOf(run), ['held', 'saved']);
    assert.deepEqual(run.rows[0].heldUntil, new Date(clock.now() + 90_000));
    clock.advance(90_000);
    await settled();
    assert.deepEqual(resultsOf(run), ['saved', 'saved']);
    assert.deepEqual(
      linq.requests.map(({ method, phone_number }) => [method, phone_number]),
      [
        ['PATCH', numberAt(0)],
        ['PATCH', numberAt(1)],
        ['GET', numberAt(0)],
        ['PATCH', numberAt(0)],
      ],
    );
    assert.equal(run.rows[0].tries, 2);
  });

  test('D9 a 429 of the number ends its row otherwise, with the time', async () => {
    const run = runOf(2);
    linq.respond = ({ phone_number }) => (phone_number === numberAt(0) ? limit(90) : undefined);
    run.start();
    await settled();
    assert.deepEqual(resultsOf(run), ['refused', 'saved']);
    assert.deepEqual(run.rows[0].retryAt, new Date(clock.now() + 90_000));
    assert.equal(run.state, 'done');
  });

  test('nothing is sent at its time while the run is paused', async () => {
    const run = runOf(1);
    useUp(0, minute);
    run.start({ wait: true });
    run.pause();
    budgets.clear();
    clock.advance(2 * minute);
    await settled();
    assert.deepEqual(linq.requests, []);
    run.resume();
    await settled();
    assert.deepEqual(run.counts, { saved: 1 });
  });

  test('cancelling takes back what waits for a time or a decision', async () => {
    const run = runOf(3);
    useUp(0, minute);
    useUp(1, 2 * minute);
    run.start({ wait: true });
    linq.change(numberAt(0), { first_name: 'Other' });
    budgets.clear();
    clock.advance(minute);
    await settled();
    assert.deepEqual(resultsOf(run), ['changed_elsewhere', 'held', 'saved']);
    run.cancel();
    assert.deepEqual(resultsOf(run), ['cancelled', 'cancelled', 'saved']);
    assert.equal(run.state, 'done');
    clock.advance(10 * minute);
    await settled();
    assert.equal(linq.writes.length, 1);
  });
});

describe('a run and the limit of the user', () => {
  test('D9 pauses as a whole until the time of the 429, and goes on by itself', async () => {
    const run = runOf(10);
    let free = 2;
    linq.respond = ({ method }) => {
      if (method !== 'PATCH' || free > 0) free -= Number(method === 'PATCH');
      else return ofUser(30);
      return undefined;
    };
    run.start();
    await settled();
    assert.equal(run.state, 'paused');
    assert.equal(run.halted, 'limited');
    assert.deepEqual(run.resumesAt, new Date(clock.now() + 30_000));
    assert.deepEqual(run.counts, { saved: 2, waiting: 8 }, 'no row has failed');
    const before = linq.requests.length;
    free = 100;
    clock.advance(29_999);
    await settled();
    assert.equal(linq.requests.length, before);
    clock.advance(1);
    await settled();
    assert.equal(run.state, 'done');
    assert.deepEqual(run.counts, { saved: 10 });
    assert.equal(run.halted, undefined);
    const delayed = linq.requests.slice(before, before + 2).map(({ method }) => method);
    assert.deepEqual(delayed, ['GET', 'GET'], 'rows that were refused are compared before they are sent again');
  });

  test('D9 is distinguished from that of a number by what is left for the number, and by the code', async () => {
    for (const [response, remaining, halted] of [
      [limit(30), 0, undefined],
      [limit(30), 2, 'limited'],
      [limit(30, 'Too many requests', 4000), 0, 'limited'],
      [{ status: 429, error: { code: undefined, retry_after: 30 } }, 0, 'limited'],
    ]) {
      const run = runOf(1);
      linq.respond = () => {
        budgets.set(numberAt(0), { remaining, nextWriteAt: null });
        return response;
      };
      run.start();
      await settled();
      assert.equal(run.halted, halted, JSON.stringify([response, remaining]));
    }
  });

  test('a read that is refused by it pauses the run as well', async () => {
    const run = runOf(1);
    useUp(0, minute);
    run.start({ wait: true });
    budgets.clear();
    linq.respond = ({ method }) => (method === 'GET' ? limit(20) : undefined);
    clock.advance(minute);
    await settled();
    assert.equal(run.halted, 'limited');
    assert.deepEqual(run.counts, { waiting: 1 });
    linq.respond = () => undefined;
    clock.advance(20_000);
    await settled();
    assert.deepEqual(run.counts, { saved: 1 });
  });

  test('a pause of the person ends its countdown', async () => {
    const run = runOf(1);
    linq.respond = () => ofUser(30);
    run.start();
    await settled();
    run.pause();
    assert.equal(run.halted, undefined);
    linq.respond = () => undefined;
    clock.advance(10 * minute);
    await settled();
    assert.equal(run.state, 'paused');
    assert.equal(linq.requests.length, 1);
    run.resume();
    await settled();
    assert.deepEqual(run.counts, { saved: 1 });
  });

  test('cancelling while it is waited for cancels its rows', async () => {
    const run = runOf(3);
    linq.respond = () => ofUser(30);
    run.start();
    await settled();
    run.cancel();
    assert.deepEqual(run.counts, { cancelled: 3 });
    assert.equal(run.state, 'done');
  });
});

test('a run that is cancelled waits for what is in flight, and can’t be paused by the user or a limit', async () => {
  for (const response of [undefined, ofUser(30), { status: 401 }]) {
    const run = runOf(6);
    const releases = [];
    linq.respond = () => ({ ...response, hold: new Promise((settle) => releases.push(settle)) });
    run.start();
    await settled();
    assert.equal(run.isCancelling, false);
    run.cancel();
    run.pause();
    assert.deepEqual([run.state, run.isCancelling], ['running', true]);
    assert.deepEqual(run.counts, { sending: 4, cancelled: 2 });
    for (const release of releases.splice(0, 3)) release();
    await settled();
    assert.deepEqual([run.state, run.isCancelling, run.halted], ['running', true, undefined]);
    assert.equal(run.counts.sending, 1);
    for (const release of releases) release();
    await settled();
    assert.deepEqual([run.state, run.isCancelling], ['done', false]);
  }
});

test('cancelling a run whose requests are in flight sends none of them again, whatever their responses are', async () => {
  for (const response of [ofUser(30), limit(30)]) {
    const run = runOf(6);
    let release;
    const hold = new Promise((settle) => {
      release = settle;
    });
    linq.respond = () => ({ ...response, hold });
    run.start({ wait: true });
    run.cancel();
    release();
    await settled();
    assert.equal(run.state, 'done');
    assert.deepEqual(run.counts, { cancelled: 6 });
    clock.advance(5 * minute);
    await settled();
    assert.equal(linq.requests.length, 4);
  }
});

test('a row that is cancelled before another try has nothing of the earlier one', async () => {
  const run = runOf(5);
  linq.respond = () => ({ status: 422, error: { retry_after: 30 }, headers: { 'x-trace-id': 'trace-1' } });
  run.start();
  await settled();
  const [row] = run.rows.slice(-1);
  assert.equal(row.traceId, 'trace-1');
  run.again();
  run.cancel();
  assert.deepEqual([row.result, row.reason], ['cancelled', 'It was not sent again.']);
  assert.deepEqual([row.error, row.traceId, row.retryAt], [undefined, undefined, undefined]);
});

test('a row of which it is not known whether it was saved stays so until its card was read', async () => {
  const run = runOf(1);
  linq.respond = () => ({ lost: true });
  run.start();
  await settled();
  assert.deepEqual(run.counts, { unknown: 1 });
  linq.respond = () => limit(30);
  run.again();
  await settled();
  assert.equal(run.halted, 'limited');
  linq.respond = () => ({ lost: true });
  clock.advance(30_000);
  await settled();
  assert.deepEqual(run.counts, { unknown: 1 });
  linq.respond = () => undefined;
  run.again();
  await settled();
  assert.deepEqual(run.counts, { saved: 1 });
  assert.equal(linq.writes.length, 1);
  assert.equal(run.rows[0].before.first_name, 'Old');
});

test('a row of which it is not known whether it was saved stays so where it isn’t sent again', async () => {
  for (const unsent of [
    (run) => {
      run.again();
      run.cancel();
    },
    (run) => {
      useUp(4, minute);
      lib.atOnce(run.findBlocked());
      run.again();
    },
  ]) {
    const run = runOf(5);
    // The last row is the only one of which that isn't known.
    linq.respond = ({ phone_number }) => (phone_number === numberAt(4) ? { lost: true } : undefined);
    run.start();
    await settled();
    assert.deepEqual(run.counts, { saved: 4, unknown: 1 });
    linq.respond = ({ method }) => (method === 'GET' ? { status: 500 } : undefined);
    unsent(run);
    await settled();
    assert.equal(run.state, 'done');
    assert.deepEqual(run.counts, { saved: 4, unknown: 1 });
    assert.ok(run.rows[4].reason);
    budgets.clear();
  }
});

describe('a pause', () => {
  test('sends nothing after it returns, also where a card was being read', async () => {
    const run = runOf(8);
    let release;
    const hold = new Promise((settle) => {
      release = settle;
    });
    useUp(0, minute);
    linq.respond = () => ({ hold });
    run.start({ wait: true });
    budgets.clear();
    clock.advance(minute);
    run.pause();
    const { length } = linq.requests;
    release();
    await settled();
    assert.equal(linq.requests.length, length);
    assert.equal(run.isBusy, false);
    run.resume();
    await settled();
    assert.deepEqual(run.counts, { saved: 8 });
    assert.equal(linq.writes.length, 8);
  });

  test('from the callback of a row that is about to be sent stops that row', async () => {
    const run = runOf(2);
    run.changed = (row) => {
      if (row?.result === 'sending') run.pause();
    };
    run.start();
    await settled();
    assert.deepEqual(linq.requests, []);
    assert.deepEqual(run.counts, { waiting: 2 });
    run.changed = () => {};
    run.resume();
    await settled();
    assert.deepEqual(run.counts, { saved: 2 });
  });

  test('of more than ten minutes has each card read again before it is sent', async () => {
    const run = runOf(6);
    run.start();
    run.pause();
    await settled();
    const { length } = linq.writes;
    linq.change(numberAt(5), { first_name: 'Other' });
    clock.advance(11 * minute);
    run.resume();
    await settled();
    assert.deepEqual(run.counts, { saved: 5, changed_elsewhere: 1 });
    assert.deepEqual(linq.requests.slice(length).filter(({ method }) => method === 'GET').length, 6 - length);
  });
});

describe('the bookkeeping of a run', () => {
  test('D11 counts as rows change, and takes less than 1 ms a row at 5,000 rows', async () => {
    const count = 5_000;
    const cards = makeCards(count);
    const byNumber = new Map(cards.map((card) => [card.phone_number, card]));
    const client = { update: async (changes) => ({ ...byNumber.get(changes.phone_number), ...changes }) };
    const rows = lib.checkRows(renaming(cards), cards);
    const started = processorTime();
    const run = new lib.Run(rows, client, () => {
      void run?.counts.saved;
      void run?.progress.ended;
      void run?.timeLeft;
    });
    run.start();
    while (run.state !== 'done') await new Promise((settle) => setImmediate(settle));
    const perRow = (processorTime() - started) / count;
    assert.deepEqual(run.counts, { saved: count });
    assert.deepEqual(run.progress, { all: count, ended: count });
    assert.ok(perRow < 1, `${perRow} ms a row`);
  });

  test('D11 agrees with the rows after every change', async () => {
    const run = runOf(12);
    const responses = [undefined, { status: 400 }, { status: 500 }, { lost: true }, limit(60), ofUser(5)];
    linq.respond = ({ method }) => (method === 'PATCH' ? responses[linq.writes.length % responses.length] : undefined);
    run.changed = () => {
      const counts = {};
      for (const { result } of run.rows) counts[result] = (counts[result] ?? 0) + 1;
      assert.deepEqual({ ...run.counts }, counts);
      assert.equal(run.progress.ended, run.rows.filter(lib.hasEnded).length);
    };
    run.start({ wait: true });
    for (let step = 0; step < 60 && run.state !== 'done'; step += 1) {
      await settled();
      if (run.state === 'paused' && run.halted !== 'limited') run.resume();
      clock.advance(10_000);
    }
    assert.equal(run.state, 'done');
    run.again();
    await settled();
  });
});

describe('the time that is left', () => {
  test('is unknown until five rows have ended in a second', () => {
    assert.equal(lib.timeLeft({ ended: 4, open: 10, active: 5_000 }), undefined);
    assert.equal(lib.timeLeft({ ended: 50, open: 10, active: 999 }), undefined);
    assert.equal(lib.timeLeft({ ended: 5, open: 10, active: 1_000 }), 2_000);
  });

  test('is at least what rows wait for', () => {
    assert.equal(lib.timeLeft({ ended: 10, open: 10, active: 1_000, waits: 60_000 }), 60_000);
    assert.equal(lib.timeLeft({ ended: 10, open: 100, active: 1_000, waits: 5_000 }), 10_000);
    assert.equal(lib.timeLeft({ ended: 0, open: 0, active: 0, waits: 5_000 }), 5_000);
    assert.equal(lib.timeLeft({ ended: 10, open: 0, active: 1_000 }), 0);
  });

  test('counts the waits for the user’s limit, and not the pauses of the person', async () => {
    const run = runOf(40);
    const held = [];
    linq.respond = () => ({ hold: new Promise((settle) => held.push(settle)) });
    run.start();
    for (let step = 0; step < 5; step += 1) {
      clock.advance(400);
      for (const release of held.splice(0)) release();
      await settled();
    }
    // 20 rows in 2 seconds.
    assert.equal(run.progress.ended, 20);
    assert.equal(run.timeLeft, 2_000);
    run.pause();
    for (const release of held.splice(0)) release();
    await settled();
    const before = run.timeLeft;
    clock.advance(5 * minute);
    assert.equal(run.timeLeft, before);
    linq.respond = () => ofUser(60);
    run.resume();
    await settled();
    // 24 rows in 62 seconds, and 16 are left.
    assert.equal(Math.round(run.timeLeft / 1_000), Math.max(60, Math.round((62 / 24) * 16)));
  });
});

describe('a card that may have changed since it was read', () => {
  test('is read before its row is sent, where the list was loaded long before the run', async () => {
    const run = runOf(2, { knownAt: clock.now() - 8 * 60 * minute });
    linq.change(numberAt(0), { first_name: 'Of a colleague' });
    run.start();
    await settled();
    assert.deepEqual(resultsOf(run), ['changed_elsewhere', 'saved']);
    assert.deepEqual(written(), [numberAt(1)]);
  });

  test('is read again where the user decides long after it was shown', async () => {
    const run = runOf(1, { knownAt: 0 });
    linq.change(numberAt(0), { first_name: 'First' });
    run.start();
    await settled();
    clock.advance(60 * minute);
    linq.change(numberAt(0), { first_name: 'Second' });
    run.decide(run.rows[0], 'send');
    await settled();
    assert.deepEqual(resultsOf(run), ['changed_elsewhere']);
    assert.equal(run.rows[0].card.first_name, 'Second');
    run.decide(run.rows[0], 'send');
    await settled();
    assert.deepEqual(written(), [numberAt(0)]);
  });
});

describe('a limit whose time has passed, or that names none', () => {
  for (const [name, response] of [
    ['of the number', limit(0)],
    ['of the user', ofUser(0)],
    ['of the user, without a time', { status: 429, error: { code: 4000, message: 'Slow down' } }],
  ]) {
    test(`${name}, is waited for a minute`, async () => {
      const run = runOf(1);
      let isLimited = true;
      linq.respond = ({ method }) => (isLimited && method === 'PATCH' ? response : undefined);
      run.start({ wait: true });
      await settled();
      clock.advance(minute - 1);
      await settled();
      assert.equal(linq.writes.length, 1, 'no second write is wasted');
      isLimited = false;
      clock.advance(1);
      await settled();
      assert.deepEqual(run.counts, { saved: 1 });
    });
  }
});

test('a row with a picture whose response was lost is saved where the card has its names and another picture', async () => {
  const cards = makeCards(1).map((card) => ({ ...card, image_url: 'https://cdn.linqapp.com/old' }));
  linq = new FakeLinq(cards);
  const client = new lib.ContactCards({ baseURL: 'https://gateway.example', fetch: linq.fetch });
  const [row] = renaming(cards);
  row.params.image_url = 'https://example.com/new.png';
  const run = new lib.Run(lib.checkRows([row], cards), client, undefined, { clock });
  linq.respond = ({ method }) => (method === 'PATCH' ? { lost: true } : undefined);
  run.start();
  await settled();
  assert.deepEqual(run.counts, { unknown: 1 });
  run.again();
  await settled();
  assert.deepEqual(run.counts, { saved: 1 });
  assert.equal(linq.writes.length, 1);
  assert.equal(run.rows[0].before.image_url, 'https://cdn.linqapp.com/old');
});

test('a card that the page knows to have changed since the check is read before it is sent', async () => {
  const known = new Map();
  const run = runOf(2, { cardOf: (number) => known.get(number) });
  linq.change(numberAt(0), { first_name: 'Elsewhere' });
  for (const card of linq.all()) known.set(card.phone_number, card);
  run.start();
  await settled();
  assert.deepEqual(resultsOf(run), ['changed_elsewhere', 'saved']);
  assert.deepEqual(written(), [numberAt(1)]);
});
