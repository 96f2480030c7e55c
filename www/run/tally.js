// How many rows of a run have each result, counted as they change.
import { hasEnded } from './row.js';

/** @import { Result, RunRow } from './row.js' */

/** The numbers of a run. */
export class Tally {
  /** The number of rows with each result. @type {Partial<Record<Result, number>>} */
  counts = {};
  /** The number of rows that are to be sent, and how many of them have ended. */
  progress = { all: 0, ended: 0 };

  /** @param {readonly RunRow[]} rows */
  constructor(rows) {
    for (const row of rows) {
      this.#add(row.result, 1);
      if (row.changes) this.progress.all += 1;
      if (row.changes && hasEnded(row)) this.progress.ended += 1;
    }
  }

  /** Counts a row whose result has changed. @param {RunRow} row @param {Result} before its result before */
  move(row, before) {
    this.#add(before, -1);
    this.#add(row.result, 1);
    if (row.changes) this.progress.ended += Number(hasEnded(row)) - Number(hasEnded({ result: before }));
  }

  /** @param {Result} result @param {1 | -1} difference */
  #add(result, difference) {
    const count = (this.counts[result] ?? 0) + difference;
    if (count > 0) this.counts[result] = count;
    else delete this.counts[result];
  }
}
