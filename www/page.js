// The page's elements, and the few ways in which they are changed. Texts are always set as text, never as HTML.

export const byId = (id) => document.getElementById(id);

/** Makes an element with properties and children. */
export function element(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** Shows a text, or hides the element when there is none. */
export function show(target, text) {
  target.textContent = text ?? '';
  target.hidden = !text;
}

/** Ties a message to a field, or takes it away. */
export function tellField(input, error, text) {
  show(error, text);
  input.setAttribute('aria-invalid', String(Boolean(text)));
}

/** Says something to those who don't see the page. */
export function announce(text) {
  byId('status').textContent = text;
}

/** A button that copies a text. */
export function copyButton(text, what) {
  const button = element('button', {
    type: 'button',
    className: 'plain',
    textContent: 'Copy',
    ariaLabel: `Copy ${what} ${text}`,
  });
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      announce(`The ${what} is copied`);
    } catch {
      announce(`The browser did not let the ${what} be copied`);
    }
  });
  return button;
}

/** First letters of the names, for a picture that isn't there. */
export function initials(card) {
  const first = (text) => [...(text ?? '').trim()][0] ?? '';
  return (first(card.first_name) + first(card.last_name)).toUpperCase();
}

/** Both names. */
export const fullName = (card) => [card.first_name, card.last_name].filter(Boolean).join(' ');
