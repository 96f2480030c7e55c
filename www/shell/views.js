// The views of the page: the cards with the list and one card, and the import.
import { byId } from './page.js';

/** @import { Route } from './routes.js' */

const SITE = 'Contact cards';

/** The views, each with the address of its link. */
const views = /** @type {const} */ ({ cards: '#/cards', import: '#/import' });

/** The view that is shown. @type {Route} */
let shown = { view: 'cards' };

/** Shows the view of a route. @param {Route} route */
export function showView(route) {
  const chosen = route.view === 'import' ? 'import' : 'cards';
  for (const [name, address] of Object.entries(views)) {
    byId(`${name}-view`).hidden = name !== chosen;
    const link = document.querySelector(`nav a[href="${address}"]`);
    if (name === chosen) link?.setAttribute('aria-current', 'page');
    else link?.removeAttribute('aria-current');
  }
}

/**
 * Sets the document's title. A number is never part of it.
 *
 * @param {Route} [route] the view, if it has changed
 * @param {string} [name] the name on the card that is open
 */
export function describeTitle(route = shown, name = '') {
  shown = route;
  const title = { cards: '', card: name || 'Card', import: 'Import' }[route.view];
  document.title = title ? `${title} · ${SITE}` : SITE;
}
