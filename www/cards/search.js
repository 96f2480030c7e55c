// The search for cards: pure functions.

/** @import { SetContactCard } from 'linq-contact-card' */

/** From how many digits on zeros before a number are taken for those that are dialed in its place. */
const NATIONAL = 6;

/** The names of cards as they are compared with a search, once for each card. @type {WeakMap<SetContactCard, string>} */
const plainNames = new WeakMap();

/**
 * Returns the cards whose name or number contains a text. Accents, case and the order of names don't matter, nor does how a number is
 * written: with spaces, with 00 or (0), or without its country code.
 *
 * @param {readonly SetContactCard[]} cards @param {string} text
 */
export function search(cards, text) {
  const parts = plain(text)
    .split(/[\s,;]+/)
    .filter(Boolean);
  const digits = /^[+\d\s()./-]+$/.test(text) ? text.replace('(0)', '').replace(/\D/g, '') : '';
  const withoutZeros = digits.replace(/^0+/, '');
  const numbers = [digits, withoutZeros.length >= NATIONAL ? withoutZeros : ''].filter(Boolean);
  if (parts.length === 0) return cards;
  return cards.filter((card) => {
    const names = namesOf(card);
    return parts.every((part) => names.includes(part)) || numbers.some((number) => card.phone_number.includes(number));
  });
}

/** Returns the names of a card as they are compared. @param {SetContactCard} card */
function namesOf(card) {
  let names = plainNames.get(card);
  if (names === undefined) {
    names = plain(`${card.first_name} ${card.last_name ?? ''}`);
    plainNames.set(card, names);
  }
  return names;
}

/** Letters that are no others with an accent, as they are typed where a keyboard doesn't have them. @type {Record<string, string>} */
const typed = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', þ: 'th', ı: 'i', ς: 'σ' };

/** Returns a text in letters that every keyboard has, without accents, in lower case. @param {string} text */
export const plain = (text) =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðħþıς]/g, (letter) => typed[letter] ?? letter);
