// Detects what separates the cells of a list. Pure functions.
import Papa from 'papaparse';

/** The separators, the most unlikely in a name first, and what they are called. @type {ReadonlyMap<string, string>} */
const separators = new Map([
  ['\t', 'tabs'],
  [';', 'semicolons'],
  ['|', 'vertical bars'],
  [',', 'commas'],
]);

/** The number of lines by which the separator is detected. */
const SAMPLE = 50;

/** A cell with a phone number and nothing else. */
const phoneNumber = /^ *'?\+?[\d ().\u00A0-]{7,}$/;

/** Returns what a separator is called. @param {string} separator */
export const separatorName = (separator) => separators.get(separator) ?? `“${separator}”`;

/**
 * Detects the separator of a list: the one that leaves the most phone numbers alone in a cell. If several do, it is the one with
 * which the rows have the most similar numbers of cells.
 *
 * @param {string} text with `\n` as line ends
 */
export function detectSeparator(text) {
  const body = text.replace(/^\s*\n/, '');
  const counts = new Map([...separators.keys()].map((separator) => [separator, countNumbers(body, separator)]));
  const most = Math.max(...counts.values());
  const best = [...separators.keys()].filter((separator) => counts.get(separator) === most);
  if (best.length === 1) return /** @type {string} */ (best[0]);
  return Papa.parse(body, { delimitersToGuess: best, newline: '\n', preview: 1, skipEmptyLines: 'greedy' }).meta
    .delimiter;
}

/**
 * Returns the number of first rows with a phone number in a cell of its own.
 *
 * @param {string} text
 * @param {string} delimiter
 */
const countNumbers = (text, delimiter) =>
  Papa.parse(text, { delimiter, newline: '\n', preview: SAMPLE }).data.filter((cells) =>
    cells.some((cell) => phoneNumber.test(cell)),
  ).length;
