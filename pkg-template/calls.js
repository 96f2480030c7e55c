// @ts-check
// What outlives an instance of the module: the calls under way, the ledgers of the write budget. Plain data; the core
// says what it means.
import { WasmTrapError } from './errors.js';

/** @typedef {{ isSent: boolean, transfer?: AbortController, broken: Promise<never>, fail: (reason: Error) => void }} Call */

/** @type {Set<Call>} */
const live = new Set();

/**
 * Runs a call, which rejects when its instance breaks under it.
 * @template T
 * @param {(call: Call) => Promise<T>} run
 */
export async function follow(run) {
  const call = /** @type {Call} */ ({ isSent: false });
  call.broken = new Promise((_, fail) => (call.fail = fail));
  live.add(call);
  try {
    return await Promise.race([run(call), call.broken]);
  } finally {
    live.delete(call);
  }
}

/**
 * The instance of all live calls broke: none of them would ever settle.
 * @param {unknown} cause
 */
export function breakAll(cause) {
  for (const call of live) {
    call.transfer?.abort();
    call.fail(trapped(call.isSent ? 'unknown' : 'not_sent', cause));
  }
}

/**
 * @param {string} outcome
 * @param {unknown} cause
 */
export function trapped(outcome, cause) {
  return new WasmTrapError('The WebAssembly instance broke. The next call starts a new one', { outcome }, cause);
}

/** @type {Map<string, Float64Array | number[]>} */
const budgets = new Map();

/** @param {string} number */
export const keptBudget = (number) => budgets.get(number) ?? [];

/** @param {string} number @param {Float64Array} budget */
export const keepBudget = (number, budget) => void budgets.set(number, budget);

/** @param {unknown} thrown by a function of the caller whose failure doesn't matter to the call */
export function report(thrown) {
  const { reportError } = /** @type {any} */ (globalThis);
  if (reportError) reportError(thrown);
  else console.error(thrown);
}
