// One row of the list: a link to a card.
import { avatar } from '../shell/avatar.js';
import { element, fullName } from '../shell/page.js';

/** @import { SetContactCard } from 'linq-contact-card' */

/** A row in the page. @typedef {{ item: HTMLLIElement, link: HTMLAnchorElement, card: SetContactCard }} Row */

/** Makes the row of a card. @param {SetContactCard} card @param {string} address @returns {Row} */
export function makeRow(card, address) {
  const link = element(
    'a',
    { href: address, className: 'card-row', tabIndex: -1 },
    avatar(card),
    element(
      'span',
      { className: 'names' },
      element('strong', {}, element('bdi', { textContent: fullName(card) || 'No name' })),
      element('span', { className: 'number', dir: 'ltr', textContent: card.phone_number }),
    ),
    ...(card.is_active ? [] : [element('span', { className: 'row-state', textContent: 'Not active yet' })]),
  );
  link.dataset.number = card.phone_number;
  return { item: element('li', {}, link), link, card };
}

/** Makes a row's shape, while the cards are loading. */
export const makeSkeletonRow = () =>
  element(
    'li',
    { className: 'skeleton', ariaHidden: 'true' },
    element('span', { className: 'avatar' }),
    element(
      'span',
      { className: 'names' },
      element('span', { className: 'line' }),
      element('span', { className: 'line' }),
    ),
  );
