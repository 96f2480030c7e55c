// @ts-check
// Budgets in memory: for one process, until it ends.
import { take } from './window.js';

/** @returns {import('./index.js').Store} */
export function memoryStore() {
  /** When the places of each key are free again. The key that was granted last comes last. @type {Map<string, number[]>} */
  const budgets = new Map();
  return {
    async reserve(places) {
      // Setting the clock of the machine doesn't change this one.
      const now = Math.floor(performance.now());
      forget(budgets, now);
      const { reservation, taken } = take(
        places,
        places.map(({ key }) => budgets.get(key) ?? []),
        now,
      );
      places.forEach(({ key }, index) => {
        if (reservation.granted) budgets.delete(key);
        if (taken[index].length) budgets.set(key, taken[index]);
      });
      return reservation;
    },
  };
}

/**
 * Drops the keys of which every place is free. It ends at the first that has one taken: no key outlives the longest
 * window, and a reservation doesn't look at all of them.
 * @param {Map<string, number[]>} budgets
 * @param {number} now
 */
function forget(budgets, now) {
  for (const [key, moments] of budgets) {
    if (moments[moments.length - 1] > now) break;
    budgets.delete(key);
  }
}
