// Makes the npm package from pkg-template/, the WebAssembly modules and their generated glue.
// Arguments: the folder with wasm-bindgen's output, the folder to make, the version, the modules (`contact_card,gateway,testing`,
// or `contact_card` for a package with a page's entries alone).
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { build, buildSync, transform } from 'esbuild';
import { compressedSizeAsync } from './compressed-size.mjs';
import { encode, encodeBySize } from './encode.mjs';
import * as table from './entries.mjs';
import { fast, makeLargeModule, makePageModule, small } from './module.mjs';
import { bundle as bundlePage, PAGE } from './weigh.mjs';

/** @typedef {import('./entries.mjs').Entry} Entry */
/** @typedef {{ format: 'esm' | 'cjs', extension: string, isEdge?: boolean }} Variant */

const [glueDir, out, version, moduleNames] = /** @type {[string, string, string, string]} */ (process.argv.slice(2));

/** The modules by their names: how they are made, and the folder of pkg-template/ whose files need them. */
const makers = {
  contact_card: { folder: 'runtime', make: makePageModule, passes: small },
  gateway: { folder: 'gateway', make: makeLargeModule, passes: fast },
  testing: { folder: 'testing', make: makeLargeModule, passes: small },
};
/** @typedef {keyof typeof makers} ModuleName */
const modules = /** @type {ModuleName[]} */ (moduleNames.split(','));
const absent = Object.entries(makers).filter(([name]) => !modules.includes(/** @type {ModuleName} */ (name)));
/** Whether a file is built: it doesn't need an absent module. @param {Entry} entry */
const isBuilt = (entry) => !absent.some(([, { folder }]) => sourceOf(entry).startsWith(`${folder}/`));
const bundles = table.bundles.filter(isBuilt);
const root = join(import.meta.dirname, '../..');
const stage = join(glueDir, '../stage');
const read = (/** @type {string} */ path) => readFileSync(path, 'utf8');

rmSync(out, { recursive: true, force: true });
rmSync(stage, { recursive: true, force: true });
mkdirSync(out);
cpSync(join(root, 'pkg-template'), stage, { recursive: true });

for (const name of modules) {
  const { folder, make, passes } = makers[name];
  writeFileSync(join(stage, folder, 'glue.js'), make(glueDir, name, join(out, `${name}.wasm`), passes));
}

/** Returns a module's bytes. @param {ModuleName} name */
const wasmOf = (name) => readFileSync(join(out, `${name}.wasm`));

/** Writes a module's bytes as JavaScript. @param {ModuleName} name @param {string} source */
const writeBytes = (name, source) => writeFileSync(join(stage, makers[name].folder, 'bytes.js'), source);

/** The bundles by the names of their sources. */
const bySource = new Map(bundles.map((bundle) => [sourceOf(bundle), bundle]));

/** Returns the path of a bundle's source in pkg-template/, without an extension. @param {Entry} bundle */
function sourceOf({ file, source = file }) {
  return source;
}

/**
 * Returns the specifier by which a file of the package imports another one.
 *
 * @param {string} file
 * @param {string} to
 */
function pathFrom(file, to) {
  const path = relative(dirname(file), to).replaceAll('\\', '/');
  return path.startsWith('.') ? path : `./${path}`;
}

/**
 * Resolves the imports of a bundle. Modules that are bundles themselves remain imports, so that entries share them. Where the
 * bundle is for another environment, a module is replaced by its variant for that, such as environment.edge.js.
 * @param {Entry} bundle
 * @param {Variant} variant
 * @returns {import('esbuild').Plugin}
 */
