// The rows of a run, and what is known of each.

/** @import { ContactCardUpdateParams, Outcome, SetContactCard } from 'linq-contact-card' */
/** @import { Verdict } from '../import/check.js' */
/** @import { Row } from '../import/rows.js' */

/**
 * The result of a row. `held`: its number has no write left, so that it waits until `heldUntil`. `changed_elsewhere`: its card was
 * changed by someone else since the check, so that it waits for a decision. `in_other_run`: its number is in a run of another page that
 * is still to send it. `undone`: it was saved, and another run has undone that since. `skipped`: its card was changed by someone else, and the
 * user has decided to leave that.
 *
 * @typedef {'ready' | 'held' | 'in_other_run' | 'waiting' | 'sending' | 'changed_elsewhere' | 'saved' | 'saved_inactive' | 'undone' | Outcome | 'unchanged' | 'invalid' | 'cancelled' | 'skipped'} Result
 */

/**
 * The state of a row in a run.
 *
 * @typedef {object} RowState
 * @property {Result} result
 * @property {number} tries how often it was sent
 * @property {boolean} [wasUnknown] whether the last try ended without knowing if it was saved
 * @property {boolean} [isUndecided] whether its card was changed elsewhere, and the user has cancelled the run instead of deciding about it
 * @property {SetContactCard} [card] as it was last read, or saved
 * @property {SetContactCard} [before] the card before this run has saved it
 * @property {string} [reason]
 * @property {unknown} [error]
 * @property {string} [traceId]
 * @property {Date} [retryAt] when another try is worthwhile
 * @property {Date} [heldUntil] when its number has a write again
 * @property {Date} [otherRunAt] when the other run was started that is still to send its number
 * @property {number} [knownAt] when the card was read, in milliseconds since 1970; absent if it was with the list
 */

/** What changes in a row's state with its result. @typedef {Partial<RowState> & Pick<RowState, 'result'>} NewState */
/** @typedef {Row & Omit<Verdict, 'result'> & RowState} RunRow */
/** @typedef {RunRow & { changes: ContactCardUpdateParams }} SendableRow */
/** @typedef {SendableRow & { heldUntil: Date }} HeldRow */
/** @typedef {Row & Omit<Verdict, 'result'> & NewState} NewRow a row as a run is made of */

/** What explains a row's result, cleared before the next one. @satisfies {Partial<RowState>} */
export const cleared = {
  reason: undefined,
  error: undefined,
  traceId: undefined,
  retryAt: undefined,
  heldUntil: undefined,
  otherRunAt: undefined,
};

/** The results of rows that have ended. @type {readonly Result[]} */
export const results = [
  'saved',
  'saved_inactive',
  'undone',
  'refused',
  'unknown',
  'not_sent',
  'unchanged',
  'invalid',
  'cancelled',
  'skipped',
];

/** The results of rows that aren't known to be saved, though they were to be. @type {readonly Result[]} */
const failed = ['refused', 'unknown', 'not_sent'];

/** Whether a row has ended. @param {{ result: Result }} row */
export const hasEnded = ({ result }) => results.includes(result);

/** Whether a row is saved. @param {{ result: Result }} row */
export const isSaved = ({ result }) => result === 'saved' || result === 'saved_inactive';

/** Whether a row has ended, and isn't known to be saved. @param {{ result: Result }} row */
export const hasFailed = ({ result }) => failed.includes(result);

/** Whether the user may have a row sent that has ended: it has failed, or was cancelled. @param {{ result: Result }} row */
export const isRepeatable = (row) => hasFailed(row) || row.result === 'cancelled';

/** Whether a row is to be sent by a run that isn't started yet, unless something prevents that by then. @param {{ result: Result }} row */
export const isPlanned = ({ result }) => result === 'ready' || result === 'held' || result === 'in_other_run';

/** Whether a row waits to be sent. @param {{ result: Result }} row */
export const isWaiting = ({ result }) => result === 'waiting' || result === 'held' || result === 'changed_elsewhere';

/**
 * Whether a row changes something.
 *
 * @param {RunRow} row
 * @returns {row is SendableRow}
 */
export const isSendable = (row) => row.changes !== undefined;

/**
 * Whether a row waits for its time.
 *
 * @param {RunRow} row
 * @returns {row is HeldRow}
 */
export const isHeld = (row) => row.result === 'held' && row.heldUntil !== undefined && isSendable(row);
