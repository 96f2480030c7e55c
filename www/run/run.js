// Many updates, a few at a time. It knows neither the page nor the network, only the client that is passed to it.
//
// It guarantees that every row ends with exactly one result, and that none is sent twice unless the user asks for it.
import { APIError, ContactCardError, changedFields } from 'linq-contact-card';

/** @import { ContactCards, ContactCardUpdateParams, Outcome, SetContactCard } from 'linq-contact-card' */
/** @import { Verdict } from '../import/check.js' */
/** @import { Row } from '../import/rows.js' */

/** @typedef {'ready' | 'waiting' | 'sending' | 'saved' | 'saved_inactive' | Outcome | 'unchanged' | 'invalid' | 'cancelled'} Result */

/**
 * The state of a row in a run.
 *
 * @typedef {object} RowState
 * @property {Result} result
 * @property {number} tries how often it was sent
 * @property {boolean} [wasUnknown] whether the last try ended without knowing if it was saved
 * @property {SetContactCard} [card]
 * @property {string} [reason]
 * @property {unknown} [error]
 * @property {string} [traceId]
 * @property {Date} [retryAt] when another try is worthwhile
 */

/** @typedef {Row & Omit<Verdict, 'result'> & RowState} RunRow */
/** @typedef {RunRow & { changes: ContactCardUpdateParams }} SendableRow */

/** The number of updates in flight at once. */
const CONCURRENCY = 4;

/** The results of rows that have ended: all but `ready`, `waiting` and `sending`. @type {Result[]} */
export const results = [
  'saved',
  'saved_inactive',
  'refused',
  'unknown',
  'not_sent',
  'unchanged',
  'invalid',
  'cancelled',
];

/** The results after which the user may try again: the row isn't known to be saved. @type {Result[]} */
const failed = ['refused', 'unknown', 'not_sent'];

/** @param {RunRow} row */
export const hasFailed = ({ result }) => failed.includes(result);

/** A run of checked rows. */
export class Run {
  /** In a paused run, updates in flight still end. @type {'idle' | 'running' | 'paused' | 'done'} */
  state = 'idle';
  /** Why it paused by itself. @type {'signed_out' | 'offline' | undefined} */
  halted;
  /** The rows that are still to be sent. @type {SendableRow[]} */
  #queue = [];
  /** The number of rows in flight. */
  #inFlight = 0;
  /** How many requests in a row received no response from Linq. */
  #lostInARow = 0;

  /**
   * @param {(Row & Verdict)[]} rows
   * @param {Pick<ContactCards, 'update' | 'retrieve'>} client
   * @param {(row?: RunRow) => void} changed is called with each row that changes, and without one when the run's state does
   */
  constructor(rows, client, changed = () => {}) {
    /** @type {RunRow[]} */
    this.rows = rows.map((row) => ({ ...row, tries: 0 }));
    this.client = client;
    this.changed = changed;
  }

  /** The number of rows with each result. */
  get counts() {
    /** @type {Partial<Record<Result, number>>} */
    const counts = {};
    for (const { result } of this.rows) counts[result] = (counts[result] ?? 0) + 1;
    return counts;
  }

  /** The number of rows that are to be sent, and how many of them have ended. */
  get progress() {
    const sent = this.rows.filter(({ changes }) => changes);
    const open = sent.filter(({ result }) => ['ready', 'waiting', 'sending'].includes(result));
    return { all: sent.length, ended: sent.length - open.length };
  }

  /** Whether rows are in flight, which a paused run may have. */
  get isBusy() {
    return this.#inFlight > 0;
  }

  /** Sends the rows that are ready. The others keep their result. */
  start() {
    if (this.state === 'idle') this.#send(({ result }) => result === 'ready');
  }

  /** Sends the rows that failed once more, after the run has ended. */
  again() {
    if (this.state === 'done') this.#send(hasFailed);
  }

  pause() {
    if (this.state === 'running') this.#become('paused');
  }

  resume() {
    if (this.state !== 'paused') return;
    this.#lostInARow = 0;
    this.#become('running');
    this.#fill();
  }

