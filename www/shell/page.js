// The page's elements, and the few ways in which they are changed. Texts are always set as text, never as HTML.

/** @import { ContactCardFields } from 'linq-contact-card' */

/**
 * Returns the element with an id. Throws where it isn't in the page, or isn't of the class `type`.
 *
 * @template {HTMLElement} [Type=HTMLElement]
 * @param {string} id
 * @param {new () => Type} [type]
 */
export function byId(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof (type ?? HTMLElement))) throw new TypeError(`#${id} is missing, or of another class`);
  return /** @type {Type} */ (found);
}

/**
 * Makes an element with properties and children.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Partial<HTMLElementTagNameMap[Tag]>} properties
 * @param {(Node | string)[]} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, properties, ...children) {
  const made = document.createElement(tag);
  Object.assign(made, properties);
  made.append(...children);
  return made;
}

/**
 * Makes a badge: a short text in the color of its tone.
 *
 * @param {string} textContent
 * @param {string} [tone]
 */
export function badge(textContent, tone) {
  const made = element('span', { className: 'badge', textContent });
  if (tone) made.dataset.tone = tone;
  return made;
}

/**
 * Shows a text, or hides the element when there is none.
 *
 * @param {HTMLElement} target
 * @param {string | false | undefined} text
 */
export function show(target, text) {
  target.textContent = text || '';
  target.hidden = !text;
}

/**
 * Shows the error of a field, or removes it.
 *
 * @param {HTMLElement} input @param {HTMLElement} error @param {string | undefined} text
 */
export function setFieldError(input, error, text) {
  show(error, text);
  input.setAttribute('aria-invalid', String(Boolean(text)));
}

/** How long a text that was announced stays in the page, in milliseconds: later, it would be read as if it were new. */
const ANNOUNCED = 60_000;

/** The timers that remove what was announced, by element. @type {WeakMap<Element, number>} */
const announced = new WeakMap();

/** Has screen readers announce a text. @param {string | null} text */
export function announce(text) {
  // What is outside a modal dialog isn't announced.
  const status = document.querySelector('dialog:modal [role="status"].visually-hidden') ?? byId('status');
  status.textContent = text;
  clearTimeout(announced.get(status));
  const remove = () => {
    status.textContent = '';
  };
  announced.set(status, window.setTimeout(remove, ANNOUNCED));
}

/**
 * Calls a function when a button is pressed: not for the second click of a double-click, which isn't meant for a button that has moved
 * there.
 *
 * @param {string} id of the button
 * @param {() => void} press
 */
export const onPress = (id, press) =>
  byId(id).addEventListener('click', ({ detail }) => {
    if (detail < 2) press();
  });

/** Closes the dialogs, but for the drawer for developers. */
export function closeDialogs() {
  for (const dialog of document.querySelectorAll('dialog')) if (!dialog.matches('.drawer')) dialog.close();
}

/** How long a button shows that it has copied, in milliseconds. */
const COPIED = 2000;

/**
 * Makes a button that copies a text.
 *
 * @param {string} text
 * @param {string} what the name of the text, such as `trace id`
 */
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
      button.textContent = 'Copied';
      setTimeout(() => (button.textContent = 'Copy'), COPIED);
    } catch {
      announce(`The browser did not let the ${what} be copied`);
    }
  });
  return button;
}

/** Splits texts into what a person sees as one character. */
const characters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Returns the first letters of the names, which are shown in place of a picture. @param {ContactCardFields} card */
export function initials(card) {
  const first = (/** @type {string | undefined} */ text) =>
    characters
      .segment((text ?? '').trim())
      [Symbol.iterator]()
      .next().value?.segment ?? '';
  return (first(card.first_name) + first(card.last_name)).toUpperCase();
}

/** Returns both names. @param {ContactCardFields} card */
export const fullName = (card) => [card.first_name, card.last_name].filter(Boolean).join(' ');
