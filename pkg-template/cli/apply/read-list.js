// Reads a list of cards from a file: CSV as the dashboard does, or JSON.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { fields, undecided } from '../../../www/import/columns.js';
import { binaryKind, decode, detectEncoding, encodingExamples, encodings } from '../../../www/import/decode.js';
import { readList } from '../../../www/import/list.js';
import { InputError, UsageError } from '../command-error.js';
import { nearest } from '../nearest.js';
import { readJSONList } from './json-list.js';

/** @typedef {import('../../../www/import/rows.js').Row} Row */
/** @typedef {import('../../../www/import/columns.js').Use} Use */

/**
 * A list that was read.
 *
 * @typedef {object} CardList
 * @property {Row[]} rows
 * @property {string} unit what `line` counts: `line` of a CSV file, `item` of a JSON list
 * @property {string[]} notes what the user should know about how it was read, in sentences
 */

/** What a column can be used for, as the user writes it. @type {readonly Use[]} */
const uses = [...fields, 'unused'];

/** What to do about columns that aren't known. */
const columnHint = `Name what a column is with --column "HEADING=FIELD", where FIELD is ${uses.join(', ')}.`;

/**
 * Reads a list. One of which no row can be sent is refused.
 *
 * @param {string} path
 * @param {{ encoding?: string, columns: readonly string[] }} options `columns`: `HEADING=FIELD`
 * @returns {Promise<CardList>}
 */
export async function readListFile(path, { encoding, columns }) {
  const bytes = await readFile(path).catch((error) => {
    throw new InputError(`${path} can't be read: ${error.code === 'ENOENT' ? 'there is no such file' : error.code}.`);
  });
  const kind = binaryKind(bytes);
  if (kind) {
    throw new InputError(
      `${basename(path)} is ${kind}.`,
      'Save the list as CSV (UTF-8), one card per line, or as JSON.',
    );
  }
  const { label, isGuess } = encoding ? { label: labelOf(encoding), isGuess: false } : detectEncoding(bytes);
  const text = decode(bytes, label);
  if (/^\s*[[{]/.test(text) || path.toLowerCase().endsWith('.json')) return { ...readJSONList(text), unit: 'item' };
  const list = readCSV(text, columns);
  return { ...list, unit: 'line', notes: [...(isGuess ? [guessNote(label, text)] : []), ...list.notes] };
}

/** Returns the label of an encoding that the user named. @param {string} encoding */
function labelOf(encoding) {
  const known = encodings.map(([label]) => label);
  const label = known.find((each) => each === encoding.toLowerCase());
  if (label) return label;
  const suggestion = nearest(encoding, known);
  throw new UsageError(
    `--encoding ${JSON.stringify(encoding)} isn't known.${suggestion ? ` Did you mean ${suggestion}?` : ''}`,
    `Known are ${known.join(', ')}.`,
  );
}

/**
 * @param {string} label
 * @param {string} text
 */
function guessNote(label, text) {
  const name = encodings.find(([each]) => each === label)?.[1] ?? label;
  const examples = encodingExamples(text).join(', ');
  return `The file isn't UTF-8 and was read as ${name}: ${examples}. If that looks wrong, name its --encoding.`;
}

/**
 * @param {string} text
 * @param {readonly string[]} columns
 */
function readCSV(text, columns) {
  const found = readList(text);
  const names = found.columns.map(({ name }) => name);
  const list = columns.length > 0 ? readList(text, { names, uses: usesOf(columns, names) }) : found;
  if (list.problems.length > 0) throw new InputError(list.problems.join(' '), columnHint);
  const left = undecided(list.columns).map(({ name }) => name);
  return {
    rows: list.rows,
    notes: left.length > 0 ? [`Not used, as it isn't known what it is: ${left.join(', ')}. ${columnHint}`] : [],
  };
}

/**
 * Returns what the user decided about columns.
 *
 * @param {readonly string[]} columns `HEADING=FIELD`
 * @param {readonly string[]} names of all columns
 */
function usesOf(columns, names) {
  /** @type {(Use | undefined)[]} */
  const decided = names.map(() => undefined);
  for (const column of columns) {
    const end = column.lastIndexOf('=');
    const [heading, field] = [column.slice(0, Math.max(end, 0)), column.slice(end + 1)];
    const use = uses.find((each) => each === field);
    if (!use) throw new UsageError(`--column ${JSON.stringify(column)} must be HEADING=FIELD.`, columnHint);
    const index = names.findIndex((name) => [name, `“${name}”`].includes(`“${heading}”`) || name === heading);
    if (index < 0) {
      throw new UsageError(
        `--column ${JSON.stringify(column)}: the list has no column ${JSON.stringify(heading)}.`,
        `Its columns are ${names.join(', ')}.`,
      );
    }
    decided[index] = use;
  }
  return decided;
}
