// What becomes a row of a stored run, by its entry and the account's cards of now. Pure functions.
import { changedFields } from 'linq-contact-card';
import { compare } from './compare.js';
import { changedElsewhere, hasEnded, savedWith } from './run.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { CheckedRow } from '../import/check.js' */
/** @import { Row } from '../import/rows.js' */
/** @import { NewRow } from './run.js' */
/** @import { Entry, StoredRow } from './stored.js' */

/** Returns a stored row as a row of a list, to be checked again. @param {StoredRow} row @returns {Row} */
export const rowOf = ({ line, lastLine, params }) => ({ line, lastLine, params, problems: [] });

/**
 * Returns a row as its run continues.
 *
 * @param {CheckedRow} row checked with the cards of now
 * @param {StoredRow} stored
 * @param {Entry | undefined} entry the latest one
 * @param {number} now milliseconds since 1970
 * @returns {NewRow}
 */
export function restoredRow(row, stored, entry, now) {
  const { line, lastLine, params, problems, card } = row;
  const before = entry?.before?.phone_number === params.phone_number ? entry.before : stored.card;
  const { tries = 0, reason, traceId, retryAt } = entry ?? {};
  const base = { line, lastLine, params, problems, issues: [], tries };
  // It isn't to be sent.
  if (!before) return { ...base, card, result: entry?.result ?? 'invalid', reason };
  const changes = changesOf(params, before);
  if (entry?.result === 'sending' || entry?.result === 'unknown') return { ...base, changes, ...lostRow(row, before) };
  if (entry?.result === 'saved' || entry?.result === 'saved_inactive')
    return { ...base, changes, card: card ?? before, before, result: entry.result, reason, traceId };
  if (!entry || !hasEnded(entry)) return { ...base, changes, ...openRow(row, before, entry, now) };
  const time = retryAt === undefined ? undefined : new Date(retryAt);
  return { ...base, changes, card: before, result: entry.result, reason, traceId, retryAt: time, knownAt: 0 };
}

/**
 * Returns the state of a row that was sent, and whose response didn't arrive.
 *
 * @param {CheckedRow} row
 * @param {SetContactCard} before its card when the run was started
 */
function lostRow({ params, card }, before) {
  if (card && compare(params, before, card, { wasSent: true }).kind === 'saved')
    return { ...savedWith(card), before, reason: 'It was saved before the page was loaded again.' };
  const reason = 'The page was loaded again before a response arrived.';
  return { card: before, result: /** @type {const} */ ('unknown'), wasUnknown: true, reason };
}

/**
 * Returns the state of a row that wasn't sent.
 *
 * @param {CheckedRow} row
 * @param {SetContactCard} before its card when the run was started
 * @param {Entry | undefined} entry
 * @param {number} now milliseconds since 1970
 * @returns {Pick<NewRow, 'result'> & Partial<NewRow>}
 */
function openRow({ result, reason, changes, params, card }, before, entry, now) {
  if (result === 'invalid' || !card) return { card: before, result: 'not_sent', reason, knownAt: 0 };
  if (!changes) return { card, result: 'unchanged', reason };
  if (compare(params, before, card).kind === 'elsewhere')
    return { card, changes, result: 'changed_elsewhere', reason: changedElsewhere, knownAt: 0 };
  const { heldUntil = 0 } = entry ?? {};
  if (heldUntil > now) return { card, changes, result: 'held', heldUntil: new Date(heldUntil) };
  // The list may have been loaded long ago, so the card is read before it is sent.
  return { card, changes, result: 'waiting', knownAt: 0 };
}

/**
 * Returns what a row changes on a card.
 *
 * @param {Row['params']} params
 * @param {SetContactCard} card
 */
function changesOf({ phone_number, ...values }, card) {
  const changed = changedFields(card, values);
  return changed && { phone_number, ...changed };
}
