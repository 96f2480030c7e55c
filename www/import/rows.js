// Reads the rows of a list as updates of cards. Pure functions.
import { english } from 'linq-contact-card/element';
import { fields, titleOf, widthOf } from './columns.js';
import { hasUnpairedQuote } from './parse.js';

/** @import { Column } from './columns.js' */
/** @import { RawRow } from './parse.js' */

/**
 * A row of a list. One with a problem isn't sent: what was read may not be what was meant.
 *
 * @typedef {object} Row
 * @property {number} line where it starts, as in an editor
 * @property {number} lastLine where it ends, which is another line if a cell has line breaks
 * @property {RowParams} params
 * @property {string[]} problems in sentences
 */

/** @typedef {{ phone_number: string, first_name?: string, last_name?: string, image_url?: string }} RowParams */

/** What makes a value unfit to be sent, and the rest of the sentence that says so. @type {readonly [RegExp, string][]} */
const flaws = [
  [
    /[\uFFFD\x80-\x84\x86-\x9F]/,
    'has a character that could not be read. Read the file in its right encoding, or write the character again.',
  ],
  [/[\n\v\f\x85\u2028\u2029]/, 'has a line break. Check the quotes, and write it in one line.'],
  [/\p{Cc}/u, 'has a control character. Remove it.'],
];

/**
 * Reads rows. Spaces around a cell are left out, as is the apostrophe before a sign by which spreadsheets mark text, and an empty cell
 * leaves its field as it is.
 *
 * @param {RawRow[]} rows
 * @param {Column[]} columns
 * @returns {Row[]}
 */
export const readRows = (rows, columns) =>
  rows.map((row) => {
    /** @type {RowParams} */
    const params = { phone_number: '' };
    for (const field of fields) {
      const cell = row.cells[columns.findIndex(({ use }) => use === field)]?.trim().replace(/^'(?=[=@+-])/, '');
      if (cell) params[field] = cell;
    }
    const { line, lastLine, problems } = row;
    // A broken quote causes the others.
    const found =
      problems.length > 0 ? problems : [...tooWide(row, columns), ...unpairedQuotes(row, columns), ...flawsOf(params)];
    return { line, lastLine, params, problems: found };
  });

/**
 * Returns the problem of a row with more cells than the list has columns: the cells after a separator that isn't quoted are in the
 * wrong columns.
 *
 * @param {RawRow} row
 * @param {Column[]} columns
 */
const tooWide = (row, { length }) =>
  widthOf(row) > length
    ? [
        `The row has ${widthOf(row)} cells, but the list has ${length} columns. Put a cell with a separator inside in quotes.`,
      ]
    : [];

/**
 * Returns the problems of cells whose quote has no second one: a separator may have ended them too early. A column that isn't used
 * by decision may have such cells, for example inches.
 *
 * @param {RawRow} row
 * @param {Column[]} columns
 */
const unpairedQuotes = ({ cells }, columns) =>
  columns.flatMap((column, index) => {
    const { use } = column;
    if (use === 'unused' || !hasUnpairedQuote(cells[index] ?? '')) return [];
    return use === 'undecided'
      ? `${titleOf(column)} has a quote without a second one. Check the quotes of the row, or choose “Not used” for the column.`
      : `${english.labels[use]} has a quote without a second one. Check the quotes of the row.`;
  });

/** Returns what makes values unfit to be sent. @param {RowParams} params */
export const flawsOf = (params) =>
  fields.flatMap((field) => {
    const found = flaws.find(([pattern]) => pattern.test(params[field] ?? ''))?.[1];
    return found ? english.texts.issue(english.labels[field], found) : [];
  });
