// The errors of WebAssembly that can't be used on a host.
import { createError, WasmUnavailableError } from './errors.js';

/** Patterns for the errors of hosts that forbid WebAssembly, each with the message that has the way out. @type {[RegExp, string][]} */
const reasons = [
  [
    /disallowed by embedder/i,
    'This host forbids compiling WebAssembly: build with the workerd or edge-light condition, or use the slim entry',
  ],
  [
    /CSP|content security policy|unsafe-eval/i,
    "This page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src",
  ],
];

/**
 * Returns the error for a module that didn't start, with the reason and the way out as far as they are known.
 * @param {unknown} cause
 * @param {string} [advice] for a reason that isn't known
 */
export function startError(cause, advice = '') {
  if (cause instanceof WasmUnavailableError) return cause;
  if (typeof WebAssembly === 'undefined') {
    return unavailable('This host has no WebAssembly, or it is switched off');
  }
  const message = reasons.find((reason) => reason[0].test(String(cause)))?.[1];
  return unavailable(message ?? `WebAssembly could not start: see the cause${advice}`, cause);
}

/**
 * Makes a `WasmUnavailableError`.
 * @param {string} message
 * @param {unknown} [cause]
 */
export function unavailable(message, cause) {
  return createError({ name: 'WasmUnavailableError', message, outcome: 'not_sent' }, cause);
}
