// Finds which column of a list is which field of a card. Pure functions.
import { parsePhoneNumber } from 'linq-contact-card';
import { english } from 'linq-contact-card/element';
import { hasUnpairedQuote } from './parse.js';
import { quoted } from './quoted.js';

/** @import { ContactCardField } from 'linq-contact-card/element' */
/** @import { RawRow } from './parse.js' */

/** The fields, in the order of the columns of a list without a heading. @type {readonly ContactCardField[]} */
export const fields = ['phone_number', 'first_name', 'last_name', 'image_url'];

/** The columns that an export has after the fields. They are unused when it is read again. */
export const resultColumns = ['result', 'reason', 'trace_id'];

/**
 * What a column is used for. An `undecided` one isn't used either, but neither its heading nor the user says so.
 *
 * @typedef {ContactCardField | 'unused' | 'undecided'} Use
 */

/**
 * A column of a list.
 *
 * @typedef {object} Column
 * @property {string} name its heading in quotes, or `column 3`
 * @property {Use} use
 * @property {boolean} isDecided whether the user chose the use
 * @property {boolean} isGuess whether neither its heading nor the user decided the use, but its content or its position
 * @property {string} example its first cell that isn't empty; empty if there is none
 * @property {string[]} fullNames its first cells that may have more than one name, if it is the first name
 */

/**
 * The headings of each field, without spaces and signs. What may also be something else, such as "Nick", is left for the user to
 * decide.
 *
 * @type {Record<ContactCardField, readonly RegExp[]>}
 */
const headings = {
  phone_number: [
    /^(linq|mobile|cell|work|business)?(phone|telephone|tel|mobile|cell)(number|num|no|nr|e164|1value)?$/,
    /^(number|e164|msisdn)$/,
    /^(telefono?|(telefon|telefoon|ruf|handy|mobil)nummer|numerodetelephone)$/,
  ],
  first_name: [/^(new)?((first|given|f)name|first|forename)(new)?$/, /^(vorname|prenom|voornaam|fornavn|fornamn)$/],
  last_name: [
    /^(new)?((last|family|l)name|last|surname)(new)?$/,
    /^(nachname|familienname|nomdefamille|achternaam|etternavn|efternavn|efternamn|apellidos?|cognome)$/,
  ],
  image_url: [/^(contact|profile)?(image|picture|pic|photo|avatar)(url|link)?$/, /^(bild|foto)(url|link)?$/],
};

/** The headings of a column that may have both names in a cell, without spaces and signs. */
const headingOfBothNames =
  /^(full|complete|display|contact|customer|client)?name$|^vollstandigername$|^volledigenaam$|^(nombre|nome)completo$|^nomcomplet$/;

/** How many full names are shown. */
const FULL_NAMES = 3;

/** The number of digits from which the cell of a first row is a phone number, and no part of a heading. */
const NUMBER_DIGITS = 7;

/** The number of rows by which a column without a heading is recognized. */
const SAMPLE = 100;

/**
 * Finds what the columns of a list are used for.
 *
 * @param {RawRow[]} rows
 * @returns {{ columns: Column[], heading: RawRow | undefined }} `heading` is the first row, if it is one
 */
export function readColumns(rows) {
  const [first] = rows;
  const heading = first && isHeading(first.cells) ? first : undefined;
  const content = heading ? rows.slice(1) : rows;
  const sound = soundRows(content);
  const width = heading?.cells.length ?? sound.reduce((most, row) => Math.max(most, widthOf(row)), 0);
  const samples = Array.from({ length: width }, (_, index) => contentOf(sound, index));
  const uses = heading ? usesOf(heading.cells) : recognize(samples.map((cells) => cells.slice(0, SAMPLE)));
  const columns = samples.map((cells, index) => ({
    name: heading?.cells[index]?.trim() ? `“${heading.cells[index].trim()}”` : `column ${index + 1}`,
    use: uses[index] ?? 'undecided',
    isDecided: false,
    isGuess: uses[index] !== useOf(heading?.cells[index] ?? ''),
    example: cells[0] ?? contentOf(content, index)[0] ?? '',
    fullNames: uses[index] === 'first_name' ? fullNamesIn(cells) : [],
  }));
  return { columns: withoutEmpty(columns), heading };
}

