// Why a row can't be sent, by field. Pure functions.
import { validateContactCardUpdate } from 'linq-contact-card';
import { english } from 'linq-contact-card/element';
import { fields } from './columns.js';
import { describeIssue } from '../shell/issue-text.js';
import { findDamage } from './damage.js';
import { dialedKinds } from './dialed.js';
import { spreadsheetKinds } from './excel.js';
import { nameProblems } from './names.js';

/** @import { Issue, SetContactCard } from 'linq-contact-card' */
/** @import { KnownNumbers } from './known-numbers.js' */
/** @import { Problem, Row } from './rows.js' */

/**
 * What is wrong with a row by itself.
 *
 * @typedef {object} Findings
 * @property {Problem[]} issues at most one a field
 * @property {string} [suggestion] the number that was probably meant; never applied by itself
 * @property {'format' | 'account'} [suggestionKind] `format`: the cell has this number, written differently. `account`: it is the
 * only card of the account that fits what a spreadsheet left
 * @property {boolean} [isGuess] whether digits of the suggestion aren't in the cell
 */

/** What may have happened to a number. */
const kinds = [...spreadsheetKinds, ...dialedKinds];

/** How many lines with the same number are named. */
const NAMED_LINES = 5;

/** Letters in a number, or a sign with which numbers aren't written. */
const stray = /\p{L}{1,20}|[^\p{L}\p{N}\p{Pd}\s\p{C}+.()[\]]/u;

/**
 * Finds what is wrong with a row, whatever the other rows are and whether its number has a card.
 *
 * @param {Row} row
 * @param {KnownNumbers} known the numbers with a card
 * @param {SetContactCard | undefined} card the card of its number
 * @returns {Findings}
 */
export function findIssues({ params, problems }, known, card) {
  const structure = problems.filter(({ field }) => !field);
  if (structure.length > 0) return { issues: structure };
  const issues = [...problems];
  /** @type {Findings} */
  const findings = { issues };
  for (const issue of validateContactCardUpdate(params)) {
    const field = fields.find((each) => each === issue.path[0]);
    if (field && issues.some((other) => other.field === field)) continue;
    const damage = field === 'phone_number' ? findDamage(kinds, params.phone_number, known) : undefined;
    issues.push({ field, message: damage?.message ?? strayIn(params, issue) ?? sentence(field, issue) });
    if (field !== 'phone_number') continue;
    const { suggestion, suggestionKind } = damage ?? { suggestion: issue.suggestion, suggestionKind: 'format' };
    if (!suggestion) continue;
    findings.suggestion = suggestion;
    findings.suggestionKind = suggestionKind;
    findings.isGuess = damage?.isWhole === false;
  }
  for (const problem of nameProblems(params, card))
    if (issues.every(({ field }) => field !== problem.field)) issues.push(problem);
  return findings;
}

/**
 * Returns the issue of a row whose number other rows have as well.
 *
 * @param {Row} row
 * @param {ReadonlySet<Row>} sameNumber the rows with its number
 * @returns {Problem | undefined}
 */
export function duplicateIssue(row, sameNumber) {
  if (sameNumber.size < 2) return undefined;
  const lines = [];
  for (const other of sameNumber) {
    if (other !== row) lines.push(other.line);
    if (lines.length === NAMED_LINES) break;
  }
  const more = sameNumber.size - 1 - lines.length;
  const named = lines.sort((a, b) => a - b).join(', ');
  const message = `The same number is in ${lines.length > 1 ? 'lines' : 'line'} ${named}${more > 0 ? ` and ${more} more` : ''}. Keep one of them.`;
  return { field: 'phone_number', message };
}

/**
 * Returns the issue of a row whose number has no card. The card can be created once nothing else is wrong with the row, as it would
 * be filled in with the row's values.
 *
 * @param {readonly Problem[]} others the row's other issues
 * @returns {Problem}
 */
export const missingCard = (others) =>
  others.length > 0
    ? { field: 'phone_number', message: 'This number has no card yet. Fix the rest of the row, then create it.' }
    : { field: 'phone_number', message: 'This number has no card yet. Create it first.', code: 'no_card' };

/**
 * Adds a row to those with the same number.
 *
 * @template {Row} Each
 * @param {Map<string, Set<Each>>} groups by number
 * @param {string} number
 * @param {Each} row
 */
export function addToGroup(groups, number, row) {
  const group = groups.get(number);
  if (group) group.add(row);
  else groups.set(number, new Set([row]));
}

/**
 * Whether a guess is of no use: another row has that number, or is as likely to be meant.
 *
 * @param {string} number
 * @param {ReadonlyMap<string, ReadonlySet<Row>>} rowsOf the rows of each number
 * @param {ReadonlyMap<string, ReadonlySet<Row>>} guessesOf the rows for which it is a guess
 */
export const isTaken = (number, rowsOf, guessesOf) => rowsOf.has(number) || (guessesOf.get(number)?.size ?? 0) > 1;

/** Returns the messages of issues as one text. @param {readonly Problem[]} issues */
export const reasonOf = (issues) => issues.map(({ message }) => message).join(' ');

/**
 * Returns the sentence that names what isn't part of a number, such as a letter O in place of a zero. Nothing where the cell has no
 * digit, or where the number is only written in another way.
 *
 * @param {Row['params']} params
 * @param {Issue} issue
 */
function strayIn({ phone_number }, { path: [name], suggestion }) {
  if (name !== 'phone_number' || suggestion || !/\p{N}/u.test(phone_number)) return undefined;
  const [found] = stray.exec(phone_number) ?? [];
  if (!found) return undefined;
  const kind = /\p{L}/u.test(found) ? 'letter' : 'character';
  const rest = `has the ${kind}${[...found].length > 1 ? 's' : ''} “${found}”. Write + and digits only.`;
  return english.texts.issue(english.labels.phone_number, rest);
}

/**
 * Returns an issue as a sentence that starts with the field's label instead of the field's name.
 *
 * @param {Problem['field']} field absent for an issue of the row as a whole
 * @param {Issue} issue
 */
function sentence(field, { code, message }) {
  if (code === 'empty_update') return 'The row has neither a name nor a picture. Enter one, or leave the row out.';
  return describeIssue(field ? english.labels[field] : 'The row', { code, message });
}
