// What a spreadsheet made of a phone number. Pure functions.
import { endingWithTheseDigits, like, withTheseDigits } from './damage.js';

/** @import { Kind } from './damage.js' */

/** Scientific notation: the digits before the point, those after it, and the exponent. */
const scientific = /^\+?(\d{1,3})(?:[.,](\d+))?E\+?(\d{1,2})$/i;

/** Matches a scientific notation that has all digits. @param {string} cell */
function matchWholeScientific(cell) {
  const match = scientific.exec(cell);
  const [, , fraction = '', exponent] = match ?? [];
  return fraction.length >= Number(exponent) ? match : undefined;
}

/** The kinds, the most specific first. @type {readonly Kind[]} */
export const spreadsheetKinds = [
  { match: matchWholeScientific, what: 'is written in scientific notation.', meant: expand },
  {
    match: like(scientific),
    what: 'was shortened by a spreadsheet, so digits are missing.',
    meant: expand,
    isShortened: true,
  },
  {
    match: like(/^#+$/),
    what: 'was hidden by a spreadsheet, as its column was too narrow.',
    advice: 'Widen the column and save the list again, or enter the number.',
  },
  {
    match: like(/^#[\p{L}\p{N}/]+[!?]?$/u),
    what: 'is a spreadsheet’s error, as the number was taken for a formula.',
  },
  { match: like(/^="([+\d\s().-]*)"$/), what: 'is written as a formula.', meant: withTheseDigits },
  { match: like(/^=([+\d\s().-]+)$/), what: 'is written as a formula.', meant: withTheseDigits },
  { match: like(/^=/), what: 'is a formula.' },
  {
    match: like(/^[-\u2212]\d[\d.,\s]*(E\+?\d+)?$/i),
    what: 'is the result of a calculation, as a spreadsheet took the number for a formula.',
  },
  { match: matchDate, what: 'is a date or time, as a spreadsheet took the number for one.' },
  {
    match: like(/^(\d{7,15})[.,]0+$/),
    what: 'was saved as a decimal number, without its plus.',
    meant: withTheseDigits,
  },
  {
    match: like(/^(\d{1,3}([.,'’])\d{3}(?:\2\d{3})+)(?:[.,]0+)?$/),
    what: 'was saved as an amount, with thousands separators and without its plus.',
    meant: withTheseDigits,
  },
  {
    match: like(/^([1-9]\d{6,14})$/),
    what: 'has no plus: spreadsheets leave it out.',
    meant: withTheseDigits,
    near: endingWithTheseDigits,
  },
];

/**
 * Returns the only number that a scientific notation can be of: of the same length, and with the same first digits, rounded or cut.
 *
 * @type {NonNullable<Kind['meant']>}
 */
function expand([, whole = '', fraction = '', exponent], known) {
  const length = whole.length + Number(exponent);
  const digits = `${whole}${fraction}`;
  if (length > 15 || digits.startsWith('0') || /[1-9]/.test(digits.slice(length))) return undefined;
  const first = digits.slice(0, length);
  const unit = 10 ** (length - first.length);
  const start = Number(first) * unit;
  const number = known.onlyBetween(start - unit / 2, start + unit);
  return number?.length === length + 1 ? number : undefined;
}

/** Matches dates and times, as spreadsheets write them. @param {string} cell */
function matchDate(cell) {
  const named =
    /^(\d{1,2}[-./ ])?\p{L}{3,}\.?[-./ ](\d{1,2},? )?\d{2,4}$|^\d{1,2}[-./ ]\p{L}{3,}\.?$|^\d{1,3}:\d{2}(:\d{2})?$/u;
  const numeric = /^(\d{1,4})([-./])(\d{1,2})\2(\d{1,4})( \d{1,2}:\d{2}(:\d{2})?)?$/.exec(cell);
  if (!numeric) return named.exec(cell);
  const [a, b, c] = [numeric[1], numeric[3], numeric[4]].map(Number);
  const isDate = [
    [b, c],
    [b, a],
    [a, b],
  ].some(([month = 0, day = 0]) => month >= 1 && month <= 12 && day >= 1 && day <= 31);
  return isDate ? numeric : undefined;
}
