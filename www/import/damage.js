// A number that isn't in E.164 form, as it looks: what happened to it, and the card whose number it was. Pure functions.

/** @import { KnownNumbers } from './known-numbers.js' */

/**
 * What happened to a number.
 *
 * @typedef {object} Damage
 * @property {string} message what happened and what to do, in sentences
 * @property {string} [suggestion] the number of the only card of the account that fits
 * @property {'format' | 'account'} [suggestionKind] `format`: the text has the whole number, with its plus
 * @property {boolean} isWhole whether no digit of the number is missing
 */

/**
 * A kind of damage: how the text looks, what happened, and the number that was meant.
 *
 * @typedef {object} Kind
 * @property {(text: string) => readonly string[] | null | undefined} match
 * @property {string} what happened, to follow "Phone number"
 * @property {string} [advice] absent where the number is to be entered
 * @property {(match: readonly string[], known: KnownNumbers) => string | undefined} [meant]
 * @property {(match: readonly string[], known: KnownNumbers) => string | undefined} [near] what was meant else, where digits are missing
 * @property {boolean} [isShortened] whether digits are missing
 */

const enterNumber = 'Enter the whole number, starting with + and the country code.';

/**
 * Returns what happened to a number. Only a card of the account is suggested, and only if no other one fits.
 *
 * @param {readonly Kind[]} kinds the most specific first
 * @param {string} text that isn't a phone number
 * @param {KnownNumbers} known
 * @returns {Damage | undefined} absent where the text looks like none of the kinds
 */
export function findDamage(kinds, text, known) {
  for (const { match, what, advice = enterNumber, meant, near, isShortened = false } of kinds) {
    const found = match(text);
    if (!found) continue;
    const whole = meant?.(found, known);
    const suggestion = whole ?? near?.(found, known);
    const isWhole = !isShortened && (near === undefined || whole !== undefined);
    const damage = { message: `Phone number ${what} ${advice}`, isWhole };
    if (!suggestion) return damage;
    return { ...damage, suggestion, suggestionKind: text.includes(suggestion) ? 'format' : 'account' };
  }
  return undefined;
}

/** Returns a matcher. @param {RegExp} pattern @returns {Kind['match']} */
export const like = (pattern) => (text) => pattern.exec(text);

/** Returns the digits of a text, without the zero that is dialed where the country code isn't. @param {string} text */
const digitsOf = (text) => text.replace('(0)', '').replace(/\D/g, '');

/** Returns the number with the digits of the first group after its plus. @type {NonNullable<Kind['meant']>} */
export const withTheseDigits = ([, text = ''], known) => known.find(`+${digitsOf(text)}`);

/** A date without separators: its year comes first, or last. */
const plainDate = /^(19|20)\d\d(0\d|1[0-2])[0-3]\d$|^[0-3]\d[01]\d(19|20)\d\d$|^[01]\d[0-3]\d(19|20)\d\d$/;

/**
 * Returns the only number that ends with the digits of the first group, where the country code may be missing: not where they may be a
 * whole number, or too few, or a date.
 *
 * @type {NonNullable<Kind['near']>}
 */
export function endingWithTheseDigits([cell = '', text = ''], known) {
  const digits = digitsOf(text);
  if (digits.length < 7 || digits.length > 10 || plainDate.test(cell)) return undefined;
  return known.onlyEnding(digits);
}
