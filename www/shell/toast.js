// Short messages about what has just happened, with a button for what can be done about it.
import { byId, element } from './page.js';

/** How long a message stays at least, in milliseconds. */
const SHOWN = 12_000;

/**
 * A message.
 *
 * @typedef {object} Toast
 * @property {string} text
 * @property {{ label: string, run: () => void }} [action]
 */

/** Shows a message in place of an earlier one. @param {Toast} message @returns {() => void} removes it */
export function toast({ text, action }) {
  const region = byId('toasts');
  const close = element('button', { type: 'button', className: 'plain', textContent: 'Close' });
  const item = element('div', { className: 'toast' }, element('p', { textContent: text }));
  const remove = () => {
    clearTimeout(timer);
    item.remove();
  };
  let timer = window.setTimeout(remove, SHOWN);
  if (action) {
    const button = element('button', { type: 'button', textContent: action.label });
    button.addEventListener('click', () => {
      remove();
      action.run();
    });
    item.append(button);
  }
  close.addEventListener('click', remove);
  item.append(close);
  // It stays while it is read or used.
  const hold = () => clearTimeout(timer);
  const release = () => {
    clearTimeout(timer);
    if (!item.matches(':hover, :focus-within')) timer = window.setTimeout(remove, SHOWN);
  };
  item.addEventListener('pointerenter', hold);
  item.addEventListener('focusin', hold);
  item.addEventListener('pointerleave', release);
  item.addEventListener('focusout', release);
  region.replaceChildren(item);
  return remove;
}
