// Waits for conditions.
import { setTimeout } from 'node:timers/promises';
import { waitLimit } from './limits.js';

/**
 * Waits until a condition holds.
 *
 * @param {() => unknown} condition may return a promise
 */
export async function until(condition) {
  const end = performance.now() + waitLimit;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`the condition should hold: ${condition}`);
    await setTimeout(10);
  }
}
