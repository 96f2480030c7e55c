// The list that undoes a run.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FakeClock, FakeLinq, makeCards, numberAt, settled } from './fakes.js';
import { load } from './modules.js';

let lib;
before(async () => {
  lib = await load('import/check.js', 'run/row.js', 'run/run.js', 'run/undo.js');
  await lib.load();
});
after(() => lib?.remove());

/** Runs updates of the first cards, and returns the run and Linq. */
async function ran(updates, respond = () => undefined) {
  const cards = makeCards(updates.length);
  const linq = new FakeLinq(cards);
  linq.respond = respond;
  const run = await send(
    updates.map((fields, index) => ({
      line: index + 2,
      lastLine: index + 2,
      params: { phone_number: numberAt(index), ...fields },
      problems: [],
    })),
    linq,
  );
  return { run, linq, undo: () => lib.undoOf(run.rows, linq.all()) };
}

async function send(rows, linq) {
  const client = new lib.ContactCards({ baseURL: 'https://gateway.example', fetch: linq.fetch });
  const run = new lib.Run(lib.checkRows(rows, linq.all()), client, undefined, { clock: new FakeClock() });
  run.start();
  await settled();
  assert.equal(run.state, 'done');
  return run;
}

describe('an undo', () => {
  test('writes the old values of what was saved, and of nothing else', async () => {
    const { linq, undo } = await ran(
      [{ first_name: 'New', last_name: 'Roe' }, { first_name: 'Old' }, { first_name: 'New' }, { last_name: 'Roe' }],
      ({ phone_number }) => (phone_number === numberAt(2) ? { status: 400 } : undefined),
    );
    const found = undo();
    assert.deepEqual(
      found.rows.map(({ line, params }) => [line, params]),
      [
        [2, { phone_number: numberAt(0), first_name: 'Old', last_name: 'Doe' }],
        [5, { phone_number: numberAt(3), last_name: 'Doe' }],
      ],
    );
    assert.equal(found.count, 2);
    assert.deepEqual(found.cannot, []);
    await send(found.rows, linq);
    assert.deepEqual(linq.all(), makeCards(4));
    assert.deepEqual(undo().count, 0, 'there is nothing left to undo');
  });

  test('lists what it can’t write back: added fields, pictures, what has changed since, cards that are gone', async () => {
    const { run, linq, undo } = await ran([
      { first_name: 'New', image_url: 'https://example.com/a.png' },
      { first_name: 'New', last_name: 'Roe' },
      { first_name: 'New' },
    ]);
    // The last name of this one was empty before.
    delete run.rows[1].before.last_name;
    linq.change(numberAt(1), { first_name: 'Newer' });
    linq.cards.delete(numberAt(2));
    const { rows, cannot, back, count } = undo();
    assert.deepEqual(back, []);
    assert.deepEqual(
      cannot.map(({ row, field, why }) => [run.rows.indexOf(row), field, why.split(/[.:,]/)[0]]),
      [
        [0, 'image_url', 'A picture can’t be restored'],
        [1, 'first_name', 'It was changed again since'],
        [1, 'last_name', 'It was empty before'],
        [2, 'first_name', 'The number has no card any more'],
      ],
    );
    assert.deepEqual(
      rows.map(({ params }) => params),
      [{ phone_number: numberAt(0), first_name: 'Old' }],
    );
    assert.equal(count, 1);
  });

  test('lists the rows whose cards have all their old values again, and writes nothing there', async () => {
    const { run, linq, undo } = await ran([{ first_name: 'New' }, { first_name: 'New', last_name: 'Roe' }]);
    linq.change(numberAt(0), { first_name: 'Old' });
    linq.change(numberAt(1), { first_name: 'Old' });
    const { rows, cannot, back } = undo();
    assert.deepEqual(back, [{ row: run.rows[0], card: linq.cards.get(numberAt(0)) }]);
    assert.deepEqual(cannot, []);
    assert.deepEqual(
      rows.map(({ params }) => params),
      [{ phone_number: numberAt(1), last_name: 'Doe' }],
    );
  });
});

test('what lasts is known before it is sent: a picture, and a name that is added', () => {
  const card = { phone_number: numberAt(0), first_name: 'Old', is_active: true };
  const hasLasting = (changes, known = card) =>
    lib.hasLasting({ card: known, changes: { phone_number: numberAt(0), ...changes } });
  assert.equal(hasLasting({ first_name: 'New' }), false);
  assert.equal(hasLasting({ last_name: 'Doe' }), true);
  assert.equal(hasLasting({ last_name: 'Doe' }, { ...card, last_name: 'Roe' }), false);
  assert.equal(
    hasLasting({ image_url: 'https://example.com/a.png' }, { ...card, image_url: 'https://cdn.example/b' }),
    true,
  );
  assert.equal(lib.hasLasting({ card, changes: undefined }), false);
});
