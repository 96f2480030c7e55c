// D2 as a property: a quote too many or too few, wherever it is, never makes another row out of a list.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import Papa from 'papaparse';
import { draws } from '../../../xtask/js/differential/random.mjs';
import { load } from './modules.js';

/** How many lists are broken. */
const LISTS = 3_000;

let lib;
before(async () => {
  lib = await load('import/list.js');
});
after(() => lib?.remove());

const names = ['Jane', 'Doe, Jane', 'Jane "JJ" Roe', '"JJ", Jane', 'a;b', 'Zoë 🌻', '', '""', 'x "y"', ',', '"a"'];
const separators = [',', ';', '\t'];
const headings = [
  undefined,
  ['Phone', 'First name', 'Last name', 'Picture URL'],
  ['phone', 'first, name', 'last name', 'image'],
];

/** Returns a list of up to six rows as CSV, and its rows. */
function randomList({ pick, below, chance }) {
  const heading = pick(headings);
  const rows = Array.from({ length: 1 + below(6) }, (_, index) => [
    `+1555123000${index}`,
    index === 0 ? 'Jane' : pick(names),
    pick(names),
    pick(['', `https://example.com/${index}.png`, `https://example.com/?a,b;c=${index}`]),
  ]);
  const delimiter = pick(separators);
  const newline = pick(['\n', '\r\n', '\n\n']);
  const text = Papa.unparse(heading ? [heading, ...rows] : rows, { delimiter, newline, quotes: chance(0.25) });
  return { text, rows };
}

/** Returns a text with a quote too few or too many. */
function breakQuote(text, { pick, below, chance }) {
  const quotes = [...text.matchAll(/"/g)].map(({ index }) => index);
  if (quotes.length > 0 && chance(0.5)) {
    const index = pick(quotes);
    return text.slice(0, index) + text.slice(index + 1);
  }
  const index = below(text.length + 1);
  return `${text.slice(0, index)}"${text.slice(index)}`;
}

const valuesOf = ({ phone_number, first_name = '', last_name = '', image_url = '' }) =>
  JSON.stringify([phone_number, first_name, last_name, image_url]);

test(`D2 whatever quote is missing or added in ${LISTS} lists, a row that can be sent is a row of the list`, () => {
  let refused = 0;
  for (let index = 0; index < LISTS; index++) {
    const random = draws(1, index);
    const { text, rows } = randomList(random);
    const expected = rows.map((row) => JSON.stringify(row));
    const whole = lib.readList(text);
    assert.deepEqual(
      [whole.problems, whole.rows.map(({ params }) => valuesOf(params))],
      [[], expected],
      `list ${index}: ${text}`,
    );
    const broken = breakQuote(text, random);
    const { rows: read, problems } = lib.readList(broken);
    if (problems.length > 0) continue;
    for (const row of read) {
      if (row.problems.length > 0) refused += 1;
      else assert.ok(expected.includes(valuesOf(row.params)), `list ${index}, line ${row.line}: ${broken}`);
    }
  }
  assert.ok(refused > LISTS / 4, `${refused} rows were refused`);
});
