// Deadlines: of an exchange, and of a step in it.

/** Stands for a result that didn't arrive in time. */
export const LATE = Symbol('late');

export class Deadline {
  /** Resolves once the time is over. @type {Promise<typeof LATE>} */
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

  /** The milliseconds that are left. In a busy process, none may be left before the timer fires. */
  get remaining() {
    return Math.max(0, this.#end - performance.now());
  }

  /** Calls a function once the time is over, unless the timer was stopped. @param {() => void} run */
  whenOver(run) {
    this.#over.then(run);
  }

  /** Stops the timer. */
  clear() {
    clearTimeout(this.timer);
  }
}

/**
 * Returns the result of `work`; `LATE` where it takes longer than `ms`.
 * @template T
 * @param {number} ms
 * @param {Promise<T>} work
 */
export async function within(ms, work) {
  const deadline = new Deadline(ms);
  try {
    return await deadline.race(work);
  } finally {
    deadline.clear();
  }
}
