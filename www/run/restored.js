// What becomes a row of a stored run, by its entry and the account's cards of now. Pure functions.
import { changedFields } from 'linq-contact-card';
import { compare } from './compare.js';
import { changedElsewhere, foundSaved, savedWith } from './outcomes.js';
import { hasEnded } from './row.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { CheckedRow } from '../import/check.js' */
/** @import { Row } from '../import/rows.js' */
/** @import { NewRow } from './row.js' */
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
  const isLost = entry?.result === 'sending' || entry?.result === 'unknown';
  const saved = isLost || entry?.wasUnknown ? savedRow(row, before) : undefined;
  if (saved) return { ...base, changes, ...saved };
  if (isLost) return { ...base, changes, ...lostRow(before) };
  if (entry?.result === 'saved' || entry?.result === 'saved_inactive')
    return { ...base, changes, card: card ?? before, before, result: entry.result, reason, traceId };
  if (!entry || !hasEnded(entry)) return { ...base, changes, ...openRow(row, before, entry, now) };
  const time = retryAt === undefined ? undefined : new Date(retryAt);
  return { ...base, changes, card: before, result: entry.result, reason, traceId, retryAt: time, knownAt: 0 };
}

/**
 * Returns the state of a row that was sent, if its card shows that it was saved.
 *
 * @param {CheckedRow} row
 * @param {SetContactCard} before its card when the run was started
 */
function savedRow({ params, card }, before) {
  if (!card || compare(params, before, card, { wasSent: true }).kind !== 'saved') return undefined;
  return { ...savedWith(card), before, reason: 'It was saved before the run was continued.' };
}

/** Returns the state of a row that was sent, and whose response didn't arrive. @param {SetContactCard} before its card */
const lostRow = (before) => ({
  card: before,
  result: /** @type {const} */ ('unknown'),
  wasUnknown: true,
  reason: 'The run was continued before a response arrived.',
});

/**
 * Returns the state of a row that is still to be sent.
 *
 * @param {CheckedRow} row
 * @param {SetContactCard} before its card when the run was started
 * @param {Entry | undefined} entry
 * @param {number} now milliseconds since 1970
 * @returns {Pick<NewRow, 'result'> & Partial<NewRow>}
 */
function openRow({ result, reason, changes, params, card }, before, entry, now) {
  if (result === 'invalid' || !card) return { card: before, result: 'not_sent', reason, knownAt: 0 };
  if (!changes) return foundSaved({ card: before, wasUnknown: entry?.wasUnknown }, card);
  if (compare(params, before, card).kind === 'elsewhere')
    return { card, changes, result: 'changed_elsewhere', reason: changedElsewhere, knownAt: 0 };
  const { heldUntil = 0, wasUnknown } = entry ?? {};
  // The list may have been loaded long ago, so the card is read before it is sent.
  const open = { card, changes, wasUnknown, knownAt: 0 };
  return heldUntil > now ? { ...open, result: 'held', heldUntil: new Date(heldUntil) } : { ...open, result: 'waiting' };
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
