// A module of WebAssembly and its glue, as the package ships them.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Node 20 refuses the others. */
const features = [
  'mutable-globals', 'sign-ext', 'nontrapping-float-to-int', 'bulk-memory', 'bulk-memory-opt', 'reference-types', 'multivalue',
];

/**
 * What makes a module smallest: its control flow is rebuilt, which needs flat code, and optimised twice. None of these
 * passes may assume that nothing traps: they could remove bounds checks.
 */
const passes = ['--flatten', '--rereloop', '-Oz', '-Oz'];

/**
 * Makes a module smallest. Returns the source of its glue.
 * @param {string} glueDir the folder with wasm-bindgen's output
 * @param {string} name as wasm-bindgen has it
 * @param {string} out the file to make
 */
export function shrink(glueDir, name, out) {
  const wasmOpt = join(dirname(createRequire(import.meta.url).resolve('binaryen/package.json')), 'bin/wasm-opt');
  const names = JSON.parse(execFileSync(process.execPath, [
    wasmOpt, join(glueDir, `${name}_bg.wasm`), '-o', out, '--mvp-features', ...features.map((feature) => `--enable-${feature}`),
    ...passes,
    // One-letter names for imports and exports; the pass prints which is which.
    '--minify-imports-and-exports-and-modules', '--strip-debug', '--strip-producers', '--strip-target-features',
  ], { encoding: 'utf8' }));
  return glue(readFileSync(join(glueDir, `${name}_bg.js`), 'utf8'), names);
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
