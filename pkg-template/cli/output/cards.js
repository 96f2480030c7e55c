// Contact cards as text. Pure functions.
import { table } from './table.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @typedef {import('./style.js').Style} Style */

/** Returns whether a card is active, in a phrase. @param {SetContactCard} card */
export const stateOf = ({ is_active }) => (is_active ? 'active' : 'not active yet');

/**
 * Returns cards as a table.
 *
 * @param {readonly SetContactCard[]} cards
 * @param {Style} style
 */
export function cardTable(cards, style) {
  const rows = cards.map((card) => [
    card.phone_number,
    card.first_name,
    card.last_name ?? '',
    stateOf(card),
    card.image_url ?? '',
  ]);
  return table(['NUMBER', 'FIRST NAME', 'LAST NAME', 'STATE', 'PICTURE'], rows, (cell, column, row) => {
    if (row < 0) return style.bold(cell);
    return column === 3 && cards[row]?.is_active === false ? style.yellow(cell) : cell;
  });
}
