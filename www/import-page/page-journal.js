// The journal of a run in a page that may be left at any time.
import { APIError } from 'linq-contact-card';
import { Journal } from '../run/journal.js';

/** @import { RunRow } from '../run/row.js' */
/** @import { Run } from '../run/run.js' */

/**
 * A journal that notes no row without a response while the page is being left. A browser then aborts the requests in flight: their rows
 * would be noted as unconfirmed, and the run as done.
 *
 * The page is being left until the user works with it again, whatever time that takes. A timer can't decide that: the user may look at
 * the browser's question for minutes, which may stop timers but not time, and the next page may take as long to respond, while this one
 * goes on. Until then, a row without a response remains noted as being sent, so that its card is read before it is sent again.
 */
export class PageJournal extends Journal {
  /** What is noted once the page turns out to stay; absent while it isn't being left. @type {(() => void)[] | undefined} */
  #deferred;

  /** Handles that the page is about to be left, which the user may still refuse. */
  leave() {
    this.#deferred ??= [];
  }

  /** Handles that the page stays, as the user goes on to work with it: what was deferred is noted. */
  stay() {
    const deferred = this.#deferred ?? [];
    this.#deferred = undefined;
    for (const note of deferred) note();
  }

  /** @param {Run} run */
  start(run) {
    this.stay();
    super.start(run);
  }

  /** @param {string} id */
  take(id) {
    this.stay();
    return super.take(id);
  }

  /** @param {readonly RunRow[]} rows */
  record(rows) {
    if (this.#deferred && rows.some(({ error }) => hasNoResponse(error))) this.#deferred.push(() => super.record(rows));
    else super.record(rows);
  }

  /** @param {Run | undefined} run */
  finish(run) {
    if (this.#deferred && this.#deferred.length > 0) this.#deferred.push(() => this.finish(run));
    else super.finish(run);
  }

  forget() {
    this.#deferred = undefined;
    super.forget();
  }
}

/** Whether a request has failed without a response. @param {unknown} error */
const hasNoResponse = (error) => error !== undefined && !(error instanceof APIError);
