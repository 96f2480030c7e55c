// Cells that are no names, although they could be sent as such. Pure functions.
import { english } from 'linq-contact-card/element';
import { asMeant, isMisread } from './misread.js';
import { quoted } from './quoted.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { Problem, RowParams } from './rows.js' */

/** @type {readonly ('first_name' | 'last_name')[]} */
const fields = ['first_name', 'last_name'];

/** What is no name, and the rest of the sentence that says so. Null and Na are names. @type {readonly [RegExp, string][]} */
const noNames = [
  [/^(#+|#[\p{L}\p{N}/]+[!?]?)$/u, 'is a spreadsheet’s error.'],
  [/^=.*[\d(!]/, 'is a formula.'],
  [/^(\p{P}+|0|n\/a|N\/A|tbd|TBD|null|undefined)$/u, 'stands for an empty cell.'],
  [/^(TRUE|FALSE)$/, 'is a spreadsheet’s value.'],
  [/^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/, 'is an email address.'],
];

/**
 * Returns what is wrong with the names of a row.
 *
 * @param {RowParams} params
 * @param {SetContactCard | undefined} card the card of its number
 * @returns {Problem[]} at most one a field
 */
export function nameProblems(params, card) {
  const problems = fields.flatMap((field) => {
    const { [field]: name = '' } = params;
    if (name === card?.[field]) return [];
    const [, found] = noNames.find(([pattern]) => pattern.test(name)) ?? [];
    if (found) return problem(field, `${found} Enter the name, or empty the cell to leave the card’s.`);
    const wrong = wrongLetters(name);
    return wrong ? problem(field, `${wrong} Enter the name as it is.`) : [];
  });
  return problems.length > 0 ? problems : repeatedLastName(params, card);
}

/** Returns which letters of a name another program has changed; nothing where none has. @param {string} name */
function wrongLetters(name) {
  if (/(^|\p{L})\?+\p{L}/u.test(name)) return 'has a “?” in place of a letter.';
  if (!isMisread(name)) return undefined;
  const meant = asMeant(name);
  return meant ? `has letters that were misread: it may be ${quoted(meant)}.` : 'has letters that were misread.';
}

/**
 * Returns the problem of a first name that has the last name as well: a chat would show it twice.
 *
 * @param {RowParams} params
 * @param {SetContactCard | undefined} card
 * @returns {Problem[]}
 */
function repeatedLastName(params, card) {
  const { first_name = '', last_name = card?.last_name } = params;
  if (!last_name || !first_name.endsWith(` ${last_name}`) || first_name === card?.first_name) return [];
  const name = quoted(`${first_name} ${last_name}`);
  return problem('first_name', `has the last name, too: it would be ${name}. Enter the first name alone.`);
}

/** @param {'first_name' | 'last_name'} field @param {string} rest @returns {Problem[]} */
const problem = (field, rest) => [{ field, message: english.texts.issue(english.labels[field], rest) }];
