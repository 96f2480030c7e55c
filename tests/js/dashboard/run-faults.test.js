// Runs with random faults, pauses, reloads and waits: each row ends with one result, and none is written twice.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FakeClock, FakeLinq, FakeStorage, makeCards, numberAt, renaming, settled } from './fakes.js';
import { load } from './modules.js';

const runs = 150;
const rowCount = 9;

let lib;
before(async () => {
  lib = await load(
    'shell/slices.js',
    'import/check.js',
    'run/row.js',
    'run/run.js',
    'run/journal.js',
    'run/stored-runs.js',
  );
  await lib.load();
});
after(() => lib?.remove());

/** A generator of numbers from 0 to below 1 that repeats itself for the same seed. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The faults of a write. Those with `apply: false` or a status have not saved it. */
const faults = [
  () => ({ status: 400 }),
  () => ({ status: 500 }),
  () => ({ status: 429, error: { code: 1007, message: 'Rate limit exceeded', retry_after: 45 } }),
  () => ({ status: 429, error: { code: 1007, message: 'This user has made too many changes', retry_after: 20 } }),
  () => ({ lost: true }),
  () => ({ lost: true, apply: false }),
  () => ({ status: 401 }),
];

/** Runs a list once with what a seed chooses. */
async function simulate(seed) {
  const random = randomFrom(seed);
  const chance = (probability) => random() < probability;
  const clock = new FakeClock();
  const linq = new FakeLinq(makeCards(rowCount));
  const budgets = new Map(
    linq
      .all()
      .filter(() => chance(0.15))
      .map(({ phone_number }) => [
        phone_number,
        { remaining: 0, nextWriteAt: new Date(clock.now() + 60_000 * Math.ceil(9 * random())) },
      ]),
  );
  const options = { clock, budgetOf: (number) => budgets.get(number) };
  /** The requests that are held until they are released. */
  const held = [];
  let isSending = true;
  linq.respond = ({ method }) => {
    assert.ok(isSending, `seed ${seed}: a request while the run was paused`);
    const fault = chance(0.3) ? faults[Math.floor(random() * faults.length)]() : {};
    if (chance(0.5)) fault.hold = new Promise((settle) => held.push(settle));
    return method === 'PATCH' ? fault : { hold: fault.hold, lost: chance(0.1) };
  };
  let storage = new FakeStorage();
  let page = 0;
  let run;
  /** How often each row has ended in its page. */
  let ends = new Map();
  /** Whether the page was closed between the entry of a row and its request. */
  let isClosed = false;
  const open = (make) => {
    page += 1;
    const current = page;
    const linqClient = new lib.ContactCards({ baseURL: 'https://gateway.example', fetch: linq.fetch });
    const client = {
      retrieve: (...args) => linqClient.retrieve(...args),
      update(...args) {
        assert.equal(current, page, `seed ${seed}: a page that was left has sent something`);
        isClosed ||= chance(0.03);
        return isClosed ? new Promise(() => {}) : linqClient.update(...args);
      },
    };
    isClosed = false;
    ends = new Map();
    run = make(client, (row) => {
      if (current === page && row && lib.hasEnded(row)) ends.set(row, (ends.get(row) ?? 0) + 1);
    });
  };
  open((client, changed) => {
    const journal = journalOf(storage, clock);
    return new lib.Run(lib.checkRows(renaming(linq.all()), linq.all()), client, changed, { ...options, journal });
  });
  if (chance(0.7)) lib.atOnce(run.findBlocked());
  run.start({ wait: chance(0.7) });
  for (let step = 0; run.state !== 'done'; step += 1) {
    assert.ok(step < 500, `seed ${seed}: ${run.state} ${run.halted} ${JSON.stringify(run.counts)}`);
    if (isClosed || chance(0.3)) {
      // A reload at any moment: the requests of the page before may still arrive, but their responses don't.
      const before = run;
      storage = leave(storage);
      for (const release of held.splice(0)) release();
      before.pause();
      isSending = false;
      await settled();
      isSending = true;
      open((client, changed) => restore(storage, linq, client, changed, options));
      if (!run) {
        assert.equal(before.rows.filter(lib.hasEnded).length, rowCount, `seed ${seed}: a run that was lost`);
        return { linq, run: before, storage, clock };
      }
      const isEnded = run.rows.every((row) => !row.changes || lib.hasEnded(row));
      assert.equal(run.state, isEnded ? 'done' : 'paused', `seed ${seed}`);
    }
    if (chance(0.2)) linq.change(numberAt(Math.floor(random() * rowCount)), { first_name: 'Elsewhere' });
    if (chance(0.2)) {
      run.pause();
      isSending = false;
      for (const release of held.splice(0)) release();
      await settled();
      isSending = true;
    }
    if (run.state === 'paused' && (run.halted !== 'limited' || chance(0.2))) run.resume();
    for (const release of held.splice(0))
      if (chance(0.7)) release();
      else held.push(release);
    await settled();
    for (const row of run.rows.filter(({ result }) => result === 'changed_elsewhere'))
      if (chance(0.5)) run.decide(row, chance(0.5) ? 'send' : 'skip');
    await settled();
    clock.advance(30_000);
    await settled();
  }
  for (const [row, count] of ends)
    assert.equal(count, 1, `seed ${seed}: ${row.params.phone_number} has ended ${count} times`);
  assert.ok(run.rows.every(lib.hasEnded), `seed ${seed}: ${JSON.stringify(run.counts)}`);
  return { linq, run, storage, clock };
}

