// @ts-check
// What outlives an instance of the module: the calls under way, the ledgers of the write budget. Plain data; the core
// says what it means.
import { WasmTrapError } from './errors.js';

/**
 * @typedef {object} Call what the core leaves here of a call
 * @property {boolean} [isWritten] a write was sent
 * @property {AbortController} [transfer] what is under way
 * @property {ReturnType<typeof setTimeout>} [deadline] the timer
 * @property {ReturnType<typeof setTimeout>} [sleep] the timer
 */

/** What rejects each call under way. @type {Map<Call, (reason: Error) => void>} */
const live = new Map();

/**
 * Runs a call, which rejects when its instance breaks under it.
 * @template T
 * @param {(call: Call) => Promise<T>} run
 */
export async function follow(run) {
  /** @type {Call} */
  const call = {};
  const broken = new Promise((_, reject) => live.set(call, reject));
  try {
    return await Promise.race([run(call), broken]);
  } finally {
    live.delete(call);
    clearTimeout(call.deadline);
    clearTimeout(call.sleep);
  }
}

/**
 * The instance of all live calls broke: none of them would ever settle.
 * @param {unknown} cause
 */
export function breakAll(cause) {
  for (const [call, reject] of live) {
    call.transfer?.abort();
    reject(trapped(call.isWritten ? 'unknown' : 'not_sent', cause));
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

/** @param {string} number @param {Float64Array} budget a part of the instance's memory */
export const keepBudget = (number, budget) => void budgets.set(number, budget.slice());

/** @param {unknown} thrown by a function of the caller whose failure doesn't matter to the call */
export function report(thrown) {
  const { reportError } = /** @type {any} */ (globalThis);
  if (reportError) reportError(thrown);
  else console.error(thrown);
}
