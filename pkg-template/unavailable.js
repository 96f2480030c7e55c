// @ts-check
// Why a module can't start.
import { WasmUnavailableError, createError } from './errors.js';

/** What hosts say when they forbid WebAssembly, and what helps. @type {[RegExp, string][]} */
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
 * What it means here that a module can't start.
 * @param {unknown} cause
 */
export function explained(cause) {
  if (cause instanceof WasmUnavailableError) return cause;
  if (typeof WebAssembly === 'undefined') {
    return unavailable('This host has no WebAssembly: it is too old, or its settings switch it off');
  }
  const [, message] = reasons.find(([pattern]) => pattern.test(String(cause))) ?? [];
  return unavailable(
    message ??
      'WebAssembly could not start; the cause says why. Where it must not be compiled at once, await load() first',
    cause,
  );
}

/**
 * Runs what compiles and starts a module.
 * @template T
 * @param {() => T} start
 */
export function starting(start) {
  try {
    return start();
  } catch (cause) {
    throw explained(cause);
  }
}

/**
 * @param {string} message
 * @param {unknown} [cause]
 */
export function unavailable(message, cause) {
  return createError({ name: 'WasmUnavailableError', message, outcome: 'not_sent' }, cause);
}
