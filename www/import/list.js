// Reads a list of cards from its text. Pure functions.
import { atOnce } from '../shell/slices.js';
import { columnProblems, describeGuess, guessedNames, readColumns } from './columns.js';
import { hasUnpairedQuote, parsing } from './parse.js';
import { readRows } from './rows.js';

/** @import { Column, Use } from './columns.js' */
/** @import { RawRow } from './parse.js' */
/** @import { Row } from './rows.js' */

/** The number of cells in a line above which a text isn't a list of cards. */
const MOST_CELLS = 500;

/** The number of rows after which {@link readingList} pauses. */
const SLICE = 500;

/**
 * A list as it was read.
 *
 * @typedef {object} List
 * @property {Row[]} rows without the heading
 * @property {Column[]} columns
 * @property {number} [headingLine] absent if there is no heading
 * @property {string} separator its name: `commas`
 * @property {string[]} problems why no row of it can be sent, in sentences
 * @property {number} [problemLine] the line that causes them; absent if they are to be resolved by the columns
 * @property {Column} [guess] the column that causes them, as it was guessed to be the first name and may have full names
 */

/**
 * What the user decided about columns. It is for a list with the same columns only.
 *
 * @typedef {object} Decisions
 * @property {string[]} names of all columns
 * @property {(Use | undefined)[]} uses absent where the user didn't decide
 */

/**
 * Reads a list with commas, semicolons or tabs, with or without a heading.
 *
 * @param {string} text
 * @param {Decisions} [decisions]
 * @returns {List}
 */
export const readList = (text, decisions) => atOnce(readingList(text, decisions));

/**
 * Reads a list as {@link readList} does. It yields between slices.
 *
 * @param {string} text
 * @param {Decisions} [decisions]
 * @returns {Generator<void, List, void>}
 */
export function* readingList(text, decisions) {
  const { rows: rawRows, separator } = yield* parsing(text);
  yield;
  const wide = rawRows.find(({ cells }) => cells.length > MOST_CELLS);
  if (wide) {
    const problem = `Line ${wide.line} has ${wide.cells.length} cells. Choose a list with one card per line.`;
    return { rows: [], columns: [], separator, problems: [problem], problemLine: wide.line };
  }
  const { columns: read, heading } = readColumns(rawRows);
  const columns = decide(read, decisions);
  const content = heading ? rawRows.slice(1) : rawRows;
  /** @type {Row[]} */
  const rows = [];
  for (let start = 0; start < content.length; start += SLICE) {
    yield;
    rows.push(...readRows(content.slice(start, start + SLICE), columns));
  }
  return { rows, columns, headingLine: heading?.line, separator, ...problemsOf(rawRows, columns, heading) };
}

/**
 * Returns the columns as the user decided.
 *
 * @param {Column[]} columns
 * @param {Decisions} [decisions]
 */
function decide(columns, { names, uses } = { names: [], uses: [] }) {
  const isForThem = columns.length === names.length && columns.every(({ name }, index) => name === names[index]);
  return columns.map((column, index) => {
    const use = isForThem ? uses[index] : undefined;
    return use ? { ...column, use, isDecided: true, isGuess: false } : column;
  });
}

/**
 * Returns why no row of a list can be sent.
 *
 * @param {RawRow[]} rows with the heading
 * @param {Column[]} columns
 * @param {RawRow | undefined} heading
 * @returns {Pick<List, 'problems' | 'problemLine' | 'guess'>}
 */
function problemsOf([first, second], columns, heading) {
  if (!first) return { problems: ['The list is empty. Paste one, or choose a file.'] };
  const problemLine = first.line;
  const found = columnProblems(columns);
  // A broken quote in the first row, which is the heading or was to be one, causes the others.
  if (first.problems.length > 0 && (heading || found.length > 0)) return { problems: first.problems, problemLine };
  if (heading?.cells.some(hasUnpairedQuote)) {
    const problem = `The heading has a quote without a second one. Check the quotes in line ${heading.line}.`;
    return { problems: [problem], problemLine };
  }
  if (heading && !second) return { problems: ['The list has a heading only. Add the rows.'], problemLine };
  const guess = found.length === 0 ? guessedNames(columns) : undefined;
  return guess ? { problems: [describeGuess(guess, columns)], problemLine, guess } : { problems: found };
}
