// The check of a list before anything is sent: a pure function of the rows and the account's cards.
import { changedFields, parsePhoneNumber, validateContactCardUpdate } from 'linq-contact-card';
import { english } from 'linq-contact-card/element';
import { fields } from './columns.js';

/** @import { ContactCardUpdateParams, Issue, SetContactCard } from 'linq-contact-card' */
/** @import { Row } from './rows.js' */

/**
 * The verdict on a row.
 *
 * @typedef {object} Verdict
 * @property {'ready' | 'unchanged' | 'invalid'} result
 * @property {SetContactCard} [card] the card of its number
 * @property {ContactCardUpdateParams} [changes] what is to be sent, if it is ready
 * @property {string} [reason] why it isn't ready
 * @property {string} [suggestion] a valid number, if the number is only formatted differently
 */

/**
 * Checks the rows of a list.
 *
 * @param {Row[]} rows
 * @param {readonly SetContactCard[]} cards
 * @returns {(Row & Verdict)[]}
 */
export function checkRows(rows, cards) {
  const known = new Map(cards.map((card) => [card.phone_number, card]));
  const rowsOf = groupByNumber(rows);
  return rows.map((row) => {
    const { phone_number } = row.params;
    return { ...row, ...judge(row, known.get(phone_number), rowsOf.get(phone_number) ?? []) };
  });
}

/**
 * Replaces numbers with their suggestions, when the user asks for it.
 *
 * @param {(Row & { suggestion?: string })[]} rows @returns {Row[]}
 */
export const withSuggestions = (rows) =>
  rows.map(({ line, lastLine, params, problems, suggestion }) => ({
    line,
    lastLine,
    params: suggestion ? { ...params, phone_number: suggestion } : params,
    problems,
  }));

/**
 * Returns the verdict on a row.
 *
 * @param {Row} row
 * @param {SetContactCard | undefined} card
 * @param {Row[]} sameNumber
 * @returns {Verdict}
 */
function judge(row, card, sameNumber) {
  const { params } = row;
  const problem = problemOfNumber(row, sameNumber);
  if (problem) return { result: 'invalid', card, ...problem };
  if (!card) return { result: 'invalid', reason: 'This number has no card yet. Create it first.' };
  const problemOfRest = problemOfValues(row);
  if (problemOfRest) return { result: 'invalid', card, ...problemOfRest };
  const { phone_number, ...values } = params;
  const changes = changedFields(card, values);
  return changes
    ? { result: 'ready', card, changes: { phone_number, ...changes } }
    : { result: 'unchanged', card, reason: 'The card already has these values.' };
}

/**
 * Returns why a row can't be read, or its number can't be used.
 *
 * @param {Row} row
 * @param {Row[]} sameNumber the rows with its number
 * @returns {Pick<Verdict, 'suggestion'> & { reason: string } | undefined}
 */
export function problemOfNumber({ line, params, problems }, sameNumber) {
  if (problems.length > 0) return { reason: problems.join(' ') };
  const { issue } = parsePhoneNumber(params.phone_number);
  if (issue) return { reason: sentence('phone_number', issue), suggestion: issue.suggestion };
  const others = sameNumber.filter((row) => row.line !== line).map((row) => row.line);
  if (others.length === 0) return undefined;
  return { reason: `The same number is in line ${others.join(', ')}. Keep one of them.` };
}

/**
 * Returns why the values of a row can't be sent.
 *
 * @param {Row} row
 * @returns {{ reason: string } | undefined}
 */
export function problemOfValues({ params }) {
  const issues = validateContactCardUpdate(params);
  return issues.length > 0 ? { reason: issues.map((each) => sentence(each.path[0], each)).join(' ') } : undefined;
}

/**
 * Returns an issue as a sentence that starts with the field's label instead of the field's name.
 *
 * @param {PropertyKey | undefined} name of the field; absent for an issue of the row as a whole
 * @param {Issue} issue
 */
function sentence(name, { message }) {
  const field = fields.find((each) => each === name);
  const rest = message.slice(message.indexOf(' ') + 1);
  return `${english.texts.issue(field ? english.labels[field] : 'The row', rest)}.`;
}

/** Returns the rows of each number. @param {Row[]} rows */
export function groupByNumber(rows) {
  /** @type {Map<string, Row[]>} */
  const groups = new Map();
  for (const row of rows) {
    const { phone_number } = row.params;
    const group = groups.get(phone_number);
    if (group) group.push(row);
    else groups.set(phone_number, [row]);
  }
  return groups;
}