/**
 * Returns the cells of a column that aren't empty.
 *
 * @param {RawRow[]} rows
 * @param {number} index
 */
const contentOf = (rows, index) => rows.map(({ cells }) => cells[index]?.trim() ?? '').filter((cell) => cell !== '');

/** Returns the first cells that may be full names. @param {string[]} cells */
const fullNamesIn = (cells) => cells.filter(mayBeFullName).slice(0, FULL_NAMES);

/** Whether a cell has several words. One with a line break isn't sent at all. @param {string} cell */
const mayBeFullName = (cell) =>
  !cell.includes('\n') && cell.split(/[\s,;]+/).filter((word) => /\p{L}/u.test(word)).length > 1;

/**
 * Returns columns in which one without content isn't used if another one is for the same field: exports of address books have
 * several for phone numbers.
 *
 * @param {Column[]} columns
 * @returns {Column[]}
 */
const withoutEmpty = (columns) =>
  columns.map((column) => {
    const isNeedless =
      column.example === '' && columns.some(({ use, example }) => use === column.use && example !== '');
    return isNeedless ? { ...column, use: 'unused' } : column;
  });

/**
 * Returns the rows by which columns are recognized: those whose quotes match, or all if there is none.
 *
 * @param {RawRow[]} rows
 */
function soundRows(rows) {
  const sound = rows.filter(({ cells, problems }) => problems.length === 0 && !cells.some(hasUnpairedQuote));
  return sound.length > 0 ? sound : rows;
}

/** Returns the number of a row's cells, without empty ones at its end. @param {RawRow} row */
export const widthOf = ({ cells }) => cells.findLastIndex((cell) => cell.trim() !== '') + 1;

/**
 * Returns why the cards can't be read from these columns, in sentences.
 *
 * @param {Column[]} columns
 */
export function columnProblems(columns) {
  const ambiguous = fields.flatMap((field) => {
    const same = columns.filter((column) => column.use === field && isAmbiguous(column, columns));
    return same.length > 0
      ? `More than one column is the ${labelOf(field)}: ${same.map(({ name }) => name).join(', ')}. Choose “Not used” for all but one.`
      : [];
  });
  const used = new Set(columns.map(({ use }) => use));
  if (!used.has('phone_number')) return [...ambiguous, 'No column is the phone number. Choose the one that is.'];
  return fields.some((field) => field !== 'phone_number' && used.has(field))
    ? ambiguous
    : [...ambiguous, 'No column is a first name, last name or picture URL. Choose one that is.'];
}

/**
 * Whether another column is used for the same field.
 *
 * @param {Column} column
 * @param {Column[]} columns
 */
export const isAmbiguous = ({ use }, columns) =>
  fields.some((field) => field === use) && columns.filter((other) => other.use === use).length > 1;

/**
 * Returns the column that was guessed to be the first name although it may have full names. The user has to decide about it, unless
 * the last name is guessed as well: the columns are in the order that a list without a heading has.
 *
 * @param {Column[]} columns
 */
export const guessedNames = (columns) =>
  lastNames(columns)?.isGuess
    ? undefined
    : columns.find(({ use, isGuess, fullNames }) => use === 'first_name' && isGuess && fullNames.length > 0);

/** Returns the column of the last names, unless it is empty. @param {Column[]} columns */
const lastNames = (columns) => columns.find(({ use, example }) => use === 'last_name' && example !== '');

/**
 * Returns what would be saved of a column that was guessed to be the first name, and what to do.
 *
 * @param {Column} guess
 * @param {Column[]} columns all of them
 */
export function describeGuess(guess, columns) {
  const names = new Intl.ListFormat('en').format(guess.fullNames.map(quoted));
  const first =
    guess.fullNames.length === 1 ? 'would be saved as the first name' : 'would each be saved as a first name';
  const other = lastNames(columns);
  const last = other ? `${other.name} as the last name` : 'the last name stays as it is';
  return `${titleOf(guess)} may have full names: ${names} ${first}, and ${last}. Confirm that, leave the column out, or write each name in a column of its own.`;
}

