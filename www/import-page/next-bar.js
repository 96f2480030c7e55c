// The bar with the way on: it covers nothing that has the focus, and no message covers it.
import { byId } from '../shell/page.js';

/** The space above and below a message, in pixels. */
const SPACE = 16;

/** Has the page's styles know where the bar is, whatever moves it. */
export function wireNextBar() {
  const [bar, step, toasts] = [byId('import-fix-actions'), byId('import-fix'), byId('toasts')];
  const measure = () => {
    step.style.setProperty('--next-bar', `${bar.offsetHeight}px`);
    document.documentElement.style.setProperty('--next-bar-end', `${endFor(toasts.offsetHeight, bar)}px`);
  };
  const observer = new ResizeObserver(measure);
  for (const each of [bar, toasts, document.body]) observer.observe(each);
  for (const type of ['scroll', 'resize']) addEventListener(type, measure, { passive: true });
  // Not every engine heeds the margin when Tab moves the focus.
  step.addEventListener('keyup', ({ key }) => {
    if (key === 'Tab') document.activeElement?.scrollIntoView({ block: 'nearest' });
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
