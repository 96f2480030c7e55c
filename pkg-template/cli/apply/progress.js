// The progress of a run, on stderr.
import { isToBeSent } from './send.js';

/** @typedef {import('../output/output.js').Output} Output */
/** @typedef {import('./plan.js').PlannedRow} PlannedRow */
/** @typedef {import('./send.js').EndedRow} EndedRow */

/** How often progress is printed where it can't be replaced: in a log. */
const STEPS = 10;

/** The number of rows from which a run is long enough for that. */
const LONG = 20;

/** Counts the rows that have ended. */
export class Progress {
  #all;
  #output;
  #ended = 0;

  /**
   * @param {number} all the number of rows that are to be sent
   * @param {Output} output
   */
  constructor(all, output) {
    this.#all = all;
    this.#output = output;
  }

  /** A row has ended. @param {EndedRow} row */
  ended(row) {
    if (!isToBeSent(row)) return;
    this.#ended += 1;
    const text = `${this.#ended} of ${this.#all} rows`;
    const step = Math.ceil(this.#all / STEPS);
    if (this.#output.isInteractive) this.#output.progress(text);
    else if (this.#all >= LONG && this.#ended % step === 0) this.#output.note(text);
  }

  /**
   * A row waits for a write.
   *
   * @param {PlannedRow} row
   * @param {number} until milliseconds since 1970
   */
  waiting({ line, params }, until) {
    const time = new Date(until).toISOString();
    this.#output.note(`Line ${line}, ${params.phone_number}: no write is left until ${time}. Waiting.`);
  }
}
