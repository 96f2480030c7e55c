// @ts-check
// Loading: the first call instantiates, importing does nothing.
import { WasmUnavailableError } from './errors.js';
import { glue, imports, use } from './glue.js';

let isReady = false;

/**
 * The core's exports, on one instance for all entries of this format.
 * @param {() => WebAssembly.Module} compile the entry's way to the module
 */
export function core(compile) {
  if (!isReady) {
    instantiate(compile);
    isReady = true;
  }
  return glue;
}

/** @param {() => WebAssembly.Module} compile */
function instantiate(compile) {
  if (typeof WebAssembly === 'undefined') {
    throw unavailable('This host has no WebAssembly', undefined);
  }
  try {
    use(new WebAssembly.Instance(compile(), imports).exports);
  } catch (cause) {
    throw unavailable(
      "WebAssembly could not start. A page with a Content-Security-Policy needs script-src 'wasm-unsafe-eval'",
      cause,
    );
  }
}

/**
 * @param {string} message
 * @param {unknown} cause
 */
function unavailable(message, cause) {
  return new WasmUnavailableError(message, { outcome: 'not_sent' }, cause);
}
