// Sends the rows of a plan, a few at a time. Every row ends with one result, and none is sent twice unless the user demands it.
import { APIError, ContactCardError, writeBudget } from 'linq-contact-card';
import { saveCard } from '../save-card.js';
import { sleep } from '../sleep.js';

/** @import { ContactCards, SetContactCard } from 'linq-contact-card' */
/** @typedef {import('./plan.js').PlannedRow} PlannedRow */
/** @typedef {import('./journal.js').Journal} Journal */

/**
 * The result of a row. `saved_inactive`: saved, but not active yet; `not_sent`: it may be sent by another run.
 *
 * @typedef {'saved' | 'saved_inactive' | 'unchanged' | 'refused' | 'unknown' | 'not_sent' | 'invalid'} Result
 */

/**
 * A row that has ended.
 *
 * @typedef {PlannedRow & { result: Result, action?: 'created' | 'updated' | 'unchanged', traceId?: string }} EndedRow
 */

/**
 * @typedef {object} SendOptions
 * @property {ContactCards} client
 * @property {Journal} journal
 * @property {boolean} replaceImage
 * @property {boolean} waitsForBudget whether a row without a write left waits for the next one
 * @property {AbortSignal} signal no further row is begun once it is aborted
 * @property {(row: EndedRow) => void} ended is called with each row that has ended
 * @property {(row: PlannedRow, until: number) => void} waiting is called with each row that waits, in milliseconds since 1970
 */

/** The number of rows in flight at once. */
const CONCURRENCY = 4;

/** How many rows in a row may be without a response until the rest isn't sent. */
const MOST_LOST = 4;

/**
 * Sends the rows that the plan has as `create` or `update`. The others end with the plan's decision.
 *
 * @param {readonly PlannedRow[]} rows
 * @param {SendOptions} options
 * @returns {Promise<EndedRow[]>} in the order of the list
 */
export function sendRows(rows, options) {
  const run = new Run(options);
  return inParallel(rows, (row) => run.end(row));
}

/** Whether a row is to be sent. @param {PlannedRow} row */
export const isToBeSent = ({ decision }) => decision === 'create' || decision === 'update';

/** The state that the rows of a run share. */
class Run {
  #options;
  /** Why no further row is sent. @type {string | undefined} */
  #halted;
  /** The number of requests in a row without a usable response. */
  #lost = 0;

  /** @param {SendOptions} options */
  constructor(options) {
    this.#options = options;
  }

  /** Returns the end of a row, after it was sent if it is to be sent. @param {PlannedRow} row @returns {Promise<EndedRow>} */
  async end(row) {
    const end = isToBeSent(row) ? await this.#send(row) : { result: /** @type {Result} */ (row.decision) };
    const ended = { ...row, ...end };
    this.#options.ended(ended);
    return ended;
  }

  /**
   * Sends a row, once Linq allows it.
   *
   * @param {PlannedRow} row
   * @returns {Promise<Pick<EndedRow, 'result'> & Partial<EndedRow>>}
   */
  async #send(row) {
    const { journal, signal, waiting, waitsForBudget } = this.#options;
    let { notBefore } = row;
    for (;;) {
      if (signal.aborted) return { result: 'not_sent', reason: 'The run was ended before it was sent.' };
      if (this.#halted) return { result: 'not_sent', reason: this.#halted };
      const free = Math.max(notBefore ?? 0, writeBudget(row.params.phone_number).nextWriteAt?.getTime() ?? 0);
      if (free > Date.now()) {
        if (!waitsForBudget) return { result: 'not_sent', reason: noWriteLeft(free) };
        waiting(row, free);
        await sleep(free - Date.now(), signal);
        continue;
      }
      const end = await this.#attempt(row);
      notBefore = end.notBefore;
      const state = stateOf(end.result);
      this.#journal(() => journal.end(row.id, { state, notBefore: end.notBefore }));
      if (notBefore === undefined || !waitsForBudget) return end;
    }
  }

