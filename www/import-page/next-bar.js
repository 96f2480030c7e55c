// The bar with the way on: it covers nothing that has the focus.
import { byId } from '../shell/page.js';

/** Has the page's styles know how high the bar is. */
export function wireNextBar() {
  const [bar, step] = [byId('import-fix-actions'), byId('import-fix')];
  new ResizeObserver(() => step.style.setProperty('--next-bar', `${bar.offsetHeight}px`)).observe(bar);
  // Not every engine heeds the margin when Tab moves the focus, and some scroll only in the next frame.
  const uncover = () => document.activeElement?.scrollIntoView({ block: 'nearest' });
  step.addEventListener('keyup', ({ key }) => {
    if (key === 'Tab') requestAnimationFrame(() => setTimeout(uncover));
  });
}
