// The journal of a run in a page that may be left at any time.
import { APIError } from 'linq-contact-card';
import { Journal } from '../run/journal.js';
import { RunLocks } from './run-locks.js';

/** @import { TextStorage } from '../account/device-storage.js' */
/** @import { RunRow } from '../run/row.js' */
/** @import { Run } from '../run/run.js' */

/** How long a page may still work after it was told that it is left, in milliseconds. */
const LEAVING = 30_000;

/**
 * A journal that notes no row without a response while the page is being left. A browser then aborts the requests in flight: their rows
 * would be noted as unconfirmed, and the run as done. It holds the lock of its run.
 */
export class PageJournal extends Journal {
  #locks;
  /** The run whose lock is held. @type {Run | undefined} */
  #run;
  /** What is noted once the page turns out to stay; absent while it isn't being left. @type {(() => void)[] | undefined} */
  #deferred;

  /** @param {TextStorage} storage @param {string} user @param {RunLocks} [locks] */
  constructor(storage, user, locks = new RunLocks()) {
    super(storage, user);
    this.#locks = locks;
  }

  /** Handles that the page is about to be left, which the user may still refuse. */
  leave() {
    if (this.#deferred) return;
    this.#deferred = [];
    setTimeout(() => this.#stay(), LEAVING);
  }

  /** @param {Run} run */
  start(run) {
    this.#stay();
    super.start(run);
    this.#hold(run);
  }

  /** @param {string} id */
  take(id) {
    this.#stay();
    super.take(id);
    this.#hold();
  }

  release() {
    super.release();
    this.#locks.release();
  }

  /**
   * @param {Parameters<Journal['restoring']>} options
   * @returns {ReturnType<Journal['restoring']>}
   */
  *restoring(...options) {
    this.#run = yield* super.restoring(...options);
    return this.#run;
  }

  /** @param {readonly RunRow[]} rows */
  record(rows) {
    if (this.#deferred && rows.some(({ error }) => hasNoResponse(error))) this.#deferred.push(() => super.record(rows));
    else super.record(rows);
  }

  /** @param {Run | undefined} run */
  finish(run) {
    if (this.#deferred && this.#deferred.length > 0) {
      this.#deferred.push(() => this.finish(run));
      return;
    }
    super.finish(run);
    if (!this.id) this.#locks.release();
  }

  forget() {
    this.#deferred = undefined;
    this.#run?.leave('forgotten');
    super.forget();
    this.#locks.release();
  }

  /** Holds the lock of a run, which stops once another tab takes it. @param {Run} [run] absent until it is restored */
  #hold(run) {
    this.#run = run;
    this.#locks.hold(this.id, () => this.#run?.leave('moved'));
  }

  #stay() {
    const deferred = this.#deferred ?? [];
    this.#deferred = undefined;
    for (const note of deferred) note();
  }
}

/** Whether a request has failed without a response. @param {unknown} error */
const hasNoResponse = (error) => error !== undefined && !(error instanceof APIError);
