// Splits the text of a list into rows of cells. Pure functions.
import Papa from 'papaparse';
import { detectSeparator, separatorName } from './separator.js';

/** @import { ParseError } from 'papaparse' */

/**
 * The cells of a line, or of several where a cell has line breaks. Lines are counted from 1 as in an editor, with blank ones, the
 * heading and a line `sep=;`.
 *
 * @typedef {object} RawRow
 * @property {number} line
 * @property {number} lastLine
 * @property {string[]} cells as they are in the text, with the spaces around them
 * @property {string[]} problems why the cells may not be what was meant, in sentences
 */

/** The number of rows after which {@link parsing} pauses. */
const SLICE = 1_000;

/** Excel's line that names the separator. A program that saved it again may have added quotes and separators. */
const declaration = /^"?sep=([^\w"\r\n])[^\w\n]*(?:\n|$)/i;

/** An unquoted cell with a quote after spaces: its quotes quote nothing, so that a separator between them ends the cell. */
const quoteAfterSpaces = /^[^\S\n]+"/;

/** Whether a value has an odd number of quotes, as one whose other quote is missing. @param {string} value */
export const hasUnpairedQuote = (value) => value.includes('"') && value.split('"').length % 2 === 0;

/**
 * Splits a list into rows. Blank lines are left out. It yields between slices.
 *
 * @param {string} text
 * @returns {Generator<void, { rows: RawRow[], separator: string }, void>} with the name of the separator: `commas`
 */
export function* parsing(text) {
  const lines = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const [start = '', declared] = declaration.exec(lines) ?? [];
  const body = lines.slice(start.length);
  const delimiter = declared ?? detectSeparator(body);
  yield;
  const { data, errors } = Papa.parse(body, { delimiter, newline: '\n' });
  yield;
  const firstLine = 1 + countBreaks(start);
  const lastLine = firstLine + countBreaks(body.trimEnd());
  let next = firstLine;
  /** @type {RawRow[]} */
  const rows = [];
  for (const cells of data) {
    const line = next;
    next += 1 + cells.reduce((sum, cell) => sum + countBreaks(cell), 0);
    rows.push({ line, lastLine: Math.min(next - 1, lastLine), cells, problems: problemsOf(cells) });
    if (rows.length % SLICE === 0) yield;
  }
  addErrors(rows, errors, body, firstLine);
  return {
    rows: rows.filter(({ cells, problems }) => problems.length > 0 || cells.some((cell) => cell.trim() !== '')),
    separator: separatorName(delimiter),
  };
}

/** Returns what is wrong with cells that the parser accepts. @param {string[]} cells */
const problemsOf = (cells) =>
  cells.some((cell) => quoteAfterSpaces.test(cell))
    ? ['A quote has spaces before it, so it does not quote its cell. Remove the spaces.']
    : [];

/**
 * Adds the parser's errors to their rows, with the line of the quote.
 *
 * @param {RawRow[]} rows
 * @param {ParseError[]} errors in the order of the text
 * @param {string} body
 * @param {number} firstLine
 */
function addErrors(rows, errors, body, firstLine) {
  let [line, index] = [firstLine, 0];
  for (const error of errors) {
    const row = rows[error.row ?? -1];
    // An error without a row is about the separator, which a single column doesn't have.
    if (!row || error.index === undefined) continue;
    line += countBreaks(body.slice(index, error.index));
    index = error.index;
    const sentence = describe(error, line, row);
    if (!row.problems.includes(sentence)) row.problems.push(sentence);
  }
}

/**
 * Returns an error of the parser as a sentence.
 *
 * @param {ParseError} error
 * @param {number} line of the cell's first quote
 * @param {RawRow} row
 */
function describe({ code }, line, { lastLine }) {
  const range = lastLine > line ? ` Lines ${line} to ${lastLine} were read as one row.` : '';
  return code === 'MissingQuotes'
    ? `The quote in line ${line} is not closed.${range} Close it, or remove it.`
    : `The quotes of a cell in line ${line} do not match.${range} Write a quote inside a quoted cell twice.`;
}

/** Returns the number of line breaks. @param {string} text */
const countBreaks = (text) => (text.includes('\n') ? text.split('\n').length - 1 : 0);
