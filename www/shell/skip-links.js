// The links that skip to a part of the page. They move the focus, and leave the address as it is.
import { byId } from './page.js';

/** Wires the links. */
export function wireSkipLinks() {
  for (const link of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('a.skip'))) {
    link.addEventListener('click', (event) => {
      event.preventDefault();
      const target = byId(link.hash.slice(1));
      // On a phone, the list and the card are shown one at a time.
      (target.checkVisibility() ? target : byId('main')).focus();
    });
  }
}
