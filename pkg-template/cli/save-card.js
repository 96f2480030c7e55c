// Saves a card: creates it, or updates what differs.
import { InputError } from './command-error.js';

/** @import { ContactCardUpdateParams, ContactCards, EnsuredContactCard, RequestOptions } from 'linq-contact-card' */

/**
 * Makes sure that a number has a card with these fields. Without a first name, it remains as it is.
 *
 * @param {Pick<ContactCards, 'ensure' | 'retrieve'>} client
 * @param {ContactCardUpdateParams} params
 * @param {RequestOptions & { replaceImage?: boolean }} options
 * @returns {Promise<EnsuredContactCard>}
 */
export async function saveCard(client, params, options) {
  const { phone_number, first_name } = params;
  if (first_name !== undefined) return client.ensure({ ...params, first_name }, options);
  const { replaceImage, ...readOptions } = options;
  const [card] = (await client.retrieve({ phone_number }, readOptions)).contact_cards;
  if (!card) throw new InputError('The number has no card yet, and a new card needs a first name.');
  return client.ensure({ ...params, first_name: card.first_name }, options);
}
