// What is known about the write budgets of the account's numbers. The package counts the writes of this page alone, and starts
// again after a reload; so a count is known only while a server's report about the number is not older than the window.

/**
 * A number's write budget.
 *
 * @typedef {object} Budget
 * @property {number} limit writes in ten minutes
 * @property {number} remaining
 * @property {Date | null} nextWriteAt when the next write is possible; `null` where that is now
 */

/**
 * What a request that has ended shows about a budget.
 *
 * @typedef {object} Ended
 * @property {string} method
 * @property {string | undefined} phone_number absent where all cards are read
 * @property {number} [status] absent without a response
 * @property {boolean} [reportsBudget] whether the response has the header X-Write-Budget
 */

/** The length of the window in which writes are counted, in milliseconds. */
const WINDOW = 600_000;

/** The write budgets, as far as they are known. */
export class Budgets {
  #count;
  #now;
  /** The time of the latest report by number, in milliseconds since 1970. @type {Map<string, number>} */
  #reports = new Map();
  /** @type {Set<() => void>} */
  #listeners = new Set();

  /**
   * @param {(phone_number: string) => Budget} count the package's `writeBudget`
   * @param {() => number} [now] the clock, in milliseconds since 1970
   */
  constructor(count, now = Date.now) {
    this.#count = count;
    this.#now = now;
  }

  /**
   * Notes the end of a request. A response to a write reports the budget in its header, or with the status 429; a response that
   * does neither comes from a server that doesn't count, so nothing is known any more.
   *
   * @param {Ended} ended
   */
  note({ method, phone_number, status, reportsBudget }) {
    if (phone_number === undefined || status === undefined) return;
    const isWrite = method !== 'GET';
    if (reportsBudget || (isWrite && status === 429)) this.#reports.set(phone_number, this.#now());
    else if (isWrite) this.#reports.delete(phone_number);
    else return;
    this.#emit();
  }

  /** Returns a number's budget, or `undefined` while it isn't known. @param {string} phone_number @returns {Budget | undefined} */
  of(phone_number) {
    const at = this.#reports.get(phone_number);
    if (at === undefined) return undefined;
    const { limit, remaining, nextWriteAt } = this.#count(phone_number);
    const isCurrent = remaining === 0 || this.#now() - at < WINDOW;
    return isCurrent ? { limit, remaining, nextWriteAt } : undefined;
  }

  /** Forgets all reports, as after a change of the server's limits. */
  forget() {
    this.#reports.clear();
    this.#emit();
  }

  /** Calls a function after each report. @param {() => void} listener */
  subscribe(listener) {
    this.#listeners.add(listener);
  }

  #emit() {
    for (const listener of this.#listeners) listener();
  }
}
