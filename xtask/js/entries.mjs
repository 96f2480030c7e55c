// The package's files, from the table in pkg-template/entries.json:
//
// - `entries`: the public entries by their names in `exports`. `file`: their files in the package, without extensions;
//   `source`: their source in pkg-template/, where that has another name; `edge`: whether workerd and edge runtimes get a
//   file of their own; `environment`: the name of the runtime/environment.*.js that they bundle for themselves, with every
//   module that depends on it; `sideEffects`: whether importing them does something.
// - `modules`: internal modules that several entries import, by file.
// - `typings`: typings without code, which those of entries reference, by file.
// - `wasm`: the modules of WebAssembly.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {{ file: string, source?: string, edge?: boolean, environment?: string, sideEffects?: boolean }} Entry
 * @typedef {{ entries: Record<string, Entry>, modules: Record<string, Omit<Entry, 'file'>>, typings: string[], wasm: string[] }} Table
 */

const table = /** @type {Table} */ (
  JSON.parse(readFileSync(join(import.meta.dirname, '../../pkg-template/entries.json'), 'utf8'))
);

/** The public entries by their names in `exports`. */
export const { entries, typings, wasm } = table;

/** All files that are bundled: entries and internal modules. @type {Entry[]} */
export const bundles = [
  ...Object.entries(table.modules).map(([file, module]) => ({ file, ...module })),
  ...Object.values(entries),
];

/** The other files of the package, which the table doesn't have. */
const others = ['CHANGELOG.md', 'LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'custom-elements.json', 'package.json'];

/** The files of the command, which command.mjs makes. */
const command = [
  'main.js',
  'THIRD-PARTY-LICENSES',
  ...['icon.svg', 'index.html', 'main.js', 'style.css'].map((file) => `dashboard/${file}`),
];

/** The names of all files in the package. */
export const files = [
  ...others,
  ...command.map((file) => `cli/${file}`),
  ...wasm.map((name) => `${name}.wasm`),
  ...bundles.flatMap(({ file, edge }) => [`${file}.js`, `${file}.cjs`, ...(edge ? [`${file}.edge.js`] : [])]),
  ...Object.values(entries).flatMap(({ file }) => [`${file}.d.ts`, `${file}.d.cts`]),
  ...typings.map((file) => `${file}.d.ts`),
].sort();

/** The `exports` of package.json. */
export function exportsOf() {
  const edgeOf = (/** @type {string} */ file) => ({ types: `./${file}.d.ts`, default: `./${file}.edge.js` });
  const exports = Object.entries(entries).map(([name, { file, edge }]) => [
    name,
    {
      ...(edge && { workerd: edgeOf(file), 'edge-light': edgeOf(file) }),
      import: { types: `./${file}.d.ts`, default: `./${file}.js` },
      require: { types: `./${file}.d.cts`, default: `./${file}.cjs` },
      default: `./${file}.js`,
    },
  ]);
  const plain = [...wasm.map((name) => `./${name}.wasm`), './custom-elements.json', './package.json'];
  return Object.fromEntries([...exports, ...plain.map((file) => [file, file])]);
}

/** The files with side effects, for package.json. */
export const sideEffects = Object.values(entries).flatMap(({ file, sideEffects }) =>
  sideEffects ? [`./${file}.js`, `./${file}.cjs`] : [],
);
