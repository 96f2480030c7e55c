// What a spreadsheet made of a phone number, and the card whose number it was. Pure functions.

/**
 * What happened to a number.
 *
 * @typedef {object} Damage
 * @property {string} message what happened and what to do, in sentences
 * @property {string} [suggestion] the number of the only card of the account that fits
 * @property {'format' | 'account'} [suggestionKind] `format`: the cell has the whole number, with its plus
 * @property {boolean} isWhole whether no digit of the number is missing
 */

/** The numbers of an account's cards. */
export class KnownNumbers {
  #numbers;
  /** The digits of each number as a value, in ascending order: at most 15 digits, which a double has. */
  #values;

  /** @param {Iterable<string>} numbers in E.164 form */
  constructor(numbers) {
    this.#numbers = new Set(numbers);
    this.#values = Float64Array.from(this.#numbers, Number).sort();
  }

  /** Returns the number if a card has it. @param {string} number */
  find(number) {
    return this.#numbers.has(number) ? number : undefined;
  }

  /**
   * Returns the only number whose digits, as a value, are from `low` to below `high`.
   *
   * @param {number} low
   * @param {number} high
   */
  onlyBetween(low, high) {
    const index = this.#indexOf(low);
    const [value, next] = [this.#values[index], this.#values[index + 1]];
    if (value === undefined || value >= high || (next !== undefined && next < high)) return undefined;
    return this.find(`+${value}`);
  }

  /** Returns the only number that ends with these digits. @param {string} digits */
  onlyEnding(digits) {
    /** @type {string | undefined} */
    let found;
    for (const number of this.#numbers) {
      if (!number.endsWith(digits)) continue;
      if (found) return undefined;
      found = number;
    }
    return found;
  }

  /** Returns the index of the first value that isn't below another one. @param {number} value */
  #indexOf(value) {
    let [from, to] = [0, this.#values.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (/** @type {number} */ (this.#values[middle]) < value) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/**
 * A kind of damage: how the cell looks, what happened, and the number that was meant.
 *
 * @typedef {object} Kind
 * @property {(cell: string) => readonly string[] | null | undefined} match
 * @property {string} what happened, to follow "Phone number"
 * @property {string} [advice] absent where the number is to be entered
 * @property {(match: readonly string[], known: KnownNumbers) => string | undefined} [meant]
 * @property {(match: readonly string[], known: KnownNumbers) => string | undefined} [near] what was meant else, where digits are missing
 * @property {boolean} [isShortened] whether digits are missing
 */

const enterNumber = 'Enter the whole number, starting with + and the country code.';

/** Returns a matcher. @param {RegExp} pattern @returns {Kind['match']} */
const like = (pattern) => (cell) => pattern.exec(cell);

/** Returns the digits of a text, without the zero that is dialed where the country code isn't. @param {string} text */
const digitsOf = (text) => text.replace('(0)', '').replace(/\D/g, '');

/** Returns the number with the digits of the first group after its plus. @type {Kind['meant']} */
const withTheseDigits = ([, text = ''], known) => known.find(`+${digitsOf(text)}`);

/** A date without separators: its year comes first, or last. */
const plainDate = /^(19|20)\d\d(0\d|1[0-2])[0-3]\d$|^[0-3]\d[01]\d(19|20)\d\d$|^[01]\d[0-3]\d(19|20)\d\d$/;

/**
 * Returns the only number that ends with the digits of the first group, where the country code may be missing: not where they may be a
 * whole number, or too few, or a date.
 *
 * @type {NonNullable<Kind['near']>}
 */
function endingWithTheseDigits([cell = '', text = ''], known) {
  const digits = digitsOf(text);
  if (digits.length < 7 || digits.length > 10 || plainDate.test(cell)) return undefined;
  return known.onlyEnding(digits);
}

/** Scientific notation: the digits before the point, those after it, and the exponent. */
const scientific = /^\+?(\d{1,3})(?:[.,](\d+))?E\+?(\d{1,2})$/i;

/** Matches a scientific notation that has all digits. @param {string} cell */
function matchWholeScientific(cell) {
  const match = scientific.exec(cell);
  const [, , fraction = '', exponent] = match ?? [];
  return fraction.length >= Number(exponent) ? match : undefined;
}

/** The kinds, the most specific first. @type {readonly Kind[]} */
const kinds = [
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
  {
    match: like(/^(?=(?:\D*\d){7,15}\D*$)(\(?[1-9][\d\s().\-\u00A0\u2010-\u2015/]*)$/),
    what: 'has no plus.',
    meant: withTheseDigits,
    near: endingWithTheseDigits,
  },
  {
    match: like(/^\(?00[\s.-]{0,2}((?=(?:\D*\d){7,15}\D*$)[1-9][\d\s().\-\u00A0\u2010-\u2015/]*)$/),
    what: 'starts with 00 in place of a plus.',
    meant: withTheseDigits,
  },
  {
    match: like(/^\(?0\)?[\s.-]{0,2}((?=(?:\D*\d){6,14}\D*$)[1-9][\d\s().\-\u00A0\u2010-\u2015/]*)$/),
    what: 'has no country code.',
    near: endingWithTheseDigits,
  },
  { match: matchTrunkPrefix, what: 'has a (0), which is left out after a country code.', meant: withTheseDigits },
];

/**
 * Returns what a spreadsheet made of a number. Only a card of the account is suggested, and only if no other one fits.
 *
 * @param {string} cell that isn't a phone number
 * @param {KnownNumbers} known
 * @returns {Damage | undefined} absent where the cell doesn't look like it
 */
export function damageOf(cell, known) {
  for (const { match, what, advice = enterNumber, meant, near, isShortened = false } of kinds) {
    const found = match(cell);
    if (!found) continue;
    const whole = meant?.(found, known);
    const suggestion = whole ?? near?.(found, known);
    const isWhole = !isShortened && (near === undefined || whole !== undefined);
    const damage = { message: `Phone number ${what} ${advice}`, isWhole };
    if (!suggestion) return damage;
    return { ...damage, suggestion, suggestionKind: cell.includes(suggestion) ? 'format' : 'account' };
  }
  return undefined;
}

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

/** Matches a number with a country code and the zero that is dialed without one. The group has all other digits. @param {string} cell */
function matchTrunkPrefix(cell) {
  const match = /^\(?\+([1-9][\d\s.\-\u00A0]{0,6})\)?\s?\(0\)([\d\s().\-\u00A0\u2010-\u2015/]+)$/.exec(cell);
  return match && [cell, `${match[1]}${match[2]}`];
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
