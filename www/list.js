// The list of cards, and the way to a number that isn't in it.
import { parsePhoneNumber } from 'linq-contact-card';
import { byId, element, fullName, initials, show } from './page.js';

/** Shows the cards; `open` is called with the chosen one. */
export function renderList({ cards, failure, selected }, open) {
  show(byId('list-state'), failure ?? (cards === undefined ? 'Loading…' : cards.length === 0 ? 'No number has a card yet.' : ''));
  byId('reload').hidden = failure === undefined;
  const focused = document.activeElement?.dataset?.number;
  byId('cards').replaceChildren(...(cards ?? []).map((card) => {
    const state = card.is_active ? '' : ' · not active yet';
    const button = element('button', { type: 'button', onclick: () => open(card.phone_number) },
      element('span', { className: 'avatar', ariaHidden: 'true', textContent: initials(card) }),
      element('span', { className: 'names' },
        element('strong', { dir: 'auto', textContent: fullName(card) }),
        element('span', { dir: 'ltr', textContent: `${card.phone_number}${state}` })));
    button.dataset.number = card.phone_number;
    button.setAttribute('aria-current', String(card.phone_number === selected));
    return element('li', {}, button);
  }));
  if (focused) byId('cards').querySelector(`[data-number="${focused}"]`)?.focus();
}

/** The field for another number: says what is wrong as one types, and offers a number that would do. */
export function wireOpen(open) {
  const input = byId('open-number');
  const suggestion = byId('open-suggestion');
  const check = () => {
    const { value, issue } = parsePhoneNumber(input.value);
    show(suggestion, issue?.suggestion && `Use ${issue.suggestion}`);
    suggestion.value = issue?.suggestion ?? '';
    return { value, issue };
  };
  const tell = (issue) => {
    show(byId('open-error'), issue && `The number ${issue.message}.`);
    input.setAttribute('aria-invalid', String(issue !== undefined));
  };
  input.addEventListener('input', () => {
    const { issue } = check();
    tell(input.value === '' ? undefined : issue);
  });
  suggestion.addEventListener('click', () => {
    input.value = suggestion.value;
    input.focus();
    tell(check().issue);
  });
  byId('open').addEventListener('submit', (event) => {
    event.preventDefault();
    const { value, issue } = check();
    tell(issue);
    if (value) open(value);
    else input.focus();
  });
}
