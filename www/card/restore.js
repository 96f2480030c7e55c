// Writing the old names back after a save.
import { isAsSaved } from './changes.js';

/** @import { ContactCards, SetContactCard } from 'linq-contact-card' */
/** @import { Restored } from './changes.js' */

/**
 * Writes the old names back as one update, unless the card was changed since it was saved. Returns the card as it is now.
 *
 * @param {Pick<ContactCards, 'retrieve' | 'update'>} client
 * @param {SetContactCard} after the card as it was saved
 * @param {Restored} old
 * @returns {Promise<{ isRestored: boolean, card: SetContactCard | undefined }>}
 */
export async function restore(client, after, old) {
  const { phone_number } = after;
  const { contact_cards } = await client.retrieve({ phone_number });
  const now = contact_cards.find((card) => card.phone_number === phone_number);
  if (!isAsSaved(now, after, old)) return { isRestored: false, card: now };
  return { isRestored: true, card: await client.update({ phone_number, ...old }) };
}
