// The sliding windows of the stores in JavaScript, which have the state. The rule is in src/gateway/sliding_window.rs.
import { getInstance } from '../instance.js';

/** @typedef {import('../../types/gateway/index.js').Slot} Slot */
/** @typedef {import('../../types/gateway/index.js').Reservation} Reservation */

/**
 * Takes one slot under every key, or none where one of them is full.
 * @param {readonly Slot[]} slots no key twice
 * @param {readonly (readonly number[])[]} taken for each key, when its taken slots are free again, the soonest first
 * @param {number} now in whole milliseconds, as those times
 * @returns {{ reservation: Reservation, taken: number[][] }} `taken`: the same after the reservation
 */
export function reserveSlots(slots, taken, now) {
  const numbers = [now];
  for (const [index, { limit, window }] of slots.entries()) {
    const times = taken[index] ?? [];
    numbers.push(limit, window, times.length, ...times);
  }
  const [granted, ...results] = getInstance().call('reserveSlots', Float64Array.from(numbers));
  let position = 0;
  const usages = slots.map(() => {
    const [used = 0, reset = 0] = results.slice(position, position + 2);
    const times = results.slice(position + 2, position + 2 + used);
    position += 2 + used;
    return { used, reset, times };
  });
  return {
    reservation: { granted: granted === 1, places: usages.map(({ used, reset }) => ({ used, reset })) },
    taken: usages.map(({ times }) => times),
  };
}
