// Two built packages in the same random cases: both must return, throw, send and report the same, and have the same
// write budgets.
//
//     node xtask/js/differential.mjs OLD NEW [--cases 20000] [--seed 1] [--case 123]
//
// Each folder is an unpacked package. `--case` replays one case and prints all that was seen. N and SEED in the
// environment do what `--cases` and `--seed` do.
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect, parseArgs } from 'node:util';
import { makeCase } from './differential/cases.mjs';
import { compare } from './differential/compare.mjs';
import { expected } from './differential/expected.mjs';
import { observe } from './differential/observe.mjs';
import { tally } from './differential/tally.mjs';
import { install } from './differential/world.mjs';

/** Differing cases, and differences of each, that are printed. */
const SHOWN = 5;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cases: { type: 'string' }, seed: { type: 'string' }, case: { type: 'string' } },
});
const number = (name, text) => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  console.error(`error: ${name} must be a whole number, found ${JSON.stringify(text)}`);
  process.exit(2);
};
const cases = number('--cases', values.cases ?? process.env.N ?? '20000');
const seed = number('--seed', values.seed ?? process.env.SEED ?? '1');
const only = values.case === undefined ? undefined : number('--case', values.case);

// Before the packages are imported, so that none of them has the host's own.
install();
const folders = apart(positionals);
const [before, after] = [await open(folders[0]), await open(folders[1])];

const began = process.hrtime.bigint();
const counts = tally();
/** In how many cases each expected difference was seen. */
const accepted = new Map(expected.map((entry) => [entry, 0]));
const indices = only === undefined ? Array.from({ length: cases }, (_, index) => index) : [only];
let failed = 0;
for (const index of indices) {
  if (await differs(index)) failed += 1;
}
const seconds = Number((process.hrtime.bigint() - began) / 1_000_000n) / 1000;

if (only === undefined) {
  for (const [{ row, why }, count] of accepted) console.log(`expected in ${count} cases: ${row}: ${why}`);
}
console.log(counts.text());
console.log(`${indices.length - failed} passed, ${failed} failed (seed ${seed}, ${seconds.toFixed(1)} s)`);
process.exitCode = failed ? 1 : 0;

/** Runs a case on both packages. Returns whether there is a difference that isn't expected. @param {number} index */
async function differs(index) {
  // Made for each of them: a case has objects that a package may change.
  const old = await observe(before, makeCase(seed, index));
  const given = makeCase(seed, index);
  const differences = compare(old, await observe(after, given));
  counts.add(old);
  const unexpected = [];
  const meant = new Set();
  for (const difference of differences) {
    const entry = expected.find(({ accepts }) => accepts({ ...difference, given, old }));
    if (entry) meant.add(entry);
    else unexpected.push(difference);
  }
  for (const entry of meant) accepted.set(entry, accepted.get(entry) + 1);
  if (only !== undefined) showWhole(given, old, unexpected);
  else if (unexpected.length && failed < SHOWN) showDiffering(given, unexpected);
  return unexpected.length > 0;
}

/** Prints what differs in one of many cases, and of the case what has to do with it. */
function showDiffering(given, differences) {
  const isIn = (start) => differences.some(({ path }) => path.startsWith(start));
  const { isPage, jitter, synchronous, calls } = given;
  const shown = isIn('calls.') ? calls.filter((_, place) => isIn(`calls.${place}.`)) : calls;
  console.log(`case ${given.index} differs, given ${pretty({ isPage, jitter, calls: shown })}`);
  if (isIn('synchronous.')) console.log(`  and ${pretty({ synchronous })}`);
  showDifferences(differences.slice(0, SHOWN));
  if (differences.length > SHOWN) console.log(`  and ${differences.length - SHOWN} more`);
  console.log(`  to replay it, add: --seed ${seed} --case ${given.index}\n`);
}

/** Prints all of a replayed case. */
function showWhole(given, old, differences) {
  console.log(`case ${given.index}, given ${pretty(given)}\nthe old package: ${pretty(old)}`);
  console.log(differences.length ? 'differences:' : 'no difference');
  showDifferences(differences);
}

function showDifferences(differences) {
  for (const { path, before, after } of differences) {
    console.log(`  ${path}\n    old ${brief(before)}\n    new ${brief(after)}`);
  }
}

function pretty(value) {
  return inspect(value, { depth: 9, breakLength: 140, maxStringLength: 300, compact: 4 }).replaceAll('\n', '\n  ');
}

function brief(value) {
  return value === undefined ? '(nothing)' : inspect(value, { depth: 4, breakLength: Infinity, maxStringLength: 500 });
}

/**
 * Two folders: a package that is compared with itself is copied, since Node imports a file only once.
 * @param {string[]} folders
 */
function apart([old, now]) {
  if (realpathSync(old) !== realpathSync(now)) return [old, now];
  const copy = mkdtempSync(join(tmpdir(), 'differential-'));
  process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
  cpSync(old, copy, { recursive: true });
  return [old, copy];
}

/** Imports a package's entries, and makes calls so that it has loaded what it loads at first use. */
async function open(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entry = (name) => import(pathToFileURL(resolve(folder, exports[name].import.default)).href);
  const [main, sdk] = [await entry('.'), await entry('./sdk')];
  const fetch = async () => new Response('{"contact_cards":[]}');
  await main.retrieveContactCards({}, { baseURL: 'https://x.y/', fetch });
  await new sdk.LinqAPIV3({ baseURL: 'https://x.y/', fetch }).contactCard.retrieve({});
  return { main, sdk };
}
