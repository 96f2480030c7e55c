// Makes the package's WebAssembly modules and their glue from wasm-bindgen's output.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
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
 * The passes that make a module small: its control flow is rebuilt, which needs flat code, and optimised until nothing
 * changes. A call of a function with six bytes is as long as its code. None of the passes may assume that nothing traps, or
 * bounds checks could be removed.
 */
export const small = ['--always-inline-max-function-size=6', '--flatten', '--rereloop', '-Oz', '-Oz', '--converge'];

/** The passes that make a module fast, with the same exception. */
export const fast = ['-O3'];

/** The pass that shortens the names of imports and exports, and prints them. It runs on its own: `--converge` would repeat it. */
const shorten = '--minify-imports-and-exports-and-modules';

/** The passes that remove what only tools read. */
const strip = ['--strip-debug', '--strip-producers', '--strip-target-features'];

const binaryen = join(dirname(createRequire(import.meta.url).resolve('binaryen/package.json')), 'bin');

/** The exports that a page uses. wasm-bindgen has more, for closures, traps, and constants such as `undefined`. */
const used = ['memory', 'exchange', 'isE164', 'send'];

/** The text of an error of closures. It stays in a module without closures, as no tool knows which bytes of its data are used. */
const closureText = 'closure invoked recursively or after being dropped';

/**
 * Runs a tool of binaryen and returns what it prints.
 * @param {string} tool
 * @param {string} from the file to read @param {string} to the file to write
 * @param {string[]} flags
 */
function run(tool, from, to, flags) {
  const enabled = ['--mvp-features', ...features.map((feature) => `--enable-${feature}`)];
  return execFileSync(process.execPath, [join(binaryen, tool), from, '-o', to, ...enabled, ...flags], {
    encoding: 'utf8',
  });
}

/** Runs wasm-opt and returns what it prints. @param {string} from @param {string} to @param {string[]} flags */
const wasmOpt = (from, to, flags) => run('wasm-opt', from, to, [...flags, ...strip]);

/**
 * Writes a module without the exports that a page doesn't use, and without what only those need.
 * @param {string} from the file to read @param {string} to the file to write
 */
function removeUnused(from, to) {
  const graph = `${to}.graph.json`;
  writeFileSync(graph, JSON.stringify(used.map((name) => ({ name, export: name, root: true }))));
  run('wasm-metadce', from, to, ['--graph-file', graph]);
  rmSync(graph);
  const bytes = readFileSync(to);
  const start = bytes.indexOf(closureText);
  if (start >= 0) writeFileSync(to, bytes.fill(0, start, start + closureText.length));
}

/** wasm-bindgen's output: the module and the source of its glue. @param {string} folder @param {string} name */
const outputOf = (folder, name) => ({
  wasm: join(folder, `${name}_bg.wasm`),
  source: readFileSync(join(folder, `${name}_bg.js`), 'utf8'),
});

/**
 * Makes a module for pages, with short names of imports and exports. Its functions take and return numbers and JavaScript's
 * own values, which need no translation, and no import reads the module's memory. Returns the source of its glue, which
 * exports `imports` and `use(exports)`; bundlers drop the rest.
 * @param {string} glueDir the folder with wasm-bindgen's output
 * @param {string} name the module's, in that folder
 * @param {string} out the file to make
 * @param {string[]} passes
 */
export function makePageModule(glueDir, name, out, passes) {
  const { wasm, source } = outputOf(glueDir, name);
  removeUnused(wasm, out);
  wasmOpt(out, out, passes);
  /** @type {{ imports: [module: string, name: string, short: string][], exports: [name: string, short: string][] }} */
  const { imports, exports } = JSON.parse(wasmOpt(out, out, ['-Oz', shorten]));
  return `${withoutEffects(source)}
export const imports = { a: { ${imports.map(([, name, short]) => `${short}: ${name}`).join(', ')} } };
export const use = (exports) => ({ ${exports.map(([name, short]) => `${name}: exports.${short}`).join(', ')} });
`;
}

/**
 * Marks the effects of importing the source as pure, so that bundlers leave its decoder out where nothing uses it.
 * @param {string} source
 */
const withoutEffects = (source) =>
  source.replaceAll(/new TextDecoder\(|cachedTextDecoder\.decode\(\);/g, '/* @__PURE__ */ $&');

/**
 * Makes a module whose glue translates, and so has the state of an instance, such as views of its memory. Returns the source of
 * the glue. It exports `createGlue()`, which makes the glue of one instance; the `use(exports)` of that returns the functions
 * and classes.
 * @param {string} glueDir the folder with wasm-bindgen's output
 * @param {string} name the module's, in that folder
 * @param {string} out the file to make
 * @param {string[]} passes
 */
export function makeLargeModule(glueDir, name, out, passes) {
  const { wasm, source } = outputOf(glueDir, name);
  wasmOpt(wasm, out, passes);
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(readFileSync(out)));
  const functions = [...source.matchAll(/^export (?:function|class) (?!__)(\w+)/gm)].map(([, name]) => name);
  return `export function createGlue() {
${source.replaceAll(/^export /gm, '')}
  function use(exports) {
    __wbg_set_wasm(exports);
    exports.__wbindgen_start();
    return { ${functions.join(', ')} };
  }
  return { imports: { ${JSON.stringify(imports[0]?.module)}: { ${imports.map(({ name }) => name).join(', ')} } }, use };
}
`;
}
