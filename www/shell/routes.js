// The addresses of the page's views.

/** @typedef {{ view: 'cards' } | { view: 'card', id: string } | { view: 'import' }} Route */

/** Returns the route of an address's fragment; nothing where it names none. @param {string} hash @returns {Route | undefined} */
export function parseRoute(hash) {
  if (hash === '#/cards') return { view: 'cards' };
  if (hash === '#/import') return { view: 'import' };
  const id = /^#\/cards\/([0-9a-z]{1,64})$/.exec(hash)?.[1];
  return id === undefined ? undefined : { view: 'card', id };
}

/** Returns the address of a card. @param {string} id */
export const cardAddress = (id) => `#/cards/${id}`;

/** The address of the list. */
export const listAddress = '#/cards';

/** Whether two routes are the same. @param {Route} a @param {Route} b */
export const isSameRoute = (a, b) =>
  a.view === b.view && (a.view === 'card' ? a.id : '') === (b.view === 'card' ? b.id : '');
