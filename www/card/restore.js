// Undoing the save of one card.
import { undoOfSave } from '../run/undo.js';

/** @import { ContactCards, SetContactCard } from 'linq-contact-card' */
/** @import { Field, Values } from './changes.js' */

/**
 * A save of a card.
 *
 * @typedef {object} Save
 * @property {SetContactCard | undefined} before the card as it was read right before the write; absent where it was created
 * @property {SetContactCard} after the card as it was saved
 * @property {readonly Field[]} changed the fields that were written
 */

/**
 * What Undo has done.
 *
 * @typedef {object} Restored
 * @property {SetContactCard | undefined} card as it is now
 * @property {boolean} isRestored whether old values were written back
 * @property {Field[]} remaining the fields that could not be restored, as they were changed since
 */

/**
 * Returns what can be undone of a save.
 *
 * @param {Save} save
 * @param {SetContactCard | undefined} now the card as it is now
 * @returns {ReturnType<typeof undoOfSave>}
 */
function undoOf({ before, after, changed }, now) {
  if (!before) return { values: {}, cannot: [] };
  return undoOfSave(before, Object.fromEntries(changed.map((name) => [name, after[name]])), now);
}

/**
 * Returns the old values that can be written back; none for a card that was created.
 *
 * @param {Save} save
 * @param {SetContactCard | undefined} now the card as it is now
 * @returns {Partial<Values>}
 */
export const oldValues = (save, now) => undoOf(save, now).values;

/**
 * Writes the old values back as one update, but for those of fields that were changed since.
 *
 * @param {Pick<ContactCards, 'retrieve' | 'update'>} client
 * @param {Save} save
 * @param {AbortSignal} [signal] nothing is written once it is aborted
 * @returns {Promise<Restored>}
 */
export async function restore(client, save, signal) {
  const { phone_number } = save.after;
  const { contact_cards } = await client.retrieve({ phone_number });
  signal?.throwIfAborted();
  const now = contact_cards.find((card) => card.phone_number === phone_number);
  const { values, cannot } = undoOf(save, now);
  const offered = oldValues(save, save.after);
  const remaining = cannot.map(({ field }) => field).filter((field) => Object.hasOwn(offered, field));
  if (Object.keys(values).length === 0) return { card: now, isRestored: false, remaining };
  return { card: await client.update({ phone_number, ...values }), isRestored: true, remaining };
}