  /**
   * Sends a row. The package retries reads only: a write is sent once, and the journal has it before.
   *
   * @param {PlannedRow} row
   * @returns {Promise<Pick<EndedRow, 'result'> & Partial<EndedRow>>}
   */
  async #attempt({ id, params }) {
    const { client, journal, replaceImage } = this.#options;
    let isWritten = false;
    /** @type {import('linq-contact-card').FetchLike} */
    const journalled = (url, init) => {
      if (init.method !== 'GET') {
        if (!this.#journal(() => journal.beginWrite(id))) throw new Error(this.#halted);
        isWritten = true;
      }
      return fetch(url, init);
    };
    try {
      const options = { replaceImage, fetch: journalled, shouldRetry: () => !isWritten };
      const { card, action } = await saveCard(client, params, options);
      this.#lost = 0;
      return ended(card, action);
    } catch (error) {
      if (this.#halted && !isWritten) return { result: 'not_sent', reason: this.#halted };
      this.#halt(error);
      return failed(error, isWritten);
    }
  }

  /**
   * Writes to the journal. Without it, no further row is sent, as it might be sent twice.
   *
   * @param {() => void} write
   * @returns {boolean} whether it is written
   */
  #journal(write) {
    try {
      write();
      return true;
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      this.#halted = `The journal can't be written (${code}), so it was not sent.`;
      return false;
    }
  }

  /** Ends the run if every other row would fail as well. @param {unknown} error */
  #halt(error) {
    const name = error instanceof ContactCardError ? error.name : undefined;
    const isLost = name === 'APIConnectionError' || name === 'APIConnectionTimeoutError';
    this.#lost = isLost ? this.#lost + 1 : 0;
    if (name === 'AuthenticationError') this.#halted = 'Linq refused the key, so the rest was not sent.';
    if (this.#lost >= MOST_LOST)
      this.#halted = `${MOST_LOST} requests in a row had no response, so the rest was not sent.`;
  }
}

/**
 * @param {SetContactCard} card
 * @param {NonNullable<EndedRow['action']>} action
 * @returns {Pick<EndedRow, 'result'> & Partial<EndedRow>}
 */
function ended(card, action) {
  if (action === 'unchanged')
    return { result: 'unchanged', action, card, reason: 'The card has these values already.' };
  if (card.is_active) return { result: 'saved', action, card };
  return { result: 'saved_inactive', action, card, reason: 'Linq has not applied it to the device yet.' };
}

/**
 * @param {unknown} error
 * @param {boolean} isWritten whether a write was sent
 * @returns {Pick<EndedRow, 'result'> & Partial<EndedRow>}
 */
function failed(error, isWritten) {
  const { message } = error instanceof Error ? error : new Error(String(error));
  const { status = 0, retryAfter, traceId } = error instanceof APIError ? error : {};
  const isBusy = status === 429 && retryAfter !== undefined;
  if (!isWritten) {
    const isRefused = status >= 400 && status < 500 && !isBusy;
    return { result: isRefused ? 'refused' : 'not_sent', reason: message, traceId };
  }
  const result = error instanceof ContactCardError ? error.outcome : 'unknown';
  if (!isBusy) return { result, reason: message, traceId };
  const notBefore = Date.now() + retryAfter * 1000;
  return { result, reason: `${message}. ${noWriteLeft(notBefore)}`, notBefore, traceId };
}

/** Returns the state of a row in the journal. @param {Result} result */
function stateOf(result) {
  if (result === 'unknown') return 'unknown';
  return result === 'refused' || result === 'not_sent' ? 'open' : 'saved';
}

/** @param {number} until milliseconds since 1970 */
const noWriteLeft = (until) =>
  `No write is left for this number until ${new Date(until).toISOString()}. Run it again then, or with --wait.`;

/**
 * Calls a function for each item, for a few at a time. Returns the results in the order of the items.
 *
 * @template Item, Result
 * @param {readonly Item[]} items
 * @param {(item: Item) => Promise<Result>} call
 */
async function inParallel(items, call) {
  /** @type {Result[]} */
  const results = [];
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await call(item);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return results;
}
