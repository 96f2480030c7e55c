// The texts about a write budget: pure functions.
import { minuteFrom } from '../shell/time.js';

/** @import { Budget } from '../account/budgets.js' */

/** Above so many writes, dots would be harder to read than the number. */
const MOST_DOTS = 8;

/** The text while no server has reported a budget, as after a reload. */
const unknown = 'Writes left: not known yet (Linq allows 3 in 10 minutes)';

/**
 * Describes a budget: its dots, and the same in words.
 *
 * @param {Budget | undefined} budget
 * @returns {{ dots: boolean[], text: string }} `dots`: one for each write, true where it is left
 */
export function describeBudget(budget) {
  if (!budget) return { dots: [], text: unknown };
  const { limit, remaining, nextWriteAt } = budget;
  const dots = limit > MOST_DOTS ? [] : Array.from({ length: limit }, (_, index) => index < remaining);
  if (!nextWriteAt) return { dots, text: `${remaining} of ${limit} ${limit === 1 ? 'write' : 'writes'} left` };
  return { dots, text: `Next write at ${minuteFrom(nextWriteAt)}` };
}

/**
 * Returns the minutes and seconds until a time, such as 9:57.
 *
 * @param {Date} time
 * @param {number} now milliseconds since 1970
 */
export function countdown(time, now) {
  const seconds = Math.max(0, Math.ceil((time.getTime() - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
