// @ts-check
// Loading: the first call instantiates, importing does nothing. An instance that broke is replaced.
import { breakAll, trapped } from './calls.js';
import { WasmUnavailableError, createError } from './errors.js';
import { createGlue } from './glue.js';

/** @type {ReturnType<typeof instantiate> | undefined} */
let current;

/**
 * The core's exports, on one instance for all entries of this format.
 * @param {() => WebAssembly.Module} compile the entry's way to the module
 */
export function core(compile) {
  current ??= instantiate(compile);
  return current;
}

/** What hosts say when they forbid WebAssembly, and what helps. @type {[RegExp, string][]} */
const reasons = [
  [
    /disallowed by embedder/i,
    "This host forbids compiling WebAssembly: build with the package's workerd or edge-light condition, or use its slim entry",
  ],
  [
    /CSP|content security policy|unsafe-eval/i,
    "This page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src",
  ],
];

/** @param {() => WebAssembly.Module} compile */
function instantiate(compile) {
  if (typeof WebAssembly === 'undefined') {
    throw unavailable('This host has no WebAssembly: it is too old, or its settings switch it off', undefined);
  }
  const guard = guards();
  let glue;
  try {
    // Glue of its own: what an old instance left behind never calls a new one.
    glue = createGlue();
    const { exports } = new WebAssembly.Instance(compile(), glue.imports);
    glue.use(exports, guard);
  } catch (cause) {
    if (cause instanceof WasmUnavailableError) throw cause;
    const [, message] = reasons.find(([pattern]) => pattern.test(String(cause))) ?? [];
    throw unavailable(message ?? 'WebAssembly could not start; the cause says why', cause);
  }
  /** @type {any} */
  const functions = {};
  for (const [name, run] of Object.entries(glue.exports)) functions[name] = guard(run, false);
  return functions;
}

/**
 * The module that the caller of the slim entry has given.
 * @param {WebAssembly.Module | undefined} module
 */
export function present(module) {
  if (module) return module;
  throw unavailable('The slim entry has no module yet: await init(source) first', undefined);
}

/**
 * Wraps the functions of one instance. What they throw, a trap or an exhausted stack, leaves the instance in the middle
 * of something: nothing is called in it again.
 */
function guards() {
  /** @type {Error | undefined} */
  let broken;
  /**
   * @param {(...args: unknown[]) => unknown} run
   * @param {boolean} isCallback called by the host, where there is nobody to throw to
   */
  return (run, isCallback) => (/** @type {unknown[]} */ ...args) => {
    try {
      if (!broken) return run(...args);
    } catch (cause) {
      if (!broken) {
        broken = trapped('not_sent', cause);
        current = undefined;
        breakAll(cause);
      }
    }
    if (!isCallback) throw broken;
    return [];
  };
}

/**
 * @param {string} message
 * @param {unknown} cause
 */
function unavailable(message, cause) {
  return createError({ name: 'WasmUnavailableError', message, outcome: 'not_sent' }, cause);
}