/** Takes the storage of a page that is left, as the page that is loaded next finds it. */
function leave(storage) {
  const copy = storage.copy();
  Object.assign(storage, { getItem: () => null, setItem() {}, removeItem() {}, keys: () => [] });
  return copy;
}

const runsOf = (storage, { now }) => new lib.StoredRuns(storage, 'ada', { now });
const journalOf = (storage, { now }) => new lib.Journal(runsOf(storage, { now }), { now });

/** Continues the run that is stored, if there is one. */
function restore(storage, linq, client, changed, options) {
  const [stored] = runsOf(storage, options.clock).list();
  if (!stored) return undefined;
  const journal = journalOf(storage, options.clock);
  journal.take(stored.id);
  return lib.atOnce(journal.restoring(linq.all(), client, changed, options));
}

/**
 * Sends what has failed once more, without faults, and with a reload where `isReloaded`: a row of unknown outcome is not written if its
 * card has its values.
 */
async function sendAgain(seed, { linq, run, storage, clock }, isReloaded) {
  const unknown = run.rows.filter(({ result }) => result === 'unknown');
  const saved = unknown
    .map(({ params }) => params)
    .filter(({ phone_number, first_name }) => linq.cards.get(phone_number).first_name === first_name);
  const { length } = linq.writes;
  linq.respond = () => undefined;
  run.again();
  let last = run;
  if (isReloaded && run.state !== 'done') {
    const left = leave(storage);
    await settled();
    last = restore(left, linq, run.client, undefined, { clock }) ?? run;
    last.resume();
  }
  await settled();
  last.again();
  await settled();
  const again = linq.writes.slice(length).map(({ phone_number }) => phone_number);
  assert.equal(new Set(again).size, again.length, `seed ${seed}: a row was written twice again`);
  for (const { phone_number } of saved) {
    const { result } = last.rows.find(({ params }) => params.phone_number === phone_number);
    assert.equal(result, 'saved', `seed ${seed}`);
    assert.ok(!again.includes(phone_number), `seed ${seed}: a row that was saved is written again`);
  }
}

test(`${runs} runs with random faults, pauses, reloads and waits: each row ends once, and none is written twice`, async () => {
  const all = {};
  for (let seed = 1; seed <= runs; seed += 1) {
    const simulated = await simulate(seed);
    const { linq, run } = simulated;
    for (const { params, result, tries } of run.rows) {
      all[result] = (all[result] ?? 0) + 1;
      // A write that a limit or a sign-out has refused isn't one.
      const { length } = linq.writes.filter(
        ({ phone_number, mayRepeat }) => phone_number === params.phone_number && !mayRepeat,
      );
      const most = ['skipped', 'not_sent', 'unchanged'].includes(result) ? 0 : 1;
      assert.ok(length <= most, `seed ${seed}: ${params.phone_number} is ${result}, and was written ${length} times`);
      if (result === 'saved' && tries > 0) assert.equal(length, 1, `seed ${seed}`);
    }
    await sendAgain(seed, simulated, seed % 2 === 0);
  }
  for (const result of ['saved', 'refused', 'unknown', 'skipped', 'not_sent'])
    assert.ok(all[result] > 0, `no run has had ${result}: ${JSON.stringify(all)}`);
});
