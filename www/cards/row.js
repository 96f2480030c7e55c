// One row of the list: a link to a card.
import { avatar } from '../shell/avatar.js';
import { element, fullName } from '../shell/page.js';

/** @import { SetContactCard } from 'linq-contact-card' */

/** The height of a row, in rem. The style sheet has the same. */
export const ROW_HEIGHT = 4;

/** A row in the page. @typedef {{ item: HTMLLIElement, link: HTMLAnchorElement, card: SetContactCard }} Row */

/** Makes the row of a card. @param {SetContactCard} card @param {string} address @returns {Row} */
export function makeRow(card, address) {
  const link = element('a', { href: address, className: 'card-row' });
  link.dataset.number = card.phone_number;
  const row = { item: element('li', {}, link), link, card };
  fillRow(row, card);
  return row;
}

/** Shows a card in its row, which keeps the focus. @param {Row} row @param {SetContactCard} card */
export function fillRow(row, card) {
  const name = element('bdi', { textContent: fullName(card) || 'No name yet' });
  const texts = [
    element('span', { className: 'row-name' }, name),
    ' ',
    element('span', { className: 'row-number', dir: 'ltr', textContent: card.phone_number }),
  ];
  const state = element('span', { className: 'row-state', textContent: 'Not active yet' });
  row.card = card;
  row.link.replaceChildren(
    avatar(card),
    element('span', { className: 'row-texts' }, ...texts),
    ...(card.is_active ? [] : [' ', state]),
  );
}

/** Makes a row's shape, while the cards are loading. */
export const makeSkeletonRow = () =>
  element(
    'li',
    { className: 'card-row skeleton', ariaHidden: 'true' },
    element('span', { className: 'avatar' }),
    element(
      'span',
      { className: 'row-texts' },
      ...['shape', 'shape'].map((className) => element('span', { className })),
    ),
  );
