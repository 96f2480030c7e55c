// Deadlines: of an exchange, and of a step in it.

/** Stands for a result that didn't arrive in time. */
export const LATE = Symbol('late');

export class Deadline {
  /** Resolves when the time is over. @type {Promise<typeof LATE>} */
  #over;
  #end;

  /** @param {number} ms */
  constructor(ms) {
    this.#end = performance.now() + ms;
    this.#over = new Promise((resolve) => {
      this.timer = setTimeout(resolve, ms, LATE);
    });
  }

  /**
   * Returns the result of `work`, or `LATE`. A later result is ignored.
   * @template T
   * @param {Promise<T>} work
   */
  race(work) {
    return Promise.race([work, this.#over]);
  }

  /** Whether the time is over: in a busy process, earlier than the timer fires. */
  get isOver() {
    return performance.now() >= this.#end;
  }

  /** Stops the timer. */
  clear() {
    clearTimeout(this.timer);
  }
}
