// Makes the package's WebAssembly modules and their glue from wasm-bindgen's output.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The features of WebAssembly that Node 20 has. */
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
 * The passes that make a module smallest: its control flow is rebuilt, which needs flat code, and optimised until nothing
 * changes. None of them may assume that nothing traps, or bounds checks could be removed.
 */
const passes = ['--flatten', '--rereloop', '-Oz', '-Oz', '--converge'];

/**
 * Makes a module, optimised for size. Returns the source of its glue.
 * @param {string} glueDir the folder with wasm-bindgen's output
 * @param {string} name the module's, in that folder
 * @param {string} out the file to make
 * @param {(source: string, imports: string) => string} glue makes the source of the package's glue
 */
export function makeModule(glueDir, name, out, glue) {
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

/**
 * Returns the source of an object with a module's imports, all of them from its glue.
 *
 * @param {WebAssembly.ModuleImportDescriptor[]} imports
 */
function importObject(imports) {
  const names = imports.map(({ name }) => name).join(', ');
  return `{ ${JSON.stringify(imports[0]?.module)}: { ${names} } }`;
}

/**
 * Returns the glue of a module whose functions take and return numbers and JavaScript's own values, which need no
 * translation. It exports `imports` and `use(exports)`; bundlers drop the rest.
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
 * Marks the effects of importing the source as pure, so that bundlers leave its decoder out where nothing uses it.
 * @param {string} source
 */
const withoutEffects = (source) =>
  source.replaceAll(/new TextDecoder\(|cachedTextDecoder\.decode\(\);/g, '/* @__PURE__ */ $&');

/**
 * Returns glue that translates, and so has the state of an instance, such as views of its memory. It exports
 * `createGlue()`, which makes the glue of one instance; the `use(exports)` of that returns the functions.
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
