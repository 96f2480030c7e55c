// The search for cards: a pure function.

/** @import { SetContactCard } from 'linq-contact-card' */

/**
 * Returns the cards whose name or number contains a text; accents, case and a number's spaces don't matter.
 *
 * @param {readonly SetContactCard[]} cards @param {string} text
 */
export function search(cards, text) {
  const words = plain(text).split(/\s+/).filter(Boolean);
  const digits = /^[+\d\s()./-]+$/.test(text) ? text.replace(/\D/g, '') : '';
  return cards.filter((card) => {
    const names = plain(`${card.first_name} ${card.last_name ?? ''}`);
    return words.every((word) => names.includes(word)) || (digits !== '' && card.phone_number.includes(digits));
  });
}

/** Returns a text without accents, in lower case. @param {string} text */
const plain = (text) =>
  text
    .normalize('NFKD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase();
