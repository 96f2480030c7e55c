// The lists in tests/fixtures/import: no list leads to a change that differs from what it means.
//
// expected.json has, for each list, what it means. `changes`: it is sent. `refused`: it isn't, with this reason. A list that is
// `refused` as a whole, or whose encoding is a guess, is not sent before the user has decided; `decided` is that decision.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { acceptFormats } from './fakes.js';
import { load } from './modules.js';

const folder = join(import.meta.dirname, '../../fixtures/import');
const read = (name) => readFileSync(join(folder, name));
const { cards, files } = JSON.parse(read('expected.json'));
const names = readdirSync(folder).filter((name) => /^d\d-\d\d-/.test(name));

let lib;
before(async () => {
  lib = await load(
    'shell/slices.js',
    'import/decode.js',
    'import/columns.js',
    'import/list.js',
    'import/check.js',
    'import/known-numbers.js',
  );
  await lib.load();
});
after(() => lib?.remove());

/** Returns what would be sent of a checked row, or why it would not be, in the form of expected.json. */
function outcomeOf({ line, result, changes, reason, suggestion }, { refused } = {}) {
  if (result === 'ready') return { line, changes };
  if (result === 'unchanged') return { line, unchanged: true };
  const found = refused && reason.includes(refused) ? refused : reason;
  return suggestion === undefined ? { line, refused: found } : { line, refused: found, suggestion };
}

const assertRows = (rows, expected) =>
  assert.deepEqual(
    rows.map((row, index) => outcomeOf(row, expected[index])),
    expected,
  );

/** Reads a list as the user has decided. */
function listOf(text, columns = []) {
  const list = lib.readList(text);
  const uses = columns.map((use) => use ?? undefined);
  return uses.length > 0 ? lib.readList(text, { names: list.columns.map(({ name }) => name), uses }) : list;
}

test('there are ten of each kind', () => {
  const kinds = [1, 2, 3, 4, 5, 6].map((kind) => names.filter((name) => name.startsWith(`d${kind}-`)).length);
  assert.deepEqual(kinds, Array(6).fill(10));
  assert.deepEqual(
    names.filter((name) => name.endsWith('.csv')),
    Object.keys(files),
  );
});

for (const [name, expected] of Object.entries(files))
  test(`${name.slice(0, 2).toUpperCase()} ${name}`, () => {
    const bytes = new Uint8Array(read(name));
    assert.equal(lib.binaryKind(bytes), undefined);
    const { encoding = 'utf-8', guess, decided, refused, undecided = [], rows } = expected;
    const detected = lib.detectEncoding(bytes);
    assert.deepEqual(detected, guess ? { label: guess, isGuess: true } : { label: encoding, isGuess: false });

    const undecidedList = lib.readList(lib.decode(bytes, detected.label));
    if (refused) assert.ok(undecidedList.problems.join(' ').startsWith(refused), undecidedList.problems.join(' '));
    if (!rows) return;

    const text = lib.decode(bytes, decided?.encoding ?? detected.label);
    if (!decided?.encoding)
      assert.deepEqual(
        lib.undecided(undecidedList.columns).map(({ name: column }) => column),
        undecided,
      );
    const list = listOf(text, decided?.columns);
    assert.deepEqual(list.problems, []);
    assertRows(lib.checkRows(list.rows, cards), rows);
    // Nothing else is sent after all that can be accepted in bulk was.
    const accepted = acceptFormats(lib, list.rows, cards);
    const meant = new Set(rows.flatMap(({ changes, suggestion }) => changes?.phone_number ?? suggestion ?? []));
    for (const { changes } of accepted) if (changes) assert.ok(meant.has(changes.phone_number), changes.phone_number);
  });

describe('D3 a list that is edited after it was checked', () => {
  for (const name of names.filter((each) => each.startsWith('d3-')))
    test(`D3 ${name}`, () => {
      const { text, edits, rows } = JSON.parse(read(name));
      const checkOf = (list) => lib.atOnce(new lib.Check(lib.readList(list).rows, cards).slices());
      let check = checkOf(text);
      const before = JSON.stringify(check.rows.map((row) => outcomeOf(row)));
      for (const { line, values, text: replaced } of edits) {
        if (replaced) check = checkOf(replaced);
        else
          check.edit(
            check.rows.find((row) => row.line === line),
            values,
          );
      }
      assertRows(check.rows, rows);
      assert.notEqual(JSON.stringify(check.rows.map((row) => outcomeOf(row))), before, 'the old list would be sent');
    });
});

test('D5 a suggestion that is accepted is sent to that card, and to no other', () => {
  for (const [name, { rows }] of Object.entries(files).filter(([each]) => each.startsWith('d5-'))) {
    const list = lib.readList(lib.decode(new Uint8Array(read(name)), 'utf-8'));
    const check = lib.atOnce(new lib.Check(list.rows, cards).slices());
    for (const [index, { suggestion, changes }] of rows.entries()) {
      const row = check.rows[index];
      check.accept(row);
      assert.equal(row.changes?.phone_number, suggestion ?? changes?.phone_number, `${name}: line ${row.line}`);
    }
  }
});
