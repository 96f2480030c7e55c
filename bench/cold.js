// What the first call costs in a process that has nothing loaded yet.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundle } from '../xtask/js/weigh.mjs';
import { interleave, summary } from './rounds.js';

const child = join(import.meta.dirname, 'cold-child.js');
const bundles = join(import.meta.dirname, '../target/bench');

/** Milliseconds of import and first call, from the files as npm installs them and from one bundle, as a page has it. */
export async function measureCold() {
  const nodes = [];
  const run = (file) => () => {
    const { own, whole } = JSON.parse(
      execFileSync(process.execPath, [child, pathToFileURL(file).href], { encoding: 'utf8' }),
    );
    nodes.push(whole - own);
    return own;
  };
  const peers = { nothing: run(source('nothing')) };
  for (const name of ['ours', 'sdk', 'bare']) {
    peers[`${name} installed`] = run(source(name));
    peers[`${name} bundled`] = run(await bundled(name));
  }
  const { nothing, ...samples } = await interleave(peers, { warmUp: 2, kept: 30 });
  const empty = summary(nothing).median;
  const form = (word) =>
    Object.fromEntries(
      ['ours', 'sdk', 'bare'].map((name) => {
        const { median, spread } = summary(samples[`${name} ${word}`]);
        return [name, { median: median - empty, spread }];
      }),
    );
  return { node: summary(nodes).median, installed: form('installed'), bundled: form('bundled') };
}

const source = (name) => join(import.meta.dirname, `peers/${name}.js`);

async function bundled(name) {
  mkdirSync(bundles, { recursive: true });
  const file = join(bundles, `${name}.js`);
  writeFileSync(file, await bundle(`export { client } from ${JSON.stringify(source(name))};`));
  return file;
}
