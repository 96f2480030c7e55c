// The cost of the first call in a process that has nothing loaded yet.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../xtask/js/weigh.mjs';
import { interleave, summary } from './rounds.js';

const child = join(import.meta.dirname, 'cold-child.js');
const bundles = join(import.meta.dirname, '../target/bench');

/** Measures the milliseconds of import and first call: from the files that npm installs, and from one bundle, as a page has it. */
export async function measureCold() {
  /** Milliseconds until Node runs the script. @type {number[]} */
  const starts = [];
  const run = (/** @type {string} */ file) => () => {
    const output = execFileSync(process.execPath, [child, pathToFileURL(file).href], { encoding: 'utf8' });
    /** @type {{ own: number, whole: number }} */
    const { own, whole } = JSON.parse(output);
    starts.push(whole - own);
    return own;
  };
  const benchmarks = {
    empty: run(source('empty')),
    'ours installed': run(source('ours')),
    'ours bundled': run(await bundled('ours')),
    'sdk installed': run(source('sdk')),
    'sdk bundled': run(await bundled('sdk')),
    'bare installed': run(source('bare')),
    'bare bundled': run(await bundled('bare')),
  };
  const samples = await interleave(benchmarks, { warmUp: 2, measured: 30 });
  const empty = summary(samples.empty).median;
  const above = (/** @type {number[]} */ times) => {
    const { median, spread } = summary(times);
    return { median: median - empty, spread };
  };
  return {
    node: summary(starts).median,
    installed: {
      ours: above(samples['ours installed']),
      sdk: above(samples['sdk installed']),
      bare: above(samples['bare installed']),
    },
    bundled: {
      ours: above(samples['ours bundled']),
      sdk: above(samples['sdk bundled']),
      bare: above(samples['bare bundled']),
    },
  };
}

/** @param {string} peer */
const source = (peer) => join(import.meta.dirname, `peers/${peer}.js`);

/** Bundles a peer, and returns the bundle's file. @param {string} peer */
async function bundled(peer) {
  mkdirSync(bundles, { recursive: true });
  const file = join(bundles, `${peer}.js`);
  writeFileSync(file, await bundle(`export { client } from ${JSON.stringify(source(peer))};`));
  return file;
}
