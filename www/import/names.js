// Cells that are no names, although they could be sent as such. Pure functions.
import { english } from 'linq-contact-card/element';
import { quoted } from './quoted.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { Problem, RowParams } from './rows.js' */

/** @type {readonly ('first_name' | 'last_name')[]} */
const fields = ['first_name', 'last_name'];

/** What is no name, and the rest of the sentence that says so. Null and Na are names. @type {readonly [RegExp, string][]} */
const noNames = [
  [/^(#+|#[\p{L}\p{N}/]+[!?]?)$/u, 'is a spreadsheet’s error.'],
  [/^=.*[\d(!]/, 'is a formula.'],
  [/^(\p{P}+|n\/a|N\/A|tbd|TBD|null|undefined)$/u, 'stands for an empty cell.'],
  [/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'is an email address.'],
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
    const [, found] = noNames.find(([pattern]) => pattern.test(params[field] ?? '')) ?? [];
    return found ? problem(field, `${found} Enter the name, or empty the cell to leave the card’s.`) : [];
  });
  return problems.length > 0 ? problems : repeatedLastName(params, card);
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
