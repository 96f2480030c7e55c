// The addresses of the page's views.

/** @typedef {{ view: 'cards' } | { view: 'card', id: string } | { view: 'import' }} Route */

/** The address of the list. */
export const listAddress = '#/cards';

/** The address of the import. */
export const importAddress = '#/import';

/** Returns the route of an address's fragment; nothing where it names none. @param {string} hash @returns {Route | undefined} */
export function parseRoute(hash) {
  if (hash === listAddress) return { view: 'cards' };
  if (hash === importAddress) return { view: 'import' };
  const id = /^#\/cards\/([0-9a-z]{1,64})$/.exec(hash)?.[1];
  return id === undefined ? undefined : { view: 'card', id };
}

/** Returns the address of a card. @param {string} id */
export const cardAddress = (id) => `${listAddress}/${id}`;
