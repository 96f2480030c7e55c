// The identity of a row in the journal.
import { createHash } from 'node:crypto';

/** @import { ContactCardUpdateParams } from 'linq-contact-card' */

/**
 * Returns the id of a row: the same number with other values is another row. It has no value of the list in it.
 *
 * @param {ContactCardUpdateParams} params
 */
export function rowId({ phone_number, first_name, last_name, image_url }) {
  const values = JSON.stringify([phone_number, first_name ?? null, last_name ?? null, image_url ?? null]);
  return createHash('sha256').update(values).digest('hex').slice(0, 32);
}
