// Short messages about what has just happened, with a button for what can be done about it.
import { byId, element } from './page.js';

/** How long a message stays at least, in milliseconds. It stays longer while the pointer or the focus is in it. */
const SHOWN = 12_000;

/**
 * A message.
 *
 * @typedef {object} Toast
 * @property {string} text
 * @property {{ label: string, run: () => void }} [action] what can be done about it
 */

/** Removes the message that is shown last, if it is still there. */
let removeLast = () => {};

/** Removes the message that is shown. A focus in it returns to where it was before. */
export const closeToast = () => removeLast();

/** Shows a message in place of an earlier one. Returns a function that removes it. @param {Toast} message */
export function toast({ text, action }) {
  closeToast();
  const close = element('button', { type: 'button', className: 'plain toast-close', textContent: 'Close' });
  const item = element('div', { className: 'toast' }, element('p', { textContent: text }));
  if (action) item.append(makeAction(action));
  item.append(close);

  /** What had the focus before the message. @type {HTMLElement | undefined} */
  let previous;
  /** @type {number | undefined} */
  let timer;
  const remove = () => {
    clearTimeout(timer);
    const hadFocus = item.contains(document.activeElement);
    item.remove();
    if (hadFocus) previous?.focus();
  };
  removeLast = remove;
  const hold = () => clearTimeout(timer);
  const release = () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      if (!item.matches(':hover, :focus-within')) remove();
    }, SHOWN);
  };

  /** @param {Required<Toast>['action']} action */
  function makeAction({ label, run }) {
    const button = element('button', { type: 'button', textContent: label });
    button.addEventListener('click', () => {
      remove();
      run();
    });
    return button;
  }

  close.addEventListener('click', remove);
  item.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') remove();
  });
  item.addEventListener('pointerenter', hold);
  item.addEventListener('pointerleave', release);
  item.addEventListener('focusin', ({ relatedTarget }) => {
    hold();
    // A dialog that closes returns the focus here, and is hidden by then.
    const isOutside = relatedTarget instanceof HTMLElement && !item.contains(relatedTarget);
    if (isOutside && !relatedTarget.closest('dialog')) previous = relatedTarget;
  });
  item.addEventListener('focusout', release);
  byId('toasts').append(item);
  release();
  return remove;
}
