// Prints what the package weighs beside the official SDK, both bundled and minified here and now for the same call.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');
const GOAL = 12_200;

const ours = await bundle(`
  import { updateContactCard } from 'linq-contact-card';
  export const save = () => updateContactCard({ phone_number: '+15551234567', first_name: 'John' });
`);
const sdk = await bundle(`
  import LinqAPIV3 from '@linqapp/sdk';
  export const save = (apiKey) =>
    new LinqAPIV3({ apiKey }).contactCard.update({ phone_number: '+15551234567', first_name: 'John' });
`);
const unused = await bundle(`import { updateContactCard } from 'linq-contact-card'; export const nothing = 1;`);

const rows = [
  ['contact_card.wasm', readFileSync(join(root, 'pkg/contact_card.wasm'))],
  ['glue, facade, errors (core.js, as shipped)', readFileSync(join(root, 'pkg/core.js'))],
  ['a page that imports updateContactCard', ours],
  ['the same page with the official SDK', sdk],
].map(([name, bytes]) => [name, bytes.length, gzipSync(bytes, { level: 9 }).length, brotli(bytes)]);
console.log(`${'bytes'.padEnd(44)}${['raw', 'gzip', 'brotli'].map((word) => word.padStart(9)).join('')}`);
for (const [name, ...sizes] of rows) {
  console.log(`${name.padEnd(44)}${sizes.map((size) => String(size).padStart(9)).join('')}`);
}
const [page, peer] = [rows[2][3], rows[3][3]];
console.log(`brotli: ${(page / peer).toFixed(2)} times the SDK; ${page - GOAL} bytes above the goal of ${GOAL}`);
console.log(`an import that isn't used leaves ${unused.length} bytes`);

async function bundle(contents) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(root, 'xtask/js') },
    // The package by its public name, as a consumer has it.
    alias: { 'linq-contact-card': join(root, 'pkg') },
    bundle: true, format: 'esm', minify: true, platform: 'browser', target: 'es2022', write: false, legalComments: 'none',
  });
  return outputFiles[0].contents;
}

function brotli(bytes) {
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;
}
