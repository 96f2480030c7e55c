// The rows that wait for their time.

/** @import { HeldRow } from './row.js' */

/** Rows in the order of their times. */
export class HeldRows {
  /** The rows, the first one last. @type {HeldRow[]} */
  #rows = [];

  get count() {
    return this.#rows.length;
  }

  /** The time of the first row. */
  get first() {
    return this.#rows.at(-1)?.heldUntil;
  }

  /** The time of the last row. */
  get last() {
    return this.#rows[0]?.heldUntil;
  }

  /** Adds a row, after those of the same time. @param {HeldRow} row */
  add(row) {
    let [from, to] = [0, this.#rows.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (/** @type {HeldRow} */ (this.#rows[middle]).heldUntil > row.heldUntil) from = middle + 1;
      else to = middle;
    }
    this.#rows.splice(from, 0, row);
  }

  /** Removes a row whose time has come, and returns it. @param {number} now milliseconds since 1970 */
  takeDue(now) {
    return this.first && this.first.getTime() <= now ? this.#rows.pop() : undefined;
  }

  clear() {
    this.#rows = [];
  }
}
