// What a list would change: a pure function of its rows, the account's cards and the journal.
import { changedFields } from 'linq-contact-card';
import { KnownNumbers } from '../../../www/import/known-numbers.js';
import { addToGroup, duplicateIssue, findIssues, isTaken, reasonOf } from '../../../www/import/issues.js';
import { rowId } from './row-id.js';

/** @import { ContactCardUpdateParams, SetContactCard } from 'linq-contact-card' */
/** @typedef {import('../../../www/import/rows.js').Row} Row */
/** @typedef {import('../../../www/import/issues.js').Findings} Findings */
/** @typedef {import('./journal.js').History} History */

/**
 * What is to be done with a row, or its result.
 *
 * @typedef {'create' | 'update' | 'unchanged' | 'invalid' | 'saved' | 'unknown'} Decision
 */

/**
 * A row of a plan.
 *
 * @typedef {object} PlannedRow
 * @property {string} id
 * @property {number} line
 * @property {ContactCardUpdateParams} params
 * @property {Decision} decision
 * @property {SetContactCard} [card] the card of today
 * @property {Partial<ContactCardUpdateParams>} [changes] the fields that would be sent
 * @property {string} [reason] why it isn't sent
 * @property {string} [suggestion] the number that was probably meant
 * @property {number} [notBefore] when Linq allows the next write, in milliseconds since 1970
 */

/**
 * @typedef {object} PlanOptions
 * @property {boolean} replaceImage
 * @property {boolean} retryUnknown whether a row whose outcome is unknown is sent again
 */

/**
 * Plans the rows of a list.
 *
 * @param {readonly Row[]} rows
 * @param {readonly SetContactCard[]} cards
 * @param {History} history
 * @param {PlanOptions} options
 * @returns {PlannedRow[]}
 */
export function planRows(rows, cards, history, options) {
  const known = new Map(cards.map((card) => [card.phone_number, card]));
  const numbers = new KnownNumbers(known.keys());
  /** @type {Map<string, Set<Row>>} */
  const rowsOf = new Map();
  /** @type {Map<string, Set<Row>>} */
  const guessesOf = new Map();
  const findings = rows.map((row) => {
    const found = findIssues(row, numbers, known.get(row.params.phone_number));
    addToGroup(rowsOf, row.params.phone_number, row);
    if (found.isGuess && found.suggestion) addToGroup(guessesOf, found.suggestion, row);
    return found;
  });
  return rows.map((row, index) => {
    const { line, params } = row;
    const card = known.get(params.phone_number);
    const id = rowId(params);
    const { issues, suggestion = '', isGuess } = /** @type {Findings} */ (findings[index]);
    if (issues.length > 0) {
      const useful = isGuess && isTaken(suggestion, rowsOf, guessesOf) ? undefined : suggestion || undefined;
      return { id, line, params, card, decision: 'invalid', reason: reasonOf(issues), suggestion: useful };
    }
    const reason = reasonOfRest(row, card, rowsOf.get(params.phone_number) ?? new Set());
    if (reason) return { id, line, params, card, decision: 'invalid', reason };
    return { id, line, params, card, ...decide(params, card, history.get(id), options) };
  });
}

/**
 * Returns why a row that is valid by itself can't be sent.
 *
 * @param {Row} row
 * @param {SetContactCard | undefined} card
 * @param {ReadonlySet<Row>} sameNumber the rows with its number
 */
function reasonOfRest(row, card, sameNumber) {
  const duplicate = duplicateIssue(row, sameNumber);
  if (duplicate) return duplicate.message;
  if (card || row.params.first_name !== undefined) return undefined;
  return 'The number has no card yet, and a new card needs a first name.';
}

/**
 * Decides about a valid row.
 *
 * @param {ContactCardUpdateParams} params
 * @param {SetContactCard | undefined} card
 * @param {import('./journal.js').RowHistory | undefined} past
 * @param {PlanOptions} options
 * @returns {Pick<PlannedRow, 'decision' | 'changes' | 'reason' | 'notBefore'>}
 */
function decide(params, card, past, { replaceImage, retryUnknown }) {
  if (past?.state === 'saved') return { decision: 'saved', reason: 'It was saved by an earlier run.' };
  const { phone_number, ...fields } = params;
  const changes = card ? changesOf(card, fields, replaceImage) : fields;
  if (past?.state === 'unknown') {
    if (!changes) return { decision: 'saved', reason: 'The card has these values: an earlier run saved it.' };
    if (!retryUnknown) {
      const reason = `An earlier run sent it, and no usable response arrived. Send it again with --retry-unknown.`;
      return { decision: 'unknown', changes, reason };
    }
  }
  if (!changes) return { decision: 'unchanged', reason: 'The card has these values already.' };
  return { decision: card ? 'update' : 'create', changes, notBefore: past?.notBefore };
}

/**
 * Returns the fields that `ensureContactCard` sends: Linq stores a copy of a picture, so that pictures can't be compared.
 *
 * @param {SetContactCard} card
 * @param {Partial<ContactCardUpdateParams>} fields
 * @param {boolean} replaceImage
 */
function changesOf(card, { image_url, ...names }, replaceImage) {
  const isSent = image_url !== undefined && (replaceImage || !card.image_url);
  // Without a picture to compare with, the one of the list is a change.
  const { image_url: _, ...compared } = card;
  return changedFields(compared, isSent ? { ...names, image_url } : names);
}
