// A module of WebAssembly and its glue, as the package ships them.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Node 20 refuses the others. */
const features = [
  'mutable-globals',
  'sign-ext',
  'nontrapping-float-to-int',
  'bulk-memory',
  'bulk-memory-opt',
  'reference-types',
  'multivalue',
];

/**
 * What makes a module smallest: its control flow is rebuilt, which needs flat code, and optimised twice. None of these
 * passes may assume that nothing traps: they could remove bounds checks.
 */
const passes = ['--flatten', '--rereloop', '-Oz', '-Oz'];

/**
 * Makes a module smallest, and its glue.
 * @param {string} glueDir the folder with wasm-bindgen's output
 * @param {string} name as wasm-bindgen has it
 * @param {string} out the file to make
 * @param {(source: string, imports: string) => string} glue makes the source of the package's glue
 */
export function shrink(glueDir, name, out, glue) {
  const wasmOpt = join(dirname(createRequire(import.meta.url).resolve('binaryen/package.json')), 'bin/wasm-opt');
  execFileSync(process.execPath, [
    wasmOpt,
    join(glueDir, `${name}_bg.wasm`),
    '-o',
    out,
    '--mvp-features',
    ...features.map((feature) => `--enable-${feature}`),
    ...passes,
    '--strip-debug',
    '--strip-producers',
    '--strip-target-features',
  ]);
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(out)));
  return glue(readFileSync(join(glueDir, `${name}_bg.js`), 'utf8'), importObject(imports));
}

/** The source of an object with what a module imports, all of it from its glue. @param {WebAssembly.ModuleImportDescriptor[]} imports */
function importObject(imports) {
  const names = imports.map(({ name }) => name).join(', ');
  return `{ ${JSON.stringify(imports[0].module)}: { ${names} } }`;
}

/**
 * Glue for a module whose functions take and return numbers and JavaScript's own values, which need no translation: a
 * module that exports `imports` and `use(exports)`. Bundlers drop what this doesn't use.
 * @param {string} source @param {string} imports an object's source
 */
export const plainGlue = (source, imports) => `${withoutEffects(source)}
export const imports = ${imports};
export function use(exports) {
  __wbg_set_wasm(exports);
  exports.__wbindgen_start();
  return exports;
}
`;

/**
 * Marks what the source does when it is imported: it makes a decoder, which is left out where nothing uses it.
 * @param {string} source
 */
const withoutEffects = (source) =>
  source.replaceAll(/new TextDecoder\(|cachedTextDecoder\.decode\(\);/g, '/* @__PURE__ */ $&');

/**
 * Glue that translates, and so keeps something of an instance, such as views of its memory: a module that exports
 * `createGlue()`, which makes it anew for each instance. Its `use(exports)` returns the functions.
 * @param {string} source @param {string} imports an object's source
 */
export function translatingGlue(source, imports) {
  const functions = [...source.matchAll(/^export (?:function|class) (?!__)(\w+)/gm)].map(([, name]) => name);
  return `export function createGlue() {
${source.replaceAll(/^export /gm, '')}
  function use(exports) {
    __wbg_set_wasm(exports);
    exports.__wbindgen_start();
    return { ${functions.join(', ')} };
  }
  return { imports: ${imports}, use };
}
`;
}
