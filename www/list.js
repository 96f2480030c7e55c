// The list of cards with its search.
import { byId, element, fullName, initials, show } from './page.js';
import { search } from './search.js';

/** From so many cards on, searching is easier than looking. */
const WORTH_SEARCHING = 4;

/** Shows the cards that are looked for; `open` is called with the chosen number. */
export function renderList({ cards, failure, selected }, open) {
  const all = cards ?? [];
  const found = search(all, byId('search').value);
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

  const focused = document.activeElement?.dataset?.number;
  byId('cards').replaceChildren(
    ...found.map((card) => element('li', {}, button(card, card.phone_number === selected, open))),
  );
  if (focused) byId('cards').querySelector(`[data-number="${focused}"]`)?.focus();
}

/** Searches as one types; what is found is said once the typing rests. */
export function wireSearch(render, announce) {
  let rest;
  byId('search').addEventListener('input', () => {
    render();
    clearTimeout(rest);
    rest = setTimeout(() => announce(byId('found').textContent), 500);
  });
}

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
