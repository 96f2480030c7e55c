// @ts-check
// Loading: the first call instantiates, importing does nothing. An instance that broke is replaced.
import { breakAll, trapped } from './calls.js';
import { createGlue } from './glue.js';
import { starting, unavailable } from './unavailable.js';

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

/** @param {() => WebAssembly.Module} compile */
function instantiate(compile) {
  const guard = guards();
  const glue = starting(() => {
    // Glue of its own: what an old instance left behind never calls a new one.
    const made = createGlue();
    const { exports } = new WebAssembly.Instance(compile(), made.imports);
    made.use(exports, guard);
    return made;
  });
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
