// What a row comes to, with the reason in a sentence. Pure functions.
import { APIError, ContactCardError } from 'linq-contact-card';
import { timeOf } from '../shell/time.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { NewState, RowState } from './row.js' */

/** Why a row waits for a decision. */
export const changedElsewhere =
  'The card was changed elsewhere since the list was checked. Send it anyway, or skip it.';

/**
 * Returns the state of a row that was saved.
 *
 * @param {SetContactCard} card
 * @returns {NewState}
 */
export const savedWith = (card) => ({
  card,
  result: card.is_active ? 'saved' : 'saved_inactive',
  reason: card.is_active ? undefined : 'Linq has not applied it to the device yet.',
});

/**
 * Returns the state of a row whose values were on the card before it was sent this time.
 *
 * @param {Pick<RowState, 'wasUnknown' | 'card'>} row
 * @param {SetContactCard} card
 * @returns {NewState}
 */
export const foundSaved = ({ wasUnknown, card: before }, card) =>
  wasUnknown
    ? { ...savedWith(card), before, reason: 'It was saved the first time.' }
    : { ...savedWith(card), reason: 'The card already has these values.' };

/**
 * Returns the state of a row whose call failed.
 *
 * @param {unknown} error
 * @param {number} now milliseconds since 1970
 * @returns {NewState}
 */
export function failedWith(error, now) {
  const { traceId, retryAfter } = error instanceof APIError ? error : {};
  return {
    error,
    result: error instanceof ContactCardError ? error.outcome : 'unknown',
    reason: error instanceof Error ? error.message : String(error),
    traceId,
    retryAt: retryAfter === undefined ? undefined : new Date(now + 1000 * retryAfter),
  };
}

/** Returns the sentence about a row whose number is in another run. @param {Date} otherRunAt when that run was started */
export const describeOtherRun = (otherRunAt) => `The number is in the run of ${timeOf(otherRunAt)}, which is not done.`;

/**
 * Returns the state of a row that isn't sent, as its number is in another run.
 *
 * @param {Pick<RowState, 'wasUnknown'>} row
 * @param {Date} otherRunAt
 */
export const leftToOtherRun = (row, otherRunAt) =>
  unsent(row, {
    result: 'not_sent',
    reason: describeOtherRun(otherRunAt),
    heldUntil: undefined,
    otherRunAt: undefined,
  });

/** Returns the state of a row that the user has cancelled. @param {Pick<RowState, 'wasUnknown'>} row */
export const cancelled = (row) => unsent(row, { result: 'cancelled', reason: 'It was not sent.' });

/**
 * Returns the state of a row that isn't sent, as its number has no write left.
 *
 * @param {Pick<RowState, 'wasUnknown'>} row
 * @param {Date} retryAt
 */
export const withoutWrite = (row, retryAt) =>
  unsent(row, { result: 'not_sent', reason: 'The number had no write left.', heldUntil: undefined, retryAt });

/**
 * Returns the state of a row that isn't sent. Where an earlier try may have saved it, that isn't known any better now.
 *
 * @param {Pick<RowState, 'wasUnknown'>} row
 * @param {NewState} state
 * @returns {NewState}
 */
const unsent = ({ wasUnknown }, state) =>
  wasUnknown ? { ...state, result: 'unknown', reason: 'An earlier try may have saved it.' } : state;
