// How a list was read, in sentences: what the user has to know before sending it.
import { titleOf, undecided } from '../import/columns.js';
import { isMisread } from '../import/misread.js';
import { quoted } from '../import/quoted.js';
import { some } from './results.js';

/** @import { Column } from '../import/columns.js' */
/** @import { List } from '../import/list.js' */
/** @import { Row } from '../import/rows.js' */
/** @import { Forgotten } from './edits.js' */

/** How many lines are named. */
const LINES = 5;

/**
 * Returns how a list was read.
 *
 * @param {List} list
 * @param {string} source where it is from
 */
export const describeReading = ({ separator, headingLine }, source) =>
  `${source}, separated by ${separator}, ${headingLine ? `with its heading in line ${headingLine}` : 'without a heading'}.`;

/**
 * What the user has to know before sending a list.
 *
 * @typedef {object} Warning
 * @property {string} title
 * @property {string[]} lines in sentences
 */

/**
 * Returns a warning that what the user has changed in rows is lost, as the text of the list has changed there.
 *
 * @param {Forgotten} forgotten
 * @returns {Warning[]}
 */
export function forgottenWarnings({ rows, leftOut }) {
  if (rows === 0) return [];
  const title = `What you changed in ${some(rows, 'row')} is undone`;
  const [what, none, them] = rows === 1 ? ['The row is', 'not', 'it'] : ['The rows are', 'none is', 'them'];
  const also = leftOut > 0 ? `, and ${none} left out any more` : '';
  return [
    { title, lines: [`The text of the list has changed there. ${what} as in the list${also}. Check ${them} again.`] },
  ];
}

/**
 * Returns what is left out of a list, and what looks wrong.
 *
 * @param {List} list
 * @returns {Warning[]}
 */
export const readingWarnings = ({ columns, rows }) =>
  [ignoredColumns(columns), brokenRows(rows), misreadNames(rows)].filter(({ lines }) => lines.length > 0);

/** Returns a warning of the columns that are left out without a decision. @param {Column[]} columns @returns {Warning} */
function ignoredColumns(columns) {
  const ignored = undecided(columns).map((column) => `${titleOf(column)}, such as ${quoted(column.example)}.`);
  const advice = ignored.length > 0 ? ['To use one, choose its field under “Columns”.'] : [];
  return { title: 'Columns not used', lines: [...ignored, ...advice] };
}

/** Returns a warning of the rows with problems. @param {Row[]} rows @returns {Warning} */
function brokenRows(rows) {
  const found = rows.filter(({ problems }) => problems.length > 0).map(({ line }) => line);
  if (found.length === 0) return { title: '', lines: [] };
  const rest = found.length > LINES ? ` and ${found.length - LINES} more` : '';
  const named = `${found.length === 1 ? 'Line' : 'Lines'} ${found.slice(0, LINES).join(', ')}${rest}`;
  return { title: 'Rows that may be read wrong', lines: [`${named}. Not sent until fixed; the table shows why.`] };
}

/**
 * Returns a warning of names with letters that another encoding makes of UTF-8.
 *
 * @param {Row[]} rows
 * @returns {Warning}
 */
function misreadNames(rows) {
  const names = rows.flatMap(({ params }) => [params.first_name ?? '', params.last_name ?? '']);
  const example = names.find(isMisread);
  const lines =
    example === undefined
      ? []
      : [
          `Names such as ${quoted(example)} look wrong. If the list is a file, change in step 1 how its letters are read. Else correct the names.`,
        ];
  return { title: 'Wrong letters', lines };
}
