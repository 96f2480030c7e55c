// Random draws that depend on a seed and a case's index alone, so that each case can be replayed by itself.

/** @typedef {ReturnType<typeof draws>} Draws */

/**
 * Returns functions that draw at random.
 *
 * @param {number} seed
 * @param {number} index of the case
 */
export function draws(seed, index) {
  let state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
  /** Returns a number from 0 to below 1 (mulberry32). */
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    random,
    /**
     * Returns one item of a list, which isn't empty.
     *
     * @template Item
     * @param {readonly Item[]} list
     */
    pick: (list) => /** @type {Item} */ (list[Math.floor(random() * list.length)]),
    /** Returns true for that share of draws. @param {number} share */
    chance: (share) => random() < share,
    /** Returns a whole number below `end`. @param {number} end */
    below: (end) => Math.floor(random() * end),
  };
}
