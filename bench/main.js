// Prints the cost of the package compared with its peers. It builds nothing: `cargo xtask bench` does that first.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GOAL, weigh } from '../xtask/js/weigh.mjs';
import { measureCall } from './call.js';
import { measureCold } from './cold.js';
import { FEW, MANY, measureConcurrent } from './concurrent.js';
import { measureE164 } from './e164.js';
import { figure, judge, print, ratio, timed } from './table.js';

/** @import { Summary } from './rounds.js' */

/** The ratios to reach. */
const GOALS = { aboveBare: 0.41, growth: 1.5, cold: 1, e164: 3 };
const SDK = version('@linqapp/sdk');

console.log(`Node ${process.versions.node}. Each ratio is ours / peer: below 1, ours costs less.`);
console.log('Times are medians of interleaved rounds, ± half the distance between the quartiles.');
await printCall();
printConcurrent();
await printCold();
await printSize();
await printE164();

async function printCall() {
  const { ours, sdk, bare } = await measureCall();
  const oursAbove = ours.median - bare.median;
  const sdkAbove = sdk.median - bare.median;
  print(
    'one updateContactCard, instant fetch',
    ['whole call', '±', 'ratio', 'above bare', 'ratio'],
    [
      ['ours', ...timed(ours, 'µs'), '', figure(oursAbove, 'µs'), ''],
      [SDK, ...timed(sdk, 'µs'), ratio(ours.median, sdk.median), figure(sdkAbove, 'µs'), ratio(oursAbove, sdkAbove)],
      ['bare wrapper', ...timed(bare, 'µs'), ratio(ours.median, bare.median), '', ''],
    ],
  );
  console.log("  the whole call, until the card has arrived; only making the Response isn't included");
  judge('above bare, ours / SDK', oursAbove / sdkAbove, GOALS.aboveBare);
}

function printConcurrent() {
  const { ours, bare } = measureConcurrent();
  const fewCalls = FEW.toLocaleString('en');
  const manyCalls = MANY.toLocaleString('en');
  /**
   * @param {string} name
   * @param {{ few: Summary, many: Summary }} measured
   */
  const row = (name, { few, many }) => [
    name,
    ...timed(few, 'µs'),
    ...timed(many, 'µs'),
    ratio(many.median, few.median),
  ];
  print(
    'one of many concurrent updateContactCard',
    [`${fewCalls} at once`, '±', `${manyCalls} at once`, '±', 'growth'],
    [row('ours', ours), row('bare wrapper', bare)],
  );
  judge(
    `growth, ${manyCalls} / ${fewCalls}, each call for another number`,
    ours.many.median / ours.few.median,
    GOALS.growth,
  );
}

async function printCold() {
  const { node, installed, bundled } = await measureCold();
  /**
   * @param {string} form
   * @param {{ ours: Summary, sdk: Summary, bare: Summary }} measured
   */
  const rows = (form, { ours, sdk, bare }) => [
    [`ours, ${form}`, ...timed(ours, 'ms'), ''],
    [`${SDK}, ${form}`, ...timed(sdk, 'ms'), ratio(ours.median, sdk.median)],
    [`bare wrapper, ${form}`, ...timed(bare, 'ms'), ratio(ours.median, bare.median)],
  ];
  print(
    'import and first call in a fresh process',
    ['time', '±', 'ratio'],
    [...rows('as installed', installed), ...rows('one bundle', bundled)],
  );
  console.log(`  subtracted: an empty script, and the ${figure(node, 'ms')} until Node runs it`);
  judge('one bundle, ours / SDK', bundled.ours.median / bundled.sdk.median, GOALS.cold);
}

async function printSize() {
  const { page, sdkPage } = await weigh();
  print(
    'a page that makes the call, minified',
    ['brotli', 'ratio'],
    [
      ['ours', figure(page.brotli, 'B'), ''],
      [SDK, figure(sdkPage.brotli, 'B'), ratio(page.brotli, sdkPage.brotli)],
    ],
  );
  const distance = page.brotli - GOAL;
  console.log(`  goal: ${GOAL} B; ours is ${Math.abs(distance)} B ${distance > 0 ? 'above' : 'below'} it`);
}

async function printE164() {
  const { inputs, valid, peers } = await measureE164();
  const { ours, regex, zod, libphonenumber } = peers;
  /**
   * @param {string} name
   * @param {Summary & { different: number }} peer
   */
  const row = (name, peer) => [
    name,
    ...timed(peer, 'ns'),
    ratio(ours.median, peer.median),
    `${peer.different} of ${inputs}`,
  ];
  print(
    `isE164, ${valid} valid and ${inputs - valid} invalid inputs`,
    ['one check', '±', 'ratio', 'judged differently'],
    [
      ['ours', ...timed(ours, 'ns'), '', ''],
      row('/^\\+[1-9][0-9]{1,14}$/', regex),
      row(`${version('zod')}, safeParse of that regex`, zod),
      row(`${version('libphonenumber-js')}, parsePhoneNumber`, libphonenumber),
    ],
  );
  judge('ours / regex', ours.median / regex.median, GOALS.e164);
}

/** The name and version of an installed package. @param {string} name */
function version(name) {
  const manifest = join(import.meta.dirname, '../node_modules', name, 'package.json');
  return `${name} ${JSON.parse(readFileSync(manifest, 'utf8')).version}`;
}
