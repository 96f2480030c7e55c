// A store behind a circuit breaker: one that hangs delays no read, and no write but those that try it.
import { Circuit } from './circuit.js';
import { LATE, within } from './deadline.js';

/** @typedef {import('../types/gateway/index.js').Slot} Slot */
/** @typedef {import('../types/gateway/index.js').Store} Store */

/** A store that hasn't responded after this, in milliseconds, is late. */
const LATE_AFTER = 1_000;

/**
 * The outcome of a request for slots.
 * @typedef {object} Outcome
 * @property {unknown} reservation the store's response; `{ retryAfter }`, in seconds, where there is none
 * @property {unknown} error why the store didn't respond; `undefined` where it did
 */

export class GuardedStore {
  #store;
  #local;
  #circuit = new Circuit();

  /**
   * @param {Store} store
   * @param {Store} local counts reads while the store doesn't respond
   */
  constructor(store, local) {
    this.#store = store;
    this.#local = local;
  }

  /**
   * Takes slots. Never rejects because of the store.
   * @param {readonly Slot[]} slots
   * @param {object} request
   * @param {boolean} request.isWrite a write needs the store's response; a read is counted locally without it
   * @param {number} request.timeout how long a write waits for a store that wasn't late before, in milliseconds
   * @returns {Promise<Outcome>}
   */
  async reserve(slots, { isWrite, timeout }) {
    /** @type {unknown} */
    let error;
    const state = this.#circuit.enter(performance.now());
    if (state !== 'open') {
      const longest = isWrite && state === 'closed' ? timeout : LATE_AFTER;
      try {
        const reservation = await this.#inTime(this.#send(slots), longest);
        if (reservation !== LATE) return { reservation, error: undefined };
      } catch (thrown) {
        error = thrown;
      }
    }
    const reservation = isWrite
      ? { retryAfter: this.#circuit.retryAfter(performance.now()) }
      : await this.#local.reserve(slots);
    error ??= new Error('The store of write budgets is late: until it responds again, writes are refused');
    return { reservation, error };
  }

  /** Sends slots to the store, and reports its outcome to the circuit, whenever it comes. @param {readonly Slot[]} slots */
  async #send(slots) {
    const started = performance.now();
    try {
      const reservation = await this.#store.reserve(slots);
      this.#circuit.succeeded();
      return reservation;
    } catch (thrown) {
      const now = performance.now();
      this.#circuit.failed(now, now - started);
      throw thrown;
    }
  }

  /**
   * Returns the result of `work`; `LATE` where it takes `longest` milliseconds. The circuit opens once it is late.
   * @param {Promise<unknown>} work
   * @param {number} longest
   */
  async #inTime(work, longest) {
    let result = await within(LATE_AFTER / 2, work);
    // A second half: where the process was busy during the first, a response that has arrived is read now.
    if (result === LATE) result = await within(LATE_AFTER / 2, work);
    if (result !== LATE) return result;
    this.#circuit.late(performance.now());
    return longest > LATE_AFTER ? within(longest - LATE_AFTER, work) : LATE;
  }
}
