// The journal of a run in a page that may be left at any time.
import { Journal } from '../run/journal.js';

/** @import { Run, RunRow } from '../run/run.js' */

/** How long a page may still work after it was told that it is left, in milliseconds. */
const LEAVING = 30_000;

/**
 * A journal that notes nothing as ended while the page is being left. A browser then aborts the requests in flight: without
 * a response, their rows would be noted as unconfirmed, and the run as done.
 */
export class PageJournal extends Journal {
  /** What is noted once the page turns out to stay; absent while it isn't being left. @type {(() => void)[] | undefined} */
  #deferred;

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
  }

  /** @param {readonly RunRow[]} rows */
  record(rows) {
    this.#note(() => super.record(rows));
  }

  finish() {
    this.#note(() => super.finish());
  }

  forget() {
    this.#deferred = undefined;
    super.forget();
  }

  /** @param {() => void} note */
  #note(note) {
    if (this.#deferred) this.#deferred.push(note);
    else note();
  }

  #stay() {
    const deferred = this.#deferred ?? [];
    this.#deferred = undefined;
    for (const note of deferred) note();
  }
}
