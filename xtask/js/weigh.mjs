// What the package weighs beside the official SDK, both bundled and minified here and now for the same call.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');

/** Bytes, brotli, of a page that imports `updateContactCard`. */
export const GOAL = 13_000;

/** Bytes of each, by compression. */
export async function weigh() {
  const page = await bundle(`
    import { updateContactCard } from 'linq-contact-card';
    export const save = () => updateContactCard({ phone_number: '+15551234567', first_name: 'John' });
  `);
  const sdkPage = await bundle(`
    import LinqAPIV3 from '@linqapp/sdk';
    export const save = (apiKey) =>
      new LinqAPIV3({ apiKey }).contactCard.update({ phone_number: '+15551234567', first_name: 'John' });
  `);
  // What the element adds to a page that has the core already.
  const element = await bundle(`export { defineContactCardEditor } from 'linq-contact-card/element';`, ['./index.js']);
  const unused = await bundle(`import { updateContactCard } from 'linq-contact-card'; export const nothing = 1;`);
  return {
    wasm: sizes(readFileSync(join(root, 'pkg/contact_card.wasm'))),
    gateway: sizes(readFileSync(join(root, 'pkg/gateway.wasm'))),
    core: sizes(readFileSync(join(root, 'pkg/shared.js'))),
    page: sizes(page),
    sdkPage: sizes(sdkPage),
    element: sizes(element),
    unused: sizes(unused),
  };
}

/** Bundles a module for a page, without what is `external`. Its relative imports start here. */
export async function bundle(contents, external = []) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    // The package by its public name, as a consumer has it.
    alias: { 'linq-contact-card': join(root, 'pkg') },
    bundle: true,
    format: 'esm',
    minify: true,
    platform: 'browser',
    target: 'es2022',
    write: false,
    legalComments: 'none',
    external,
  });
  return outputFiles[0].contents;
}

function sizes(bytes) {
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotli(bytes) };
}

function brotli(bytes) {
  return brotliCompressSync(bytes, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
  }).length;
}
