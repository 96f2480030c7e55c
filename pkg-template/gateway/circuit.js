// A circuit breaker: decides whether a store may be used. It holds neither a clock nor a timer: times are arguments, in
// milliseconds of any monotonic clock.

/** How long a store isn't used after it was late, before one request tries it again. */
const PAUSE = 2_000;

/** A failure that took longer than this, in milliseconds, counts as late: clients of stores have timeouts of their own. */
const LONGEST_FAILURE = 500;

/**
 * - `closed`: the store is used.
 * - `half-open`: this one request tries a store that was late.
 * - `open`: the store isn't used.
 *
 * @typedef {'closed' | 'half-open' | 'open'} CircuitState
 */

/** Opens when a store is late, and closes when it responds. */
export class Circuit {
  /** When the store may be tried again; `undefined` while the circuit is closed. @type {number | undefined} */
  #retryAt;

  /**
   * Returns the state for a new request. Where that is `half-open`, later requests find the circuit open until the store has
   * responded; a trial without any outcome, as its host may end it, is followed by another one after the pause.
   * @param {number} now
   */
  enter(now) {
    /** @type {CircuitState} */
    let state = 'closed';
    if (this.#retryAt !== undefined) {
      state = now < this.#retryAt ? 'open' : 'half-open';
      if (state === 'half-open') this.#open(now);
    }
    return state;
  }

  /** Records that a request has waited for too long. @param {number} now */
  late(now) {
    this.#open(now);
  }

  /** Records a response, however late: the store is back. */
  succeeded() {
    this.#retryAt = undefined;
  }

  /**
   * Records a failure. One that came quickly shows that the store isn't late, and may concern one request alone.
   * @param {number} now
   * @param {number} duration how long it took
   */
  failed(now, duration) {
    if (duration > LONGEST_FAILURE) this.#open(now);
    else this.succeeded();
  }

  /** Returns the seconds until it is worth trying again, 1 or more. @param {number} now */
  retryAfter(now) {
    return Math.max(1, Math.ceil(((this.#retryAt ?? now) - now) / 1_000));
  }

  /** @param {number} now */
  #open(now) {
    this.#retryAt = now + PAUSE;
  }
}
