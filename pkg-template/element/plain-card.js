// Cards as they are stored: a client's own may be proxies, which can't be sent to other tabs, and may change later.
import { membersOf } from '../editing/members.js';

/** @typedef {import('../editing/saving.js').Card} Card */

/** @type {Required<Card>} */
const example = { phone_number: '', first_name: '', last_name: '', image_url: '', is_active: false };

/**
 * Returns a copy of a card, with the card's own members alone that have their type.
 * @template {Card | null | undefined} T
 * @param {T} card
 * @returns {T}
 */
export const plain = (card) =>
  card && /** @type {T} */ (/** @type {unknown} */ (membersOf({ __proto__: null, ...card }, example)));
