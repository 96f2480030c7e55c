// The sizes of the package and of the official SDK, both bundled and minified for the same call.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildSync } from 'esbuild';
import { compressedSize } from './compressed-size.mjs';

const root = join(import.meta.dirname, '../..');

/** The goal for a page that imports `updateContactCard`: bytes, compressed with brotli. */
export const GOAL = 13_000;

/** A page that imports `updateContactCard` and calls it. */
export const PAGE = `
  import { updateContactCard } from 'linq-contact-card';
  export const save = () => updateContactCard({ phone_number: '+15551234567', first_name: 'John' });
`;

/** @typedef {{ raw: number, gzip: number, brotli: number }} Sizes in bytes */

/** Measures the package and pages that import it. */
export async function weigh() {
  const page = bundle(PAGE);
  const sdkPage = bundle(`
    import LinqAPIV3 from '@linqapp/sdk';
    export const save = (apiKey) =>
      new LinqAPIV3({ apiKey }).contactCard.update({ phone_number: '+15551234567', first_name: 'John' });
  `);
  // The addition to a page that has the core already.
  const element = bundle(`export { defineContactCardEditor } from 'linq-contact-card/element';`, {
    external: ['./index.js'],
  });
  const upload = bundle(`export { enableUpload } from 'linq-contact-card/element/upload';`, {
    external: ['../index.js'],
  });
  const react = bundle(`export { useContactCard } from 'linq-contact-card/react';`, {
    external: ['./index.js', './shared.js'],
  });
  const unused = bundle(`import { updateContactCard } from 'linq-contact-card'; export const nothing = 1;`);
  return {
    wasm: sizes(readFileSync(join(root, 'pkg/contact_card.wasm'))),
    gateway: sizes(readFileSync(join(root, 'pkg/gateway.wasm'))),
    testing: sizes(readFileSync(join(root, 'pkg/testing.wasm'))),
    shared: sizes(readFileSync(join(root, 'pkg/shared.js'))),
    page: sizes(page),
    sdkPage: sizes(sdkPage),
    element: sizes(element),
    upload: sizes(upload),
    react: sizes(react),
    unused: sizes(unused),
  };
}

/**
 * Bundles a module for a page, without React. Its relative imports start in this folder.
 * @param {string} contents
 * @param {{ external?: string[], folder?: string }} [options] `external`: the imports to leave out; `folder`: the package's
 */
export function bundle(contents, { external = [], folder = join(root, 'pkg') } = {}) {
  const {
    outputFiles: [output],
  } = buildSync({
    stdin: { contents, resolveDir: import.meta.dirname },
    // The package by its public name, as a consumer has it.
    alias: { 'linq-contact-card': folder },
    bundle: true,
    format: 'esm',
    minify: true,
    platform: 'browser',
    target: 'es2022',
    write: false,
    legalComments: 'none',
    external: ['react', ...external],
  });
  return /** @type {import('esbuild').OutputFile} */ (output).contents;
}

/**
 * Returns the sizes of a file.
 *
 * @param {Uint8Array} bytes
 * @returns {Sizes}
 */
function sizes(bytes) {
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: compressedSize(bytes) };
}
