// How a list was read, in sentences: what the user has to know before sending it.
import { undecided } from '../import/columns.js';

/** @import { List } from '../import/list.js' */

/** How many characters of an example are shown. */
const EXAMPLE = 60;

/** How many lines are named. */
const LINES = 5;

/** Returns the start of a text in quotes. @param {string} text */
export const quoted = (text) => `“${text.length > EXAMPLE ? `${text.slice(0, EXAMPLE)}…` : text}”`;

/**
 * Returns how a list was read.
 *
 * @param {List} list
 * @param {string} source where it is from
 */
export const describeReading = ({ separator, headingLine }, source) =>
  `${source}, separated by ${separator}, ${headingLine ? `with its heading in line ${headingLine}` : 'without a heading'}.`;

/**
 * Returns what of a list isn't sent although it is in the list.
 *
 * @param {List} list
 */
export function readingWarnings({ columns, rows }) {
  const unused = undecided(columns).map(
    ({ name, example }) =>
      `Not used: ${name}, such as ${quoted(example)}. If it belongs on the cards, choose its field under “Columns”.`,
  );
  const broken = rows.filter(({ problems }) => problems.length > 0).map(({ line }) => line);
  return broken.length > 0
    ? [...unused, `Not sent, as it may not be what was meant: ${describeLines(broken)}. The table shows the reason.`]
    : unused;
}

/** Returns lines as a text. @param {number[]} lines at least one */
function describeLines(lines) {
  const rest = lines.length > LINES ? ` and ${lines.length - LINES} more` : '';
  return `${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, LINES).join(', ')}${rest}`;
}
