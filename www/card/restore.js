// Undoing the save of one card.
import { undoOfSave } from '../run/undo.js';

/** @import { ContactCards, SetContactCard } from 'linq-contact-card' */

/**
 * A save of a card.
 *
 * @typedef {object} Save
 * @property {SetContactCard | undefined} before the card as it was read right before the write; absent where it was created
 * @property {SetContactCard} after the card as it was saved
 */

/**
 * Returns the old values that can be written back; none for a card that was created.
 *
 * @param {Save} save
 * @param {SetContactCard | undefined} now the card as it is now
 */
export const oldValues = ({ before, after }, now) => (before ? undoOfSave(before, after, now).values : {});

/**
 * Writes the old values back as one update, unless the card was changed since it was saved. Returns the card as it is now.
 *
 * @param {Pick<ContactCards, 'retrieve' | 'update'>} client
 * @param {Save} save
 * @returns {Promise<{ isRestored: boolean, card: SetContactCard | undefined }>}
 */
export async function restore(client, save) {
  const { phone_number } = save.after;
  const { contact_cards } = await client.retrieve({ phone_number });
  const now = contact_cards.find((card) => card.phone_number === phone_number);
  const old = oldValues(save, save.after);
  const isAsSaved = Object.keys(old).length === Object.keys(oldValues(save, now)).length;
  if (!isAsSaved) return { isRestored: false, card: now };
  return { isRestored: true, card: await client.update({ phone_number, ...old }) };
}
