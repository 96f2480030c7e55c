// Makes the npm package from the hand-written half (pkg-template/), the generated glue and the module.
// Words: the folder with wasm-bindgen's output, the folder to make, the version.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { build, transform } from 'esbuild';
import { encode } from './encode.mjs';

const [glueDir, out, version] = process.argv.slice(2);
const root = join(import.meta.dirname, '../..');
const stage = join(glueDir, '../stage');
const read = (path) => readFileSync(path, 'utf8');

rmSync(out, { recursive: true, force: true });
rmSync(stage, { recursive: true, force: true });
mkdirSync(out);
cpSync(join(root, 'pkg-template'), stage, { recursive: true });

// The module, smallest. Features that Node 20 refuses stay off.
const wasmOpt = join(dirname(createRequire(import.meta.url).resolve('binaryen/package.json')), 'bin/wasm-opt');
const features = [
  'mutable-globals', 'sign-ext', 'nontrapping-float-to-int', 'bulk-memory', 'bulk-memory-opt', 'reference-types', 'multivalue',
];
const names = JSON.parse(execFileSync(process.execPath, [
  wasmOpt, join(glueDir, 'contact_card_bg.wasm'), '-o', join(out, 'contact_card.wasm'), '-Oz', '--mvp-features',
  ...features.map((feature) => `--enable-${feature}`),
  // One-letter names for imports and exports; the pass prints which is which.
  '--minify-imports-and-exports-and-modules', '--strip-debug', '--strip-producers', '--strip-target-features',
], { encoding: 'utf8' }));
writeFileSync(join(stage, 'glue.js'), glue(read(join(glueDir, 'contact_card_bg.js')), names));
writeFileSync(join(stage, 'bytes.js'), encode(readFileSync(join(out, 'contact_card.wasm'))));

// One shared internal module (core) for all entries of a format, so that they share one instance and one set of error
// classes. At the edge the same entries stand in another place; the slim one has its place and the rest inside. The
// element stands on the main entry, which does nothing on a server.
const modules = ['core', 'bytes', 'place', 'index', 'sdk', 'element', 'element/define'];
const shared = /^\.\.?\/(core|bytes|element)\.js$/;
for (const { format, extension, suffix = '', names = modules } of [
  { format: 'esm', extension: 'js' },
  { format: 'cjs', extension: 'cjs' },
  { format: 'esm', extension: 'js', suffix: '.edge', names: ['place', 'index', 'sdk'] },
  { format: 'esm', extension: 'js', names: ['slim'] },
  { format: 'cjs', extension: 'cjs', names: ['slim'] },
]) {
  const source = (name) => join(stage, name === 'place' ? `place${suffix}.js` : `${name}.js`);
  await build({
    entryPoints: names.map((name) => ({ in: source(name), out: `${name}${suffix}` })),
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
    plugins: [{
      name: 'modules of the package stay modules',
      setup({ onLoad, onResolve }) {
        // wasm-bindgen has copies of its own; there must be one set of classes, and of ledgers.
        onResolve({ filter: /snippets\/.*\/pkg-template\// }, ({ path }) => ({ path: join(stage, basename(path)) }));
        onResolve({ filter: /\.wasm\?module$/ }, ({ path }) => ({ path, external: true }));
        onResolve({ filter: shared }, ({ kind, path }) =>
          kind === 'entry-point' ? undefined : { path: path.replace(/js$/, extension), external: true });
        onResolve({ filter: /^\.\.\/index\.js$/ }, () => ({ path: `./index.${extension}`, external: true }));
        onResolve({ filter: /^\.\/place\.js$/ }, () =>
          names.includes('place')
            ? { path: `./place${suffix}.${extension}`, external: true }
            : { path: join(stage, 'place.slim.js') });
        // Styles are a text in their module.
        onLoad({ filter: /\.css$/ }, async ({ path }) => {
          const { code } = await transform(read(path), { loader: 'css', minify: true, target: ['chrome119', 'firefox120', 'safari17'] });
          return { contents: code.trim(), loader: 'text' };
        });
      },
    }],
  });
}
for (const entry of ['index', 'slim', 'sdk', 'element', 'element/define']) {
  const types = read(join(root, entry === 'index' ? 'src/wasm/typings.d.ts' : `pkg-template/${entry}.d.ts`));
  writeFileSync(join(out, `${entry}.d.ts`), types);
  writeFileSync(join(out, `${entry}.d.cts`), types.replaceAll(/(?<='\.\.?\/\w+)\.js(?=')/g, '.cjs'));
}
const manifest = JSON.parse(read(join(root, 'pkg-template/package.json')));
writeFileSync(join(out, 'package.json'), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
for (const file of ['pkg-template/README.md', 'LICENSE-APACHE', 'LICENSE-MIT', 'CHANGELOG.md']) {
  cpSync(join(root, file), join(out, file.split('/').at(-1)));
}

/**
 * The generated glue as a function that makes it anew for each instance: its imports under the module's short names, its
 * exports, and a way to set the instance, whose functions go through a guard.
 */
function glue(source, { imports, exports }) {
  // What needs no translation the module imports past the glue.
  const direct = [];
  const members = imports.map(([from, name, short]) => {
    if (from.startsWith('./snippets/')) direct.push(`import { ${name} } from ${JSON.stringify(from)};`);
    else if (!source.includes(`export function ${name}(`)) throw new Error(`the glue has no ${name} of ${from}`);
    return `    ${JSON.stringify(short)}: ${name},`;
  });
  const setters = exports.map(([name, short]) => {
    const value = `exports[${JSON.stringify(short)}]`;
    // What the host calls. The rest is called by the glue's own functions, which are guarded as a whole.
    return `      ${JSON.stringify(name)}: ${/closure/.test(name) ? `guard(${value}, true)` : value},`;
  });
  const isImport = (line) => line.startsWith('import ');
  const lines = source.split('\n');
  const body = lines.filter((line) => !isImport(line)).map((line) => line.replace(/^export /, ''));
  const names = [...source.matchAll(/^export function (?!__)(\w+)/gm)].map(([, name]) => name);
  return `${[...direct, ...lines.filter(isImport)].join('\n')}
export function createGlue() {
  // The core drops every closure that it makes, so none has to be watched, which is slow.
  const FinalizationRegistry = undefined;
${body.join('\n')}
  function use(exports, guard) {
    __wbg_set_wasm({
${setters.join('\n')}
    });
    wasm.__wbindgen_start();
  }
  const imports = { a: {
${members.join('\n')}
  } };
  return { imports, use, exports: { ${names.join(', ')} } };
}
`;
}
