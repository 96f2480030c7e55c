// Loading: importing does nothing, the first call instantiates, and an instance that broke is replaced.
import { imports } from './glue.js';
import { current, Instance } from './instance.js';
import { explained } from './unavailable.js';

/**
 * @typedef {object} Environment how an entry gets its module; each entry is bound to one
 * @property {() => WebAssembly.Module | Uint8Array<ArrayBuffer>} source the module, or its bytes
 * @property {boolean} isServer whether the entry is for servers alone
 * @property {number} waiting how many calls wait for the module: later ones wait behind them
 * @property {Promise<void> | undefined} loading what they wait for
 */

/**
 * Returns the instance, compiled at once where there is none. Throws where the host refuses that.
 * @param {Environment} environment
 */
export function instance(environment) {
  try {
    current.instance ??= new Instance(new WebAssembly.Instance(moduleOf(environment.source()), imports));
    return current.instance;
  } catch (cause) {
    throw explained(cause);
  }
}

/** Compiles bytes. They are what is recognized, as a module may come from another realm. @param {ReturnType<Environment['source']>} source */
const moduleOf = (source) =>
  ArrayBuffer.isView(source) ? new WebAssembly.Module(/** @type {Uint8Array<ArrayBuffer>} */ (source)) : source;

/**
 * Runs a function with the instance: at once where the host can compile at once, so that a request leaves before a page
 * is closed; otherwise once it is compiled, in the order of the calls and with nothing in between.
 * @template T
 * @param {Environment} environment
 * @param {(instance: Instance) => Promise<T>} run
 * @returns {Promise<T>}
 */
export function withInstance(environment, run) {
  let found;
  try {
    found = environment.waiting ? undefined : instance(environment);
  } catch {
    // Older engines refuse it on a page's main thread.
  }
  return found ? run(found) : runLater(environment, run);
}

/** @type {typeof withInstance} */
async function runLater(environment, run) {
  environment.waiting++;
  let running;
  try {
    environment.loading ??= compiled(environment);
    await environment.loading;
    running = run(instance(environment));
  } finally {
    if (!--environment.waiting) environment.loading = undefined;
  }
  return running;
}

/** @param {Environment} environment */
async function compiled(environment) {
  try {
    const source = /** @type {Uint8Array<ArrayBuffer>} */ (environment.source());
    /** Of bytes, the instance comes with its module. @type {WebAssembly.WebAssemblyInstantiatedSource | WebAssembly.Instance} */
    const made = await WebAssembly.instantiate(source, imports);
    current.instance ??= new Instance('instance' in made ? made.instance : made);
  } catch (cause) {
    throw explained(cause);
  }
}
