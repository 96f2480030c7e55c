// What an undo has come to, in the rows of the run that it undoes.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { FakeClock, FakeLinq, makeCards, numberAt, renaming, settled } from './fakes.js';
import { load } from './modules.js';

let lib;
before(async () => {
  lib = await load('import/check.js', 'run/row.js', 'run/run.js', 'run/undo.js', 'run/undone.js');
  await lib.load();
});
after(() => lib?.remove());

let clock;
let linq;
beforeEach(() => {
  clock = new FakeClock();
  linq = new FakeLinq(makeCards(4));
});

/** Runs rows to their end. */
async function send(rows, changed) {
  const client = new lib.ContactCards({ baseURL: 'https://gateway.example', fetch: linq.fetch });
  const run = new lib.Run(lib.checkRows(rows, linq.all()), client, changed, { clock, knownAt: 0 });
  run.start();
  await settled();
  assert.equal(run.state, 'done');
  return run;
}

/** Undoes a run, as the page does it. Returns the run that does, and the rows that it undoes. */
async function undo({ run, undone: before }) {
  const { rows, ...rest } = lib.undoOf(run.rows, linq.all());
  const undone = new lib.UndoneRows(run, rest, before);
  const undoing = await send(rows, (row) => row && lib.isSaved(row) && undone.note(row));
  undone.end(undoing.rows);
  return { run: undoing, undone };
}

const resultsOf = ({ rows }) => rows.map(({ result, reason }) => [result, reason]);

const lastingPicture =
  'Picture URL was not undone. A picture can’t be restored: Linq stores a copy of each under an address of its own. Enter the link of the old one.';

describe('the rows of a run that was undone', () => {
  test('are undone, or saved with why they are not, and counted so', async () => {
    const rows = renaming(linq.all());
    rows[1].params.image_url = 'https://example.com/1.png';
    rows[2] = { ...rows[2], params: { phone_number: numberAt(2), image_url: 'https://example.com/2.png' } };
    const run = await send(rows);
    assert.deepEqual(run.counts, { saved: 4 });
    linq.respond = ({ method, phone_number }) =>
      method === 'PATCH' && phone_number === numberAt(3) ? { status: 400 } : undefined;
    await undo({ run });
    assert.deepEqual(resultsOf(run), [
      ['undone', undefined],
      ['undone', lastingPicture],
      ['saved', lastingPicture],
      ['saved', 'It was not undone.'],
    ]);
    assert.deepEqual(run.counts, { undone: 2, saved: 2 });
    assert.deepEqual(run.progress, { all: 4, ended: 4 });
    linq.respond = () => undefined;
    assert.equal(lib.undoOf(run.rows, linq.all()).count, 1, 'what is left to undo');
  });

  test('are undone where someone has written the old values back before, with that reason', async () => {
    const rows = renaming(linq.all());
    rows[1].params.image_url = 'https://example.com/1.png';
    const run = await send(rows);
    linq.change(numberAt(0), { first_name: 'Old' });
    linq.change(numberAt(1), { first_name: 'Old' });
    linq.change(numberAt(2), { first_name: 'Else' });
    const { undone } = await undo({ run });
    assert.equal(linq.writes.length, 5, 'only what has the new values is written');
    assert.deepEqual(resultsOf(run), [
      ['undone', 'The card already had its old values.'],
      ['saved', lastingPicture],
      ['saved', 'First name was not undone. It was changed again since.'],
      ['undone', undefined],
    ]);
    assert.deepEqual(run.counts, { undone: 2, saved: 2 });
    undone.end([]);
    assert.deepEqual(run.counts, { undone: 2, saved: 2 });
  });

  test('are saved again where someone has written the new values back before the undo is undone', async () => {
    const run = await send(renaming(linq.all()));
    const first = await undo({ run });
    linq.change(numberAt(0), { first_name: 'New', is_active: false });
    await undo(first);
    assert.equal(linq.writes.length, 11);
    assert.deepEqual(resultsOf(first.run)[0], ['undone', 'The card already had its old values.']);
    assert.deepEqual(resultsOf(run)[0], ['saved_inactive', 'Linq has not applied it to the device yet.']);
    assert.deepEqual([run.counts, first.run.counts], [{ saved: 3, saved_inactive: 1 }, { undone: 4 }]);
  });

  test('are saved again once the undo is undone, and so on', async () => {
    const run = await send(renaming(linq.all()));
    const first = await undo({ run });
    assert.deepEqual(run.counts, { undone: 4 });
    const second = await undo(first);
    assert.deepEqual([run.counts, first.run.counts], [{ saved: 4 }, { undone: 4 }]);
    await undo(second);
    assert.deepEqual([run.counts, first.run.counts, second.run.counts], [{ undone: 4 }, { saved: 4 }, { undone: 4 }]);
    assert.ok(linq.all().every(({ first_name }) => first_name === 'Old'));
  });
});
