// @ts-check
// Loading: the first call instantiates, importing does nothing.
import { WasmUnavailableError } from './errors.js';
import * as errors from './errors.js';
import * as glue from './glue.js';

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
  let instance;
  try {
    instance = new WebAssembly.Instance(compile(), { './contact_card_bg.js': glue, './errors.js': errors });
  } catch (cause) {
    throw unavailable(
      "WebAssembly could not start. If the page has a Content-Security-Policy, it needs script-src 'wasm-unsafe-eval'",
      cause,
    );
  }
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

/**
 * @param {string} message
 * @param {unknown} cause
 */
function unavailable(message, cause) {
  return new WasmUnavailableError(message, { outcome: 'not_sent' }, cause);
}
