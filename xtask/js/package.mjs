// Makes the npm package from the hand-written half (pkg-template/), the generated glue and the module.
// Arguments: the folder with wasm-bindgen's output, the folder to make, the version, the modules (`contact_card,gateway`, or
// `contact_card` for a package without the gateway's entries).
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, transform } from 'esbuild';
import { encode } from './encode.mjs';
import { plainGlue, shrink, translatingGlue } from './module.mjs';

const [glueDir, out, version, moduleNames] = process.argv.slice(2);
const hasGateway = moduleNames.split(',').includes('gateway');
const root = join(import.meta.dirname, '../..');
const stage = join(glueDir, '../stage');
const read = (path) => readFileSync(path, 'utf8');

rmSync(out, { recursive: true, force: true });
rmSync(stage, { recursive: true, force: true });
mkdirSync(out);
cpSync(join(root, 'pkg-template'), stage, { recursive: true });

for (const [name, folder, glue] of [
  ['contact_card', '.', plainGlue],
  ...(hasGateway ? [['gateway', 'gateway', translatingGlue]] : []),
]) {
  const wasm = join(out, `${name}.wasm`);
  writeFileSync(join(stage, folder, 'glue.js'), shrink(glueDir, name, wasm, glue));
  writeFileSync(join(stage, folder, 'bytes.js'), encode(readFileSync(wasm)));
}

const esm = { format: 'esm', extension: 'js' };
const cjs = { format: 'cjs', extension: 'cjs' };

/** Bundles entries, given by their names and sources. */
const bundle = ({ format, extension }, entryPoints, setup) =>
  build({
    entryPoints,
    // Paths in comments start here, wherever the build is.
    absWorkingDir: stage,
    outdir: out,
    outExtension: { '.js': `.${extension}` },
    format,
    bundle: true,
    charset: 'ascii',
    legalComments: 'none',
    platform: 'neutral',
    target: 'es2022',
    plugins: [{ name: 'modules of the package stay modules', setup }],
  });

// One shared internal module (core) for all entries of a format, so that they share one instance and one set of error
// classes. At the edge the same entries stand in another place; the slim one has its place and the rest inside. The
// element stands on the main entry, which does nothing on a server.
const modules = ['core', 'bytes', 'place', 'index', 'sdk', 'element', 'element/define'];
const shared = /^\.\.?\/(core|bytes|element)\.js$/;
for (const { kind, suffix = '', names = modules } of [
  { kind: esm },
  { kind: cjs },
  { kind: esm, suffix: '.edge', names: ['place', 'index', 'sdk'] },
  { kind: esm, names: ['slim'] },
  { kind: cjs, names: ['slim'] },
]) {
  const { extension } = kind;
  const source = (name) => join(stage, name === 'place' ? `place${suffix}.js` : `${name}.js`);
  const entryPoints = names.map((name) => ({ in: source(name), out: `${name}${suffix}` }));
  await bundle(kind, entryPoints, ({ onLoad, onResolve }) => {
    onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, external: true }));
    onResolve({ filter: shared }, ({ kind, path }) =>
      kind === 'entry-point' ? undefined : { path: path.replace(/js$/, extension), external: true },
    );
    onResolve({ filter: /^\.\.\/index\.js$/ }, () => ({ path: `./index.${extension}`, external: true }));
    onResolve({ filter: /^\.\/place\.js$/ }, () =>
      names.includes('place')
        ? { path: `./place${suffix}.${extension}`, external: true }
        : { path: join(stage, 'place.slim.js') },
    );
    // Styles are a text in their module.
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(read(path), {
        loader: 'css',
        minify: true,
        target: ['chrome119', 'firefox120', 'safari17'],
      });
      return { contents: code.trim(), loader: 'text' };
    });
  });
}

// The gateway shares nothing with the page's half: each entry has all it needs inside.
for (const { kind, suffix = '', names } of [
  { kind: esm, names: ['index', 'redis', 'durable-object'] },
  { kind: cjs, names: ['index', 'redis', 'durable-object'] },
  { kind: esm, suffix: '.edge', names: ['index'] },
].filter(() => hasGateway)) {
  const folder = join(stage, 'gateway');
  const entryPoints = names.map((name) => ({ in: join(folder, `${name}.js`), out: `gateway/${name}${suffix}` }));
  await bundle(kind, entryPoints, ({ onResolve }) => {
    onResolve({ filter: /^\.\/place\.js$/ }, () => ({ path: join(folder, `place${suffix}.js`) }));
    onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, external: true }));
  });
}

const typed = [
  'index',
  'slim',
  'sdk',
  'element',
  'element/define',
  ...(hasGateway ? ['gateway/index', 'gateway/redis', 'gateway/durable-object'] : []),
];
for (const entry of typed) {
  const types = read(join(root, entry === 'index' ? 'src/wasm/typings.d.ts' : `pkg-template/${entry}.d.ts`));
  writeFileSync(join(out, `${entry}.d.ts`), types);
  writeFileSync(join(out, `${entry}.d.cts`), types.replaceAll(/(?<='\.\.?\/\w+)\.js(?=')/g, '.cjs'));
}
const manifest = JSON.parse(read(join(root, 'pkg-template/package.json')));
writeFileSync(join(out, 'package.json'), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
for (const file of ['pkg-template/README.md', 'LICENSE-APACHE', 'LICENSE-MIT', 'CHANGELOG.md']) {
  cpSync(join(root, file), join(out, file.split('/').at(-1)));
}
