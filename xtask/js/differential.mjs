// Compares two builds of the package on the same random cases: both must return, throw, send and report the same, and
// have the same write budgets.
//
//     node xtask/js/differential.mjs OLD NEW [--cases 20000] [--seed 1] [--case 123]
//
// OLD and NEW are folders with an unpacked package. `--case` replays one case and prints all that was observed. The
// environment variables N and SEED do what `--cases` and `--seed` do.
//
// A case (cases.mjs) is plain data, drawn from a seed: the calls and their options, the server's responses, what the
// caller's functions do. It runs in a world (world.mjs) whose clock, timers and randomness are replaced, against a server
// (server.mjs) that follows the case's script. The observation (observe.mjs) is all that is visible from outside, again as
// plain data, so that two of them can be compared (compare.mjs). Intended differences are listed in expected.mjs.
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

/** @import { Case } from './differential/cases.mjs' */
/** @import { Difference } from './differential/compare.mjs' */
/** @import { Observation } from './differential/observe.mjs' */

/** The number of differing cases, and of differences in each, that are printed. */
const SHOWN = 5;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { cases: { type: 'string' }, seed: { type: 'string' }, case: { type: 'string' } },
});
const cases = wholeNumber('--cases', values.cases ?? process.env.N ?? '20000');
const seed = wholeNumber('--seed', values.seed ?? process.env.SEED ?? '1');
const only = values.case === undefined ? undefined : wholeNumber('--case', values.case);

const [oldFolder, newFolder] = positionals;
if (!oldFolder || !newFolder) fail('two folders with an unpacked package are required');
// Before the packages are imported, so that neither reads the host's own globals.
install();
const before = await open(oldFolder);
const after = await open(separate(newFolder, oldFolder));

const start = process.hrtime.bigint();
const counts = tally();
/** The number of cases with each expected difference. */
const accepted = new Map(expected.map((entry) => [entry, 0]));
const indices = only === undefined ? Array.from({ length: cases }, (_, index) => index) : [only];
let failed = 0;
for (const index of indices) {
  if (await differs(index)) failed += 1;
}
const seconds = Number((process.hrtime.bigint() - start) / 1_000_000n) / 1000;

if (only === undefined) {
  for (const [{ why }, count] of accepted) console.log(`expected in ${count} cases: ${why}`);
}
console.log(counts.text());
console.log(`${indices.length - failed} passed, ${failed} failed (seed ${seed}, ${seconds.toFixed(1)} s)`);
process.exitCode = failed ? 1 : 0;

/** Runs a case on both packages, and returns whether there is an unexpected difference. @param {number} index */
async function differs(index) {
  // Made for each package, since a package might change the objects of a case.
  const old = await observe(before, makeCase(seed, index));
  const testCase = makeCase(seed, index);
  const observed = await observe(after, testCase);
  const differences = compare(old, observed);
  counts.add(old);
  /** @type {Difference[]} */
  const unexpected = [];
  const seen = new Set();
  for (const difference of differences) {
    const entry = expected.find(({ accepts }) => accepts({ ...difference, testCase, old, observed }));
    if (entry) seen.add(entry);
    else unexpected.push(difference);
  }
  for (const entry of seen) accepted.set(entry, (accepted.get(entry) ?? 0) + 1);
  if (only !== undefined) showWhole(testCase, old, unexpected);
  else if (unexpected.length && failed < SHOWN) showDiffering(testCase, unexpected);
  return unexpected.length > 0;
}

/**
 * Prints the differences in one of many cases, and the parts of the case that they are in.
 *
 * @param {Case} testCase
 * @param {Difference[]} differences
 */
function showDiffering(testCase, differences) {
  const isIn = (/** @type {string} */ start) => differences.some(({ path }) => path.startsWith(start));
  const { isPage, jitter, synchronous, calls } = testCase;
  const shown = isIn('calls.') ? calls.filter((_, position) => isIn(`calls.${position}.`)) : calls;
  console.log(`case ${testCase.index} differs: ${pretty({ isPage, jitter, calls: shown })}`);
  if (isIn('synchronous.')) console.log(`  and ${pretty({ synchronous })}`);
  showDifferences(differences.slice(0, SHOWN));
  if (differences.length > SHOWN) console.log(`  and ${differences.length - SHOWN} more`);
  console.log(`  to replay it, add: --seed ${seed} --case ${testCase.index}\n`);
}

/**
 * Prints all of a replayed case.
 *
 * @param {Case} testCase
 * @param {Observation} old
 * @param {Difference[]} differences
 */
function showWhole(testCase, old, differences) {
  console.log(`case ${testCase.index}: ${pretty(testCase)}\nthe old package: ${pretty(old)}`);
  console.log(differences.length ? 'differences:' : 'no difference');
  showDifferences(differences);
}

/** @param {Difference[]} differences */
function showDifferences(differences) {
  for (const { path, before, after } of differences) {
    console.log(`  ${path}\n    old ${brief(before)}\n    new ${brief(after)}`);
  }
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
 * Returns a folder that differs from `other`. A package that is compared with itself is copied, since Node imports a file
 * only once.
 *
 * @param {string} folder @param {string} other
 */
function separate(folder, other) {
  if (realpathSync(folder) !== realpathSync(other)) return folder;
  const copy = mkdtempSync(join(tmpdir(), 'differential-'));
  process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
  cpSync(folder, copy, { recursive: true });
  return copy;
}

/** Imports a package's entries, and makes calls so that it has loaded what it loads at first use. @param {string} folder */
async function open(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const entry = (/** @type {string} */ name) =>
    import(pathToFileURL(resolve(folder, exports[name].import.default)).href);
  const [main, sdk] = [await entry('.'), await entry('./sdk')];
  const fetch = async () => new Response('{"contact_cards":[]}');
  await main.retrieveContactCards({}, { baseURL: 'https://x.y/', fetch });
  await new sdk.LinqAPIV3({ baseURL: 'https://x.y/', fetch }).contactCard.retrieve({});
  return { main, sdk };
}

/**
 * Returns the number in an argument.
 *
 * @param {string} name
 * @param {string} text
 */
function wholeNumber(name, text) {
  if (!/^\d{1,9}$/.test(text)) fail(`${name} must be a whole number, found ${JSON.stringify(text)}`);
  return Number(text);
}

/**
 * Ends the process with an error about its arguments.
 *
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(`error: ${message}`);
  process.exit(2);
}
