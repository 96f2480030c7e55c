// How a list was read, in sentences: what the user has to know before sending it.
import { undecided } from '../import/columns.js';

/** @import { List } from '../import/list.js' */
/** @import { Row } from '../import/rows.js' */

/** How many characters of an example are shown. */
const EXAMPLE = 60;

/** How a letter such as ü or ’ looks where UTF-8 is read as Windows-1252: Ã¼, â€™. */
const misread = /[ÂÃ][\u0080-\u00BF€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€/;

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
 * Returns what the user has to know before sending a list: what is left out, and what looks wrong.
 *
 * @param {List} list
 */
export const readingWarnings = ({ columns, rows }) => [
  ...undecided(columns).map(
    ({ name, example }) =>
      `Not used: ${name}, such as ${quoted(example)}. If it belongs on the cards, choose its field under “Columns”.`,
  ),
  ...brokenRows(rows),
  ...misreadNames(rows),
];

/** Returns a warning of the rows with problems. @param {Row[]} rows */
function brokenRows(rows) {
  const lines = rows.filter(({ problems }) => problems.length > 0).map(({ line }) => line);
  if (lines.length === 0) return [];
  const rest = lines.length > LINES ? ` and ${lines.length - LINES} more` : '';
  const named = `${lines.length === 1 ? 'line' : 'lines'} ${lines.slice(0, LINES).join(', ')}${rest}`;
  return [`Not sent, as it may be something else than what was meant: ${named}. The table shows why.`];
}

/** Returns a warning of names with letters that another encoding makes of UTF-8. @param {Row[]} rows */
function misreadNames(rows) {
  const names = rows.flatMap(({ params }) => [params.first_name ?? '', params.last_name ?? '']);
  const example = names.find((name) => misread.test(name));
  return example === undefined
    ? []
    : [`The list has names such as ${quoted(example)}, which look as if they were read in a wrong encoding.`];
}
