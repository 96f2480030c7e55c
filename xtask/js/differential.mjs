// Two built packages in the same random cases: what both return, throw, send and report
// must be the same, and so must the write budgets.
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
const { failed, accepted, counts } = only === undefined ? await all() : await one(only);
const seconds = Number((process.hrtime.bigint() - began) / 1_000_000n) / 1000;
const ran = only === undefined ? cases : 1;

for (const [{ row, why }, count] of accepted) console.log(`expected in ${count} cases: ${row}: ${why}`);
for (const entry of expected) if (!accepted.has(entry) && only === undefined) console.log(`expected, but not seen: ${entry.row}: ${entry.why}`);
console.log(counts);
console.log(`${ran - failed} passed, ${failed} failed (seed ${seed}, ${seconds.toFixed(1)} s)`);
process.exitCode = failed ? 1 : 0;

/** All cases. */
async function all() {
  const accepted = new Map();
  const counts = tally();
  let failed = 0;
  for (let index = 0; index < cases; index++) {
    const { given, old, differences } = await run(index);
    counts.add(old);
    const meant = new Set(differences.map((difference) => expected.find(({ accepts }) => accepts({ ...difference, given }))));
    for (const entry of meant) if (entry) accepted.set(entry, (accepted.get(entry) ?? 0) + 1);
    if (!meant.has(undefined)) continue;
    failed += 1;
    if (failed <= SHOWN) show(given, differences);
  }
  return { failed, accepted, counts: counts.text() };
}

/** One case, with all that was seen. @param {number} index */
async function one(index) {
  const { given, old, differences } = await run(index);
  console.log(`what the old package did: ${pretty(old)}`);
  const unmeant = differences.filter((difference) => !expected.some(({ accepts }) => accepts({ ...difference, given })));
  show(given, unmeant, Infinity);
  const counts = tally();
  counts.add(old);
  return { failed: unmeant.length ? 1 : 0, accepted: new Map(), counts: counts.text() };
}

/** Runs a case on both packages. @param {number} index */
async function run(index) {
  // Made for each of them: a case has objects that a package may change.
  const old = await observe(before, makeCase(seed, index));
  const given = makeCase(seed, index);
  return { given, old, differences: compare(old, await observe(after, given)) };
}

/** @param {any} given @param {import('./differential/expected.mjs').Difference[]} differences */
function show(given, differences, most = SHOWN) {
  console.log(`case ${given.index}: ${differences.length ? 'differs' : 'the same'}`);
  // Of several calls, those that differ.
  const paths = differences.map(({ path }) => path);
  const calls = given.calls.filter((_, place) => paths.some((path) => !path.startsWith('calls.') || path.startsWith(`calls.${place}.`)));
  const isSynchronous = paths.some((path) => path.startsWith('synchronous.'));
  const { isPage, jitter } = given;
  console.log(`  given ${pretty({ isPage, jitter, calls: only === undefined ? calls : given.calls, ...(isSynchronous || only !== undefined ? { synchronous: given.synchronous } : {}) })}`);
  for (const { path, before, after } of differences.slice(0, most)) console.log(`  ${path}\n    old ${brief(before)}\n    new ${brief(after)}`);
  if (differences.length > most) console.log(`  and ${differences.length - most} more`);
  if (only === undefined) console.log(`  again: add --seed ${seed} --case ${given.index}\n`);
}

/** @param {unknown} value */
function pretty(value) {
  return inspect(value, { depth: 9, breakLength: 140, maxStringLength: 300, compact: 4 }).replaceAll('\n', '\n  ');
}

/** @param {unknown} value */
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

/** Imports a package's entries, and makes a call so that it has loaded what it loads at first use. @param {string} folder */
async function open(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entry = (name) => import(pathToFileURL(resolve(folder, exports[name].import.default)).href);
  const [main, sdk] = [await entry('.'), await entry('./sdk')];
  const fetch = async () => new Response('{"contact_cards":[]}');
  for (const retrieve of [main.retrieveContactCards, (query, options) => new sdk.LinqAPIV3(options).contactCard.retrieve(query)]) {
    await retrieve({}, { baseURL: 'https://x.y/', fetch });
  }
  return { main, sdk };
}
