// Makes the npm package in pkg/ from the hand-written half (pkg-template/), the generated glue and the module.
// Words: the folder with wasm-bindgen's output, the version.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { encode } from './encode.mjs';

const [glueDir, version] = process.argv.slice(2);
const root = join(import.meta.dirname, '../..');
const out = join(root, 'pkg');
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
// classes. An entry more is a word more here.
const modules = ['core', 'bytes', 'index'];
for (const [format, extension] of [['esm', 'js'], ['cjs', 'cjs']]) {
  await build({
    entryPoints: modules.map((name) => join(stage, `${name}.js`)),
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
      setup({ onResolve }) {
        // wasm-bindgen has a copy of its own; there must be one set of classes.
        onResolve({ filter: /snippets\/.*\/errors\.js$/ }, () => ({ path: join(stage, 'errors.js') }));
        onResolve({ filter: new RegExp(`^\\./(${modules.join('|')})\\.js$`) }, ({ kind, path }) =>
          kind === 'entry-point' ? undefined : { path: path.replace(/js$/, extension), external: true });
      },
    }],
  });
}
for (const entry of ['index']) {
  cpSync(join(root, 'src/wasm/typings.d.ts'), join(out, `${entry}.d.ts`));
  cpSync(join(root, 'src/wasm/typings.d.ts'), join(out, `${entry}.d.cts`));
}
const manifest = JSON.parse(read(join(root, 'pkg-template/package.json')));
writeFileSync(join(out, 'package.json'), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
for (const file of ['pkg-template/README.md', 'LICENSE-APACHE', 'LICENSE-MIT', 'CHANGELOG.md']) {
  cpSync(join(root, file), join(out, file.split('/').at(-1)));
}

/** The generated glue as one value of exports, one of imports, under the module's short names, and a way to set the instance. */
function glue(source, { imports, exports }) {
  const members = imports.map(([from, name, short]) => {
    if (!source.includes(`export function ${name}(`)) throw new Error(`the glue has no ${name} of ${from}`);
    return `    ${JSON.stringify(short)}: ${name},`;
  });
  const setters = exports.map(([name, short]) => `    ${JSON.stringify(name)}: exports[${JSON.stringify(short)}],`);
  return `${source}
export const imports = { a: {
${members.join('\n')}
} };
export function use(exports) {
  __wbg_set_wasm({
${setters.join('\n')}
  });
  wasm.__wbindgen_start();
}
export const glue = { call, previewUpdate, validateContactCardUpdate, changedFields, parsePhoneNumber, isE164 };
`;
}
