// How long a run is going to take. A pure function.

/** The number of rows, and the time in milliseconds, after which a rate is known. */
const KNOWN_ROWS = 5;
const KNOWN_TIME = 1_000;

/**
 * Where a run is.
 *
 * @typedef {object} Pace
 * @property {number} ended how many rows have ended
 * @property {number} open how many haven't, without those that wait for a time or a decision
 * @property {number} active how long rows were in flight, in milliseconds
 * @property {number} [waits] how long the last row still waits for its time, in milliseconds
 */

/**
 * Estimates the time until the last row has ended, in milliseconds: by the rate of the rows so far, and by what they wait for.
 *
 * @param {Pace} pace
 * @returns {number | undefined} absent until the rate is known
 */
export function timeLeft({ ended, open, active, waits = 0 }) {
  if (open === 0) return waits;
  if (ended < KNOWN_ROWS || active < KNOWN_TIME) return undefined;
  return Math.max((active / ended) * open, waits);
}
