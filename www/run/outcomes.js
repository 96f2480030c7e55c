// What a row comes to, with the reason in a sentence. Pure functions.
import { APIError, ContactCardError } from 'linq-contact-card';
import { describeError } from 'linq-contact-card/element';
import { capital } from '../shell/text.js';
import { timeOf } from '../shell/time.js';
import { DEFAULT_WAIT } from './failures.js';
import { cleared } from './row.js';

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
    reason: describeFailure(error),
    traceId,
    retryAt: retryAfter === undefined ? undefined : new Date(now + 1000 * retryAfter),
  };
}

/** Returns what a failure means, and then its own message, which may be Linq's. @param {unknown} error */
function describeFailure(error) {
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof APIError ? `${describeError(error).title}. ${capital(message)}` : message;
}

/**
 * Returns the state of a row that waits for its time, as its number's limit has refused it.
 *
 * @param {NewState} failed its state without that
 * @param {Date} retryAt the time that the response names, which may have passed
 * @param {number} now milliseconds since 1970
 * @returns {NewState}
 */
export function heldAfter(failed, retryAt, now) {
  const heldUntil = retryAt.getTime() > now ? retryAt : new Date(now + DEFAULT_WAIT);
  return { ...failed, result: 'held', heldUntil, reason: undefined, retryAt: undefined };
}

/**
 * Returns the state of a row that isn't sent, as its number is in another run, or was when that was shown.
 *
 * @param {Pick<RowState, 'wasUnknown'>} row
 * @param {Date} otherRunAt when the other run was started
 */
export const leftToOtherRun = (row, otherRunAt) =>
  unsent(row, {
    result: 'not_sent',
    reason: `The number was in the run of ${timeOf(otherRunAt)}. Try again once that run is done.`,
  });

/**
 * Returns the state of a row that the user has cancelled. Its card is read before it is sent after all.
 *
 * @param {Pick<RowState, 'wasUnknown' | 'tries'>} row
 */
export const cancelled = (row) =>
  unsent(row, {
    result: 'cancelled',
    reason: row.tries > 0 ? 'It was not sent again.' : 'It was not sent.',
    knownAt: 0,
  });

/** Returns the state of a row whose card was changed elsewhere, and is left as it is. @param {Pick<RowState, 'wasUnknown'>} row */
export const skipped = (row) =>
  unsent(row, { result: 'skipped', reason: 'Its card was changed meanwhile, and stays as it is.' });

/**
 * Returns the state of a row that isn't sent, as its number has no write left.
 *
 * @param {Pick<RowState, 'wasUnknown'>} row
 * @param {Date} retryAt
 */
export const withoutWrite = (row, retryAt) =>
  unsent(row, { result: 'not_sent', reason: 'The number had no write left.', retryAt });

/**
 * Returns the state of a row that isn't sent. Where an earlier try may have saved it, that isn't known any better now.
 *
 * @param {Pick<RowState, 'wasUnknown'>} row
 * @param {NewState} state
 * @returns {NewState}
 */
const unsent = ({ wasUnknown }, state) => ({
  ...cleared,
  ...state,
  ...(wasUnknown && { result: 'unknown', reason: 'An earlier try may have saved it.' }),
});
