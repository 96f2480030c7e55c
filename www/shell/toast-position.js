// The position of messages: at the end of the screen, and above a bar that is there, so that none covers its buttons or what is typed.
import { byId } from './page.js';
import { closeToast } from './toast.js';

/** The space above and below a message, in pixels. */
const SPACE = 16;

/** The bars that may be at the end of the screen, by their ids. */
const bars = ['save-bar', 'import-fix-actions'];

/** Has the page's styles know how far messages are above the end of the screen, whatever moves the bars. */
export function wireToastPosition() {
  const toasts = byId('toasts');
  const position = () => {
    const end = Math.max(...bars.map((id) => endFor(toasts.offsetHeight, byId(id))));
    document.documentElement.style.setProperty('--toasts-end', `${end}px`);
  };
  const observer = new ResizeObserver(position);
  for (const each of [...bars.map((id) => byId(id)), toasts, document.body]) observer.observe(each);
  for (const type of ['scroll', 'resize']) addEventListener(type, position, { passive: true });
  // Where the screen is small, there may be no place that covers nothing.
  addEventListener('input', ({ target }) => {
    if (target instanceof Element && covers(toasts, target)) closeToast();
  });
}

/** Whether messages cover a part of a control. @param {HTMLElement} toasts @param {Element} control */
function covers(toasts, control) {
  if (toasts.childElementCount === 0) return false;
  const box = control.getBoundingClientRect();
  return [...toasts.children].some((toast) => {
    const { top, bottom, left, right } = toast.getBoundingClientRect();
    return top < box.bottom && bottom > box.top && left < box.right && right > box.left;
  });
}

/**
 * Returns how far a message has to be above the end of the screen: above the bar, unless it fits below.
 *
 * @param {number} height pixels; 0 if there is no message
 * @param {HTMLElement} bar
 */
function endFor(height, bar) {
  if (height === 0 || bar.offsetHeight === 0) return 0;
  const { top, bottom } = bar.getBoundingClientRect();
  const fitsBelow = innerHeight - bottom >= height + 2 * SPACE;
  return fitsBelow || top >= innerHeight ? 0 : innerHeight - top;
}
