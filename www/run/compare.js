// What a row still has to change on a card that was read again. A pure function.
import { changedFields } from 'linq-contact-card';

/** @import { ContactCardField } from 'linq-contact-card/element' */
/** @import { ContactCardUpdateParams, SetContactCard } from 'linq-contact-card' */

/**
 * The result of a comparison. `same`: nothing has changed meanwhile. `saved`: the card has the row's values. `elsewhere`: a field of
 * the row has a value that is neither the one before nor the row's.
 *
 * @typedef {{ kind: 'same' | 'elsewhere', changes: ContactCardUpdateParams } | { kind: 'saved', changes?: undefined }} Comparison
 */

/**
 * Compares a card with what it was when the row was checked.
 *
 * @param {ContactCardUpdateParams} params of the row
 * @param {SetContactCard | undefined} before the card at that time
 * @param {SetContactCard} now
 * @param {{ wasSent?: boolean | undefined }} [options] `wasSent`: whether the row may have been saved already. Linq stores a copy of a picture,
 * so its URL isn't the row's then
 * @returns {Comparison}
 */
export function compare(params, before, now, { wasSent = false } = {}) {
  const { phone_number, ...values } = params;
  const changed = changedFields(now, values);
  const isCopied = wasSent && now.image_url !== before?.image_url && Object.keys(changed ?? {}).join() === 'image_url';
  if (!changed || isCopied) return { kind: 'saved' };
  const fields = /** @type {Exclude<ContactCardField, 'phone_number'>[]} */ (Object.keys(values));
  const isSame = fields.every((field) => now[field] === before?.[field] || now[field] === values[field]);
  return { kind: isSame ? 'same' : 'elsewhere', changes: { phone_number, ...changed } };
}
