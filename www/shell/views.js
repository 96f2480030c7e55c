// The views of the page: the cards with the list and one card, and the import.
import { byId } from './page.js';
import { importAddress, listAddress } from './routes.js';

/** @import { Route } from './routes.js' */

const SITE = 'Contact cards';

/** The views, each with the address of its link. */
const views = { cards: listAddress, import: importAddress };

/** Shows the view of a route. @param {Route} route */
export function showView(route) {
  const chosen = route.view === 'import' ? 'import' : 'cards';
  for (const [name, address] of Object.entries(views)) {
    byId(`${name}-view`).hidden = name !== chosen;
    const link = document.querySelector(`nav a[href="${address}"]`);
    if (name === chosen) link?.setAttribute('aria-current', 'page');
    else link?.removeAttribute('aria-current');
  }
  for (const link of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('.skip')))
    link.hidden = link.dataset.view !== chosen;
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