/** Returns the columns with content that is left out without a decision. @param {Column[]} columns */
export const undecided = (columns) => columns.filter(({ use, example }) => use === 'undecided' && example !== '');

/** Returns the name of a column at the start of a sentence. @param {Column} column */
export const titleOf = ({ name }) => name.replace(/^c/, 'C');

/** Returns the label of a field within a sentence. @param {ContactCardField} field */
const labelOf = (field) => english.labels[field].replace(/^./, (letter) => letter.toLowerCase());

/**
 * Returns what columns are used for by their headings. Where no other column is the first name, the only one that may have both names
 * is guessed to be it; next to one with last names, it is called just "Name".
 *
 * @param {string[]} headings
 * @returns {Use[]}
 */
function usesOf(headings) {
  const uses = headings.map(useOf);
  const pattern = uses.includes('last_name') ? /^name$/ : headingOfBothNames;
  const names = headings.filter((heading) => pattern.test(plainOf(heading)));
  if (names.length !== 1 || uses.includes('first_name')) return uses;
  return headings.map((heading, index) => (heading === names[0] ? 'first_name' : (uses[index] ?? 'undecided')));
}

/** Returns a heading without accents, spaces and signs. @param {string} heading */
const plainOf = (heading) =>
  heading
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();

/**
 * Returns what a column is used for by its heading alone.
 *
 * @param {string} heading
 * @returns {Use}
 */
function useOf(heading) {
  const plain = plainOf(heading);
  if (resultColumns.some((name) => name.replace('_', '') === plain)) return 'unused';
  return fields.find((field) => headings[field].some((pattern) => pattern.test(plain))) ?? 'undecided';
}

/**
 * Whether a first row is a heading: it has no phone number, and a heading that is understood or no digit at all.
 *
 * @param {string[]} cells
 */
function isHeading(cells) {
  if (cells.some((cell) => digitsOf(cell) >= NUMBER_DIGITS)) return false;
  return cells.some((cell) => useOf(cell) !== 'undecided') || !cells.some((cell) => /\p{N}/u.test(cell));
}

/**
 * Recognizes columns without a heading. Phone numbers and URLs are recognized in any position; names only after the number, as they
 * could be in either order elsewhere.
 *
 * @param {string[][]} samples the first cells of each column
 * @returns {Use[]}
 */
function recognize(samples) {
  /** @type {Use[]} */
  const uses = samples.map(() => 'undecided');
  const number =
    [isPhoneNumber, hasManyDigits].map((test) => indexOfMost(samples, test)).find((index) => index >= 0) ?? 0;
  const image = indexOfMost(samples, isURL);
  if (image >= 0) uses[image] = 'image_url';
  if (samples.length > 0) uses[number] = 'phone_number';
  if (number > 0) return uses;
  for (const field of fields) {
    const free = uses.indexOf('undecided');
    if (free >= 0 && !uses.includes(field)) uses[free] = field;
  }
  return uses;
}

/**
 * Returns the index of the column with the most cells that pass a test, or -1 if no cell does.
 *
 * @param {string[][]} samples
 * @param {(cell: string) => boolean} test
 */
function indexOfMost(samples, test) {
  const counts = samples.map((cells) => cells.filter(test).length);
  const most = Math.max(0, ...counts);
  return most > 0 ? counts.indexOf(most) : -1;
}

/** @param {string} cell */
function isPhoneNumber(cell) {
  const { value, issue } = parsePhoneNumber(cell);
  return (value ?? issue.suggestion) !== undefined;
}

/** @param {string} cell */
const hasManyDigits = (cell) => !isURL(cell) && digitsOf(cell) >= NUMBER_DIGITS;

/** Returns the number of digits in a cell. @param {string} cell */
const digitsOf = (cell) => cell.match(/\p{N}/gu)?.length ?? 0;

/** @param {string} cell */
const isURL = (cell) => /^https?:/i.test(cell);
