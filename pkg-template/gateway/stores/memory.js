// The store in memory: for one process, until it ends.
import { reserveSlots } from './sliding-window.js';

/** @returns {import('../../types/gateway/index.js').Store} */
export function memoryStore() {
  /** When the taken slots of each key are free again. The key that was granted last comes last. @type {Map<string, number[]>} */
  const budgets = new Map();
  return {
    async reserve(slots) {
      // A monotonic clock: setting the machine's doesn't change it.
      const now = Math.floor(performance.now());
      dropFreeKeys(budgets, now);
      const before = slots.map(({ key }) => budgets.get(key) ?? []);
      const { reservation, taken } = reserveSlots(slots, before, now);
      for (const [index, { key }] of slots.entries()) {
        const times = taken[index] ?? [];
        if (reservation.granted) budgets.delete(key);
        if (times.length) budgets.set(key, times);
      }
      return reservation;
    },
  };
}

/**
 * Drops the keys of which every slot is free. It ends at the first that has one taken: no key outlives the longest window,
 * and a reservation doesn't look at all of them.
 * @param {Map<string, number[]>} budgets
 * @param {number} now
 */
function dropFreeKeys(budgets, now) {
  for (const [key, times] of budgets) {
    if ((times.at(-1) ?? 0) > now) break;
    budgets.delete(key);
  }
}
