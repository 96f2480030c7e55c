// Why a row can't be sent now, as far as that is known without a request. Pure functions.
import { cleared } from './row.js';

/** @import { RowState } from './row.js' */
/** @import { Budget } from './run-options.js' */

/** What blocks a row. By the time it can be sent, its card is read again. @typedef {Partial<RowState> & { knownAt: 0 }} Block */

/**
 * Returns the state of a row whose number has no write left.
 *
 * @param {Budget | undefined} budget what is known of the number's writes
 * @param {number} now milliseconds since 1970
 * @returns {Block & { result: 'held', heldUntil: Date } | undefined} absent if it has one, or that isn't known
 */
export function withoutBudget(budget, now) {
  const { remaining, nextWriteAt } = budget ?? {};
  if (remaining !== 0 || !nextWriteAt || nextWriteAt.getTime() <= now) return undefined;
  return { ...cleared, result: 'held', heldUntil: nextWriteAt, knownAt: 0 };
}

/**
 * Returns the state of a row whose number is in another run.
 *
 * @param {Date | undefined} otherRunAt when the other run was started that is still to send the number
 * @returns {Block & { result: 'in_other_run' } | undefined} absent if there is none
 */
export const inOtherRun = (otherRunAt) => otherRunAt && { ...cleared, result: 'in_other_run', otherRunAt, knownAt: 0 };
