// A phone number without a contact card.

/** @typedef {import('../types/index.js').SetContactCard} Card */

/**
 * Returns what fields are compared with where there is no card: each one is a change.
 * @param {string} phone_number
 * @returns {Card}
 */
export const blank = (phone_number) => ({ phone_number, first_name: '', is_active: false });

/**
 * Returns an empty list for an error which means that the number has no card: servers respond with either.
 * @param {unknown} error
 * @returns {{ contact_cards: readonly Card[] }}
 */
export function emptyIfNoCard(error) {
  if (Object.hasOwn(Object(error), 'noCard')) return { contact_cards: [] };
  throw error;
}
