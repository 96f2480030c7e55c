// @ts-check
// The time of an exchange.

/** What came instead of an answer. */
export const LATE = Symbol('late');

export class Deadline {
  /** Settles when the time is over. @type {Promise<typeof LATE>} */
  #over;

  /** @param {number} ms */
  constructor(ms) {
    this.#over = new Promise((resolve) => {
      this.timer = setTimeout(resolve, ms, LATE);
    });
  }

  /**
   * What `work` answers, or `LATE`. What it answers later doesn't matter.
   * @template T
   * @param {Promise<T>} work
   */
  race(work) {
    return Promise.race([work, this.#over]);
  }

  end() {
    clearTimeout(this.timer);
  }
}
