// When the next write of a number is possible. Pure functions.

/** @import { Budget } from '../account/budgets.js' */

/** A second, in milliseconds. */
const SECOND = 1000;

/**
 * Returns a budget whose next write is no sooner than a time.
 *
 * @param {Budget | undefined} budget
 * @param {Date | undefined} time
 * @returns {Budget | undefined}
 */
export function postpone(budget, time) {
  if (!budget || !time || (budget.nextWriteAt && budget.nextWriteAt >= time)) return budget;
  return { ...budget, nextWriteAt: time };
}

/**
 * Whether the next write of a budget is no sooner than a time. Both are shown in seconds, so that less doesn't count.
 *
 * @param {Budget | undefined} budget
 * @param {Date} time
 */
export const covers = (budget, time) =>
  Boolean(budget?.nextWriteAt && budget.nextWriteAt.getTime() > time.getTime() - SECOND);
