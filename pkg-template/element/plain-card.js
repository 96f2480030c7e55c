// Cards as the editor stores them: a page's own may be proxies, which can't be sent to other tabs, and may change later.
import { fields } from '../editing/saving.js';

/** @typedef {import('../editing/saving.js').Card} Card */

/** The members of a card, for a copy without any others. */
const members = ['phone_number', 'is_active', ...fields];

/**
 * Returns a copy of a card.
 * @template {Card | null | undefined} T
 * @param {T} card
 * @returns {T}
 */
export const plain = (card) => card && JSON.parse(JSON.stringify(card, members));
