// The list of cards with its search.
import { byId, element, fullName, initials, show } from '../shell/page.js';
import { search } from './search.js';

/** @import { SetContactCard } from 'linq-contact-card' */

/**
 * The state of the list.
 *
 * @typedef {object} State
 * @property {SetContactCard[] | undefined} cards absent until they are loaded
 * @property {string | undefined} failure why they couldn't be loaded
 * @property {string | undefined} selected the number that is open
 */

/** The search is shown for so many cards or more. */
const WORTH_SEARCHING = 4;

/**
 * Shows the cards that match the search.
 *
 * @param {State} state
 * @param {(phone_number: string) => void} open is called with the chosen number
 */
export function renderList({ cards, failure, selected }, open) {
  const all = cards ?? [];
  const found = search(all, byId('search', HTMLInputElement).value);
  show(
    byId('list-state'),
    failure ?? (cards === undefined ? 'Loading…' : all.length === 0 ? 'No number has a card yet.' : ''),
  );
  byId('reload').hidden = failure === undefined;
  byId('search-box').hidden = all.length < WORTH_SEARCHING;
  byId('found').textContent =
    found.length === all.length
      ? `${all.length} cards`
      : `${found.length === 0 ? 'None' : found.length} of ${all.length} cards`;

  const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.number : undefined;
  byId('cards').replaceChildren(
    ...found.map((card) => element('li', {}, button(card, card.phone_number === selected, open))),
  );
  for (const each of byId('cards').querySelectorAll('button')) if (each.dataset.number === focused) each.focus();
}

/**
 * Searches at each keystroke. The number of cards that were found is announced when typing pauses.
 *
 * @param {() => void} render @param {(text: string | null) => void} announce
 */
export function wireSearch(render, announce) {
  /** @type {number | undefined} */
  let pause;
  byId('search').addEventListener('input', () => {
    render();
    clearTimeout(pause);
    pause = window.setTimeout(() => announce(byId('found').textContent), 500);
  });
}

/**
 * Makes the button that opens a card.
 *
 * @param {SetContactCard} card
 * @param {boolean} isSelected
 * @param {(phone_number: string) => void} open
 */
function button(card, isSelected, open) {
  const made = element(
    'button',
    { type: 'button', onclick: () => open(card.phone_number) },
    element('span', { className: 'avatar', ariaHidden: 'true', textContent: initials(card) }),
    element(
      'span',
      { className: 'names' },
      element('strong', {}, element('bdi', { textContent: fullName(card) })),
      element('span', { dir: 'ltr', textContent: card.phone_number }),
      ...(card.is_active ? [] : [element('span', { className: 'waiting', textContent: 'Not active yet' })]),
    ),
  );
  made.dataset.number = card.phone_number;
  made.setAttribute('aria-current', String(isSelected));
  return made;
}
