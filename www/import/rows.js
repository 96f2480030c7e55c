// Reads the rows of a list as updates of cards. Pure functions.
import { english } from 'linq-contact-card/element';
import { fields, titleOf, widthOf } from './columns.js';
import { hasUnpairedQuote } from './parse.js';

/** @import { ContactCardField } from 'linq-contact-card/element' */
/** @import { Column } from './columns.js' */
/** @import { RawRow } from './parse.js' */

/**
 * A row of a list. One with a problem isn't sent: what was read may not be what was meant.
 *
 * @typedef {object} Row
 * @property {number} line where it starts, as in an editor
 * @property {number} lastLine where it ends, which is another line if a cell has line breaks
 * @property {RowParams} params
 * @property {Problem[]} problems
 */

/** @typedef {{ phone_number: string, first_name?: string, last_name?: string, image_url?: string }} RowParams */

/**
 * Why a row can't be sent. Without a field it is about how the row was read, which only another list can change.
 *
 * @typedef {object} Problem
 * @property {ContactCardField} [field]
 * @property {string} message what is wrong and what to do, in sentences
 * @property {'no_card'} [code] what the user can do about it now, elsewhere: create the card of its number
 */

/** What makes a value unfit to be sent, and the rest of the sentence that says so. @type {readonly [RegExp, string][]} */
const flaws = [
  [
    /[\uFFFD\x80-\x84\x86-\x9F]/,
    'has a character that could not be read. Change how the letters of the file are read, or write the character again.',
  ],
  [/[\n\v\f\x85\u2028\u2029]/, 'has a line break. Check the quotes, and write it in one line.'],
  [/\p{Cc}/u, 'has a control character. Remove it.'],
];

/** A character that one of the flaws has. Most values have none. */
const anyFlaw = /[\p{Cc}\uFFFD\u2028\u2029]/u;

/** The apostrophe by which spreadsheets mark text, before what they would take for a formula, and before a number. */
const textMark = /^'(?=[=@+-])/;
const textMarkOfNumber = /^['‘’](?=[=@+\d(-])/;

/**
 * Reads rows.
 *
 * @param {RawRow[]} rows
 * @param {Column[]} columns
 * @returns {Row[]}
 */
export function readRows(rows, columns) {
  const indexes = fields.map((field) => columns.findIndex(({ use }) => use === field));
  return rows.map((row) => {
    /** @type {Parameters<typeof readParams>[0]} */
    const cells = {};
    fields.forEach((field, index) => {
      cells[field] = row.cells[indexes[index] ?? -1];
    });
    const params = readParams(cells);
    const { line, lastLine } = row;
    const structure = row.problems.map((message) => ({ message }));
    // A broken quote causes the others.
    const problems =
      structure.length > 0
        ? structure
        : [...tooWide(row, columns), ...undecidedQuotes(row, columns), ...fieldProblems(params)];
    return { line, lastLine, params, problems };
  });
}

/**
 * Reads the cells of a row. Spaces around a cell are left out, as is the apostrophe by which spreadsheets mark text, and an empty
 * cell leaves its field as it is.
 *
 * @param {Partial<Record<ContactCardField, string | undefined>>} cells
 * @returns {RowParams}
 */
export function readParams(cells) {
  /** @type {RowParams} */
  const params = { phone_number: '' };
  for (const field of fields) {
    const cell = cells[field]?.trim().replace(field === 'phone_number' ? textMarkOfNumber : textMark, '');
    if (cell) params[field] = cell;
  }
  return params;
}

/** Returns what makes values unfit to be sent, one problem a field. @param {RowParams} params @returns {Problem[]} */
export const fieldProblems = (params) =>
  fields.flatMap((field) => {
    const message = flawOf(field, params[field] ?? '');
    return message ? { field, message } : [];
  });

/**
 * Returns what makes a value unfit to be sent.
 *
 * @param {ContactCardField} field
 * @param {string} value
 */
function flawOf(field, value) {
  const found = anyFlaw.test(value) ? flaws.find(([pattern]) => pattern.test(value))?.[1] : undefined;
  if (found) return english.texts.issue(english.labels[field], found);
  if (!hasUnpairedQuote(value)) return undefined;
  return `${english.labels[field]} has a quote without a second one. Check the quotes of the row.`;
}

/**
 * Returns the problem of a row with more cells than the list has columns: the cells after a separator that isn't quoted are in the
 * wrong columns.
 *
 * @param {RawRow} row
 * @param {Column[]} columns
 * @returns {Problem[]}
 */
function tooWide(row, { length }) {
  const width = widthOf(row);
  if (width <= length) return [];
  const message = `The row has ${width} cells, but the list has ${length} columns. Put a cell with a separator inside in quotes.`;
  return [{ message }];
}

/**
 * Returns the problems of cells whose quote has no second one, in columns that aren't decided: a separator may have ended them too
 * early. A column that isn't used by decision may have such cells, for example inches.
 *
 * @param {RawRow} row
 * @param {Column[]} columns
 * @returns {Problem[]}
 */
const undecidedQuotes = ({ cells }, columns) =>
  columns.flatMap((column, index) => {
    if (column.use !== 'undecided' || !hasUnpairedQuote(cells[index] ?? '')) return [];
    const message = `${titleOf(column)} has a quote without a second one. Check the quotes of the row, or choose “Not used” for the column.`;
    return { message };
  });
