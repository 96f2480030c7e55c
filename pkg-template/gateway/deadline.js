// @ts-check
// The time of an exchange.

/** What came instead of an answer. */
export const LATE = Symbol('late');

export class Deadline {
  /** Settles when the time is over. @type {Promise<typeof LATE>} */
  #over;
  #moment;

  /** @param {number} ms */
  constructor(ms) {
    this.#moment = performance.now() + ms;
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

  /** Whether the time is over. A busy process hears of it later. */
  get isOver() {
    return performance.now() >= this.#moment;
  }

  end() {
    clearTimeout(this.timer);
  }
}
