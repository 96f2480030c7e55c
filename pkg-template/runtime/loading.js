// Loading: importing does nothing, the first call instantiates, and an instance that broke is replaced.
import { imports } from './glue.js';
import { current, Instance } from './instance.js';
import { startError } from './unavailable.js';

/**
 * @typedef {object} Environment how an entry gets its module; each entry is bound to one
 * @property {() => WebAssembly.Module | Uint8Array<ArrayBuffer>} source the module, or its bytes
 * @property {boolean} isServer whether the entry runs on servers only, whatever their globals are
 * @property {number} waiting how many calls wait for the module: later calls queue behind them
 * @property {Promise<void> | undefined} loading what they wait for
 */

/**
 * Returns the instance; compiles it synchronously where there is none. Throws where the host refuses that.
 * @param {Environment} environment
 */
export function getInstance(environment) {
  try {
    current.instance ??= new Instance(new WebAssembly.Instance(moduleOf(environment.source()), imports));
    return current.instance;
  } catch (cause) {
    throw startError(cause, ', and await load() first');
  }
}

/**
 * Returns the module, compiled from bytes where needed. Bytes are recognized, as a module may come from another realm.
 * @param {ReturnType<Environment['source']>} source
 */
const moduleOf = (source) =>
  ArrayBuffer.isView(source) ? new WebAssembly.Module(/** @type {Uint8Array<ArrayBuffer>} */ (source)) : source;

/**
 * Runs a function with the instance: at once where the host can compile at once, so that a request leaves before a page
 * is closed; otherwise once it is compiled, in the order of the calls and with nothing in between.
 * @template T
 * @param {Environment} environment
 * @param {(instance: Instance) => Promise<T>} run throws nothing: what fails in it is a rejection
 * @returns {Promise<T>}
 */
export function withInstance(environment, run) {
  try {
    if (!environment.waiting) return run(getInstance(environment));
  } catch {
    // Older engines refuse it on a page's main thread.
  }
  return runLater(environment, run);
}

/** Runs a function once the module is compiled. @type {typeof withInstance} */
async function runLater(environment, run) {
  environment.waiting++;
  try {
    environment.loading ??= compileLater(environment);
    await environment.loading;
    return run(getInstance(environment));
  } finally {
    if (!--environment.waiting) environment.loading = undefined;
  }
}

/** Compiles the module asynchronously, and starts its instance. @param {Environment} environment */
async function compileLater(environment) {
  try {
    const source = /** @type {Uint8Array<ArrayBuffer>} */ (environment.source());
    /** The result for a module is the instance itself. @type {{ instance?: WebAssembly.Instance }} */
    const made = await WebAssembly.instantiate(source, imports);
    const instance = Object.hasOwn(made, 'instance') ? made.instance : made;
    current.instance ??= new Instance(/** @type {WebAssembly.Instance} */ (instance));
  } catch (cause) {
    throw startError(cause);
  }
}
