// Phone numbers as they are written and dialed at home: without a plus, or without the country code. Pure functions.
import { endingWithTheseDigits, findDamage, like, withTheseDigits } from './damage.js';

/** @import { Kind } from './damage.js' */
/** @import { KnownNumbers } from './known-numbers.js' */

/** The kinds, the most specific first. @type {readonly Kind[]} */
export const dialedKinds = [
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
 * Returns how a number differs from one with a plus and the country code.
 *
 * @param {string} text that isn't a phone number
 * @param {KnownNumbers} known
 */
export const findDialed = (text, known) => findDamage(dialedKinds, text, known);

/** Matches a number with a country code and the zero that is dialed without one. The group has all other digits. @param {string} cell */
function matchTrunkPrefix(cell) {
  const match = /^\(?\+([1-9][\d\s.\-\u00A0]{0,6})\)?\s?\(0\)([\d\s().\-\u00A0\u2010-\u2015/]+)$/.exec(cell);
  return match && [cell, `${match[1]}${match[2]}`];
}
