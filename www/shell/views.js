// The views of the page: the cards with the list and one card, and the import.
import { byId } from './page.js';
import { importAddress, listAddress } from './routes.js';

/** @import { Route } from './routes.js' */

const SITE = 'Contact cards';

/** The views, each with the address of its link. */
const views = { cards: listAddress, import: importAddress };

/** The element of each view that takes a focus that would be lost. */
const starts = { cards: 'list', import: 'import-title' };

/** @param {Route} route @returns {keyof typeof views} */
const viewOf = (route) => (route.view === 'import' ? 'import' : 'cards');

/** Shows the view of a route. @param {Route} route */
export function showView(route) {
  const chosen = viewOf(route);
  for (const [name, address] of Object.entries(views)) {
    byId(`${name}-view`).hidden = name !== chosen;
    const link = document.querySelector(`nav a[href="${address}"]`);
    if (name === chosen) link?.setAttribute('aria-current', 'page');
    else link?.removeAttribute('aria-current');
  }
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.skip')))
    link.hidden = link.dataset.view !== chosen;
}

/** Moves the focus to the start of a view where it was in the other one. @param {Route} route */
export function takeFocus(route) {
  const { activeElement } = document;
  const isLost = activeElement === document.body || !activeElement?.checkVisibility();
  if (isLost) byId(starts[viewOf(route)]).focus({ preventScroll: true });
}

/**
 * Returns the document's title for a view.
 *
 * @param {Route} route
 * @param {string} [name] the name on the card that is open
 */
export function titleOf(route, name) {
  const title = { cards: '', card: name || 'Card', import: 'Import' }[route.view];
  return title ? `${title} · ${SITE}` : SITE;
}
