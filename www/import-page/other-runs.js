// The runs of the other tabs of this browser: those that a tab has open, and those that are interrupted.
import { isOfRuns, isOfState } from '../run/stored-runs.js';

/** @import { StoredRun, StoredRuns } from '../run/stored-runs.js' */
/** @import { RunLocks } from './run-locks.js' */

/**
 * What other tabs have.
 *
 * @typedef {object} Found
 * @property {StoredRun} [run] one that no tab has open, if there is one, so that it can be continued; else one that is open
 * @property {boolean} isOpen whether a tab has that run open
 * @property {string} [unknown] the id of an open run whose numbers aren't known, so that nothing else may be sent meanwhile
 */

/** What is known of the runs of other tabs, from what is stored and from the locks of open runs. */
export class OtherRuns {
  #stored;
  #locks;
  #now;
  #notedAt = 0;
  /** The ids of the open runs whose numbers were known. @type {Set<string>} */
  #known = new Set();
  /** The ids of the open runs whose numbers aren't known. @type {readonly string[]} */
  #unknown = [];

  /**
   * @param {StoredRuns} stored
   * @param {RunLocks} locks
   * @param {() => number} [now] the time in milliseconds since 1970
   */
  constructor(stored, locks, now = () => Date.now()) {
    this.#stored = stored;
    this.#locks = locks;
    this.#now = now;
  }

  /** Whether it is known which runs are open. */
  get areOpenKnown() {
    return this.#locks.areSupported;
  }

  /** When another tab may have changed cards for the last time, in milliseconds since 1970. */
  get notedAt() {
    return this.#notedAt;
  }

  /** Finds what other tabs have now. @returns {Promise<Found>} */
  async find() {
    const open = await this.#open();
    const runs = this.#stored.list(open).filter(({ id }) => id !== this.#locks.held);
    const run = runs.find(({ id }) => !open.includes(id)) ?? runs[0];
    this.#follow(open.filter((id) => this.#isUnknown(id)));
    return { run, isOpen: run !== undefined && open.includes(run.id), unknown: this.#unknown[0] };
  }

  /**
   * Calls back once the run that others have open is closed, unless the signal is aborted before.
   *
   * @param {Found} found
   * @param {AbortSignal} signal
   * @param {() => void} closed
   */
  whenClosed({ run, isOpen, unknown = isOpen ? run?.id : undefined }, signal, closed) {
    if (unknown !== undefined) this.#locks.whenClosed(unknown, signal, closed);
  }

  /**
   * Handles that another tab has changed what is stored.
   *
   * @param {string | null} key absent if everything was removed
   * @returns {boolean} whether it may have started, paused, resumed or ended a run
   */
  changed(key) {
    if (key !== null && !isOfRuns(key)) return false;
    this.#notedAt = this.#now();
    return key === null || isOfState(key);
  }

  /** Notes that any card may have changed by now. */
  mayHaveChanged() {
    this.#notedAt = this.#now();
  }

  /** Drops what can't be continued. */
  async clean() {
    this.#stored.clean([...(await this.#open()), this.#locks.held]);
  }

  /** Drops a run that no tab has open. @param {string} id */
  discard(id) {
    this.#stored.drop(id);
  }

  /** Returns the ids of the runs that other tabs have open. */
  async #open() {
    return (await this.#locks.open()).filter((id) => id !== this.#locks.held);
  }

  /** Follows the open runs whose numbers aren't known: a tab that has closed one may have changed any card. @param {string[]} unknown */
  #follow(unknown) {
    if (this.#unknown.some((id) => !unknown.includes(id))) this.#notedAt = this.#now();
    this.#unknown = unknown;
  }

  /** Whether the numbers of an open run aren't known. One that was known, and isn't stored any more, is about to end. @param {string} id */
  #isUnknown(id) {
    if (this.#stored.isReadable(id)) this.#known.add(id);
    else if (this.#stored.has(id)) this.#known.delete(id);
    return !this.#known.has(id);
  }
}