  /** Sends nothing more. What is in flight isn't aborted, since its outcome would be unknown. */
  cancel() {
    if (this.state !== 'running' && this.state !== 'paused') return;
    for (const row of this.#queue.splice(0)) this.#set(row, { result: 'cancelled', reason: 'It was not sent.' });
    this.#become('running');
    this.#fill();
  }

  /** Queues the chosen rows and starts to send them. @param {(row: RunRow) => boolean} isChosen */
  #send(isChosen) {
    this.#queue = this.rows.filter(isSendable).filter(isChosen);
    this.#lostInARow = 0;
    for (const row of this.#queue) this.#set(row, { result: 'waiting' });
    this.#become('running');
    this.#fill();
  }

  /** Sends queued rows until enough of them are in flight. Ends the run after the last one. */
  #fill() {
    while (this.state === 'running' && this.#inFlight < CONCURRENCY) {
      const row = this.#queue.shift();
      if (!row) break;
      this.#next(row);
    }
    if (this.state !== 'done' && this.#inFlight === 0 && this.#queue.length === 0) this.#become('done');
  }

  /** Sends a row, unless an earlier try turns out to have saved it. @param {SendableRow} row */
  async #next(row) {
    this.#inFlight += 1;
    this.#set(row, {
      result: 'sending',
      error: undefined,
      reason: undefined,
      traceId: undefined,
      retryAt: undefined,
    });
    const end = (row.wasUnknown && (await this.#found(row))) || (await this.#update(row));
    this.#inFlight -= 1;
    this.#set(row, { ...end, wasUnknown: end.result === 'unknown' });
    this.#fill();
  }

  /**
   * Sends a row once: the package must not retry by itself.
   *
   * @param {SendableRow} row
   * @returns {Promise<Partial<RowState>>}
   */
  async #update(row) {
    row.tries += 1;
    try {
      const card = await this.client.update(row.changes, { maxRetries: 0 });
      this.#lostInARow = 0;
      return ended(card);
    } catch (error) {
      this.#halt(error);
      return failedWith(error);
    }
  }

  /**
   * Reads whether a row was saved by an earlier try whose outcome is unknown. Returns nothing if it wasn't.
   *
   * @param {SendableRow} row @returns {Promise<Partial<RowState> | undefined>}
   */
  async #found(row) {
    const { phone_number, ...fields } = row.changes;
    try {
      const {
        contact_cards: [card],
      } = await this.client.retrieve({ phone_number });
      return card && !changedFields(card, fields)
        ? { ...ended(card), reason: 'It was saved the first time.' }
        : undefined;
    } catch (error) {
      this.#halt(error);
      return { ...failedWith(error), result: 'unknown' };
    }
  }

  /**
   * Pauses if every other row would fail as well: the user is signed out, or the server doesn't respond.
   *
   * @param {unknown} error
   */
  #halt(error) {
    const name = error instanceof ContactCardError ? error.name : undefined;
    // A gateway whose upstream doesn't respond sends 502 or 504.
    const isLost = name === 'APIConnectionError' || (error instanceof APIError && [502, 504].includes(error.status));
    this.#lostInARow = isLost ? this.#lostInARow + 1 : 0;
    const isPointless = name === 'AuthenticationError' || this.#lostInARow >= CONCURRENCY;
    if (!isPointless || this.state !== 'running' || this.#queue.length === 0) return;
    this.#become('paused', isLost ? 'offline' : 'signed_out');
  }

  /**
   * Changes a row's state.
   *
   * @param {RunRow} row
   * @param {Partial<RowState>} values
   */
  #set(row, values) {
    Object.assign(row, values);
    this.changed(row);
  }

  /**
   * Changes the run's state.
   *
   * @param {Run['state']} state
   * @param {Run['halted']} [halted]
   */
  #become(state, halted) {
    this.state = state;
    this.halted = halted;
    this.changed();
  }
}

/**
 * @param {RunRow} row
 * @returns {row is SendableRow}
 */
const isSendable = (row) => row.changes !== undefined;

/**
 * Returns the state of a row that was saved.
 *
 * @param {SetContactCard} card
 * @returns {Partial<RowState>}
 */
const ended = (card) => ({
  card,
  result: card.is_active ? 'saved' : 'saved_inactive',
  reason: card.is_active ? undefined : 'Linq has not applied it to the device yet.',
});

/**
 * Returns the state of a row whose call failed.
 *
 * @param {unknown} error
 * @returns {Partial<RowState>}
 */
function failedWith(error) {
  const { traceId, retryAfter } = error instanceof APIError ? error : {};
  return {
    error,
    result: error instanceof ContactCardError ? error.outcome : 'unknown',
    reason: error instanceof Error ? error.message : String(error),
    traceId,
    retryAt: retryAfter === undefined ? undefined : new Date(Date.now() + 1000 * retryAfter),
  };
}