const resolveImports = ({ file, environment }, { extension, isEdge }) => ({
  name: 'modules of the package',
  setup({ onLoad, onResolve }) {
    onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path: pathFrom(file, basename(path)), external: true }));
    onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ kind, path, resolveDir }) => {
      if (kind === 'entry-point') return undefined;
      const source = relative(stage, resolve(resolveDir, path)).replaceAll('\\', '/').replace(/\.js$/, '');
      if (environment && source === 'runtime/environment') return { path: join(stage, `${source}.${environment}.js`) };
      const other = bySource.get(source);
      // An entry with an environment of its own shares no module that depends on the environment.
      if (other && !(environment && other.edge)) {
        const suffix = isEdge && other.edge ? '.edge' : '';
        return { path: pathFrom(file, `${other.file}${suffix}.${extension}`), external: true };
      }
      const edge = join(stage, `${source}.edge.js`);
      return isEdge && existsSync(edge) ? { path: edge } : undefined;
    });
    // A style sheet is imported as a text.
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(read(path), {
        loader: 'css',
        minify: true,
        // The baseline that README.md names.
        target: ['chrome111', 'edge111', 'firefox115', 'safari16.4'],
      });
      return { contents: code.trim(), loader: 'text' };
    });
  },
});

/** How esbuild writes each file of the package. @satisfies {import('esbuild').BuildOptions} */
const settings = {
  // Paths in comments start here, wherever the build is.
  absWorkingDir: stage,
  bundle: true,
  charset: 'ascii',
  // The application's own.
  external: ['react'],
  legalComments: 'none',
  platform: 'neutral',
  target: 'es2022',
  // The root's tsconfig.json is for checks, not for what is published.
  tsconfigRaw: '{}',
};

/**
 * Bundles an entry or a shared module.
 *
 * @param {Entry} entry
 * @param {Variant} variant
 */
function bundle(entry, variant) {
  const { format, extension, isEdge } = variant;
  const edge = join(stage, `${sourceOf(entry)}.edge.js`);
  const source = isEdge && existsSync(edge) ? edge : join(stage, `${sourceOf(entry)}.js`);
  return build({
    ...settings,
    entryPoints: [source],
    outfile: join(out, `${entry.file}${isEdge ? '.edge' : ''}.${extension}`),
    format,
    plugins: [resolveImports(entry, variant)],
  });
}

/** Returns the compressed size of a page that makes a call. @param {string} bytes the source of the module's bytes */
function sizeOfPage(bytes) {
  // As it will be in the package.
  buildSync({ ...settings, stdin: { contents: bytes }, format: 'esm', outfile: join(out, 'bytes.js') });
  return compressedSizeAsync(bundlePage(PAGE, { folder: out }));
}

for (const name of modules.filter((name) => name !== 'contact_card')) writeBytes(name, encode(wasmOf(name)));
// The rest of a page comes before its module's bytes, whose coding is the one with the smallest page.
for (const entry of bundles.toSorted((a, b) => Number(a.file === 'bytes') - Number(b.file === 'bytes'))) {
  if (entry.file === 'bytes') writeBytes('contact_card', await encodeBySize(wasmOf('contact_card'), sizeOfPage));
  await bundle(entry, { format: 'esm', extension: 'js' });
  await bundle(entry, { format: 'cjs', extension: 'cjs' });
  if (entry.edge) await bundle(entry, { format: 'esm', extension: 'js', isEdge: true });
}

for (const { file } of Object.values(table.entries).filter(isBuilt)) {
  const types = read(join(root, `pkg-template/types/${file}.d.ts`));
  writeFileSync(join(out, `${file}.d.ts`), types);
  writeFileSync(join(out, `${file}.d.cts`), types.replaceAll(/(?<='\.\.?\/[\w/]+)\.js(?=')/g, '.cjs'));
}
for (const file of table.typings) cpSync(join(root, `pkg-template/types/${file}.d.ts`), join(out, `${file}.d.ts`));
const manifest = JSON.parse(read(join(root, 'pkg-template/package.json')));
const generatedFields = {
  version,
  sideEffects: table.sideEffects,
  exports: table.exportsOf(),
};
writeFileSync(join(out, 'package.json'), `${JSON.stringify({ ...manifest, ...generatedFields }, null, 2)}\n`);
cpSync(join(root, 'pkg-template/custom-elements.json'), join(out, 'custom-elements.json'));
for (const file of table.copied) cpSync(join(root, file), join(out, file));
