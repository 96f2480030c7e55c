// What the command palette finds: cards by name or number, and commands by their label.
import { fullName } from '../shell/page.js';
import { plain, search } from './search.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { Option } from '../shell/palette.js' */

/** So many cards are shown. */
const LIMIT = 20;

/**
 * Returns the commands and cards that a text finds; commands come first only while there is no text.
 *
 * @param {string} text
 * @param {readonly SetContactCard[]} cards
 * @param {readonly Option[]} commands
 * @param {(phone_number: string) => void} open opens the card of a number
 * @returns {readonly Option[]}
 */
export function find(text, cards, commands, open) {
  const found = search(cards, text)
    .slice(0, LIMIT)
    .map((card) => ({
      label: fullName(card) || 'No name yet',
      detail: card.phone_number,
      run: () => open(card.phone_number),
    }));
  const sought = plain(text).trim();
  if (sought === '') return [...commands, ...found];
  return [...found, ...commands.filter(({ label }) => plain(label).includes(sought))];
}
