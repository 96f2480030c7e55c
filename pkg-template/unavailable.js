// @ts-check
// Why a module can't start.
import { WasmUnavailableError, createError } from './errors.js';

/** What hosts say when they forbid WebAssembly, and what helps. @type {[RegExp, string][]} */
const reasons = [
  [
    /disallowed by embedder/i,
    "This host forbids compiling WebAssembly: build with the workerd or edge-light condition, or use the slim entry",
  ],
  [
    /CSP|content security policy|unsafe-eval/i,
    "This page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src",
  ],
];

/**
 * Runs what compiles and starts a module; what it throws is told as what it means here.
 * @template T
 * @param {() => T} start
 */
export function starting(start) {
  if (typeof WebAssembly === 'undefined') {
    throw unavailable('This host has no WebAssembly: it is too old, or its settings switch it off', undefined);
  }
  try {
    return start();
  } catch (cause) {
    if (cause instanceof WasmUnavailableError) throw cause;
    const [, message] = reasons.find(([pattern]) => pattern.test(String(cause))) ?? [];
    throw unavailable(message ?? 'WebAssembly could not start; the cause says why', cause);
  }
}

/**
 * @param {string} message
 * @param {unknown} cause
 */
export function unavailable(message, cause) {
  return createError({ name: 'WasmUnavailableError', message, outcome: 'not_sent' }, cause);
}
