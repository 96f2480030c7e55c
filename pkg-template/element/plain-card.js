// Cards as they are stored: a client's own may be proxies, which can't be sent to other tabs, and may change later.

/** @typedef {import('../editing/saving.js').Card} Card */

/** The types of a card's members. @type {Record<string, string>} */
const types = {
  phone_number: 'string',
  first_name: 'string',
  last_name: 'string',
  image_url: 'string',
  is_active: 'boolean',
};

/**
 * Returns a copy of a card, with the card's own members alone that have their type.
 * @template {Card | null | undefined} T
 * @param {T} card
 * @returns {T}
 */
export const plain = (card) =>
  card &&
  /** @type {T} */ (Object.fromEntries(Object.entries(card).filter(([name, value]) => typeof value === types[name])));
