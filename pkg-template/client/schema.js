// The check of an update as a Standard Schema (https://standardschema.dev), for form libraries. The core decides what has
// changed and what is wrong.
import { emptyObject, ownMembers } from '../shared.js';
import { changedFields, validateContactCardUpdate } from './operations.js';

/** @typedef {import('../types/index.js')} Public */
/** @typedef {import('../types/index.js').SetContactCard} SetContactCard */
/** @typedef {import('../types/index.js').ContactCardUpdateParams} ContactCardUpdateParams */
/** @typedef {import('../types/index.js').ContactCardFormValues} FormValues */
/** @typedef {import('../types/index.js').ContactCardUpdateSchemaOptions} Options */

/**
 * @template {FormValues} [Values=SetContactCard]
 * @param {Options} [options]
 * @returns {import('../types/index.js').ContactCardUpdateSchema<Values>}
 */
export function createContactCardUpdateSchema(options) {
  const { current, sendEmpty, messages } = ownMembers(options ?? emptyObject);
  const texts = ownMembers(messages);
  return {
    '~standard': {
      version: 1,
      vendor: 'linq-contact-card',
      validate(input) {
        const value = /** @type {ContactCardUpdateParams} */ (read(input, ownMembers(current)));
        const issues = validateContactCardUpdate(value, { sendEmpty });
        return issues.length ? { issues: issues.map((issue) => reword(issue, texts)) } : { value };
      },
    },
  };
}

/** Marked as pure, so that bundlers leave it out where it isn't used. @type {Public['contactCardUpdateSchema']} */
export const contactCardUpdateSchema = /* @__PURE__ */ createContactCardUpdateSchema();

/**
 * Returns the params that a form is about to send. The form's own members are read once, so that what is checked is what is
 * returned.
 * @param {unknown} input
 * @param {SetContactCard | undefined} current
 */
function read(input, current) {
  // Not a form: the core refuses it. What can be iterated is a list to it.
  if (typeof input !== 'object' || !input || Symbol.iterator in input) return input;
  /** @type {Record<string, unknown>} */
  const form = { ...input };
  if (!current) return form;
  const { phone_number, ...rest } = ownMembers(form);
  const card = /** @type {SetContactCard & Record<string, unknown>} */ (current);
  // A form with another number is compared with an empty card.
  const known = /** @type {SetContactCard} */ (phone_number === card.phone_number ? card : {});
  const changed = changedFields(known, rest);
  // The core compares only the fields. Other members, such as the card's `is_active`, are left out while they are untouched,
  // and refused once they are changed.
  const isTouched = (/** @type {string} */ name) =>
    rest[name] !== card[name] && rest[name] !== '' && rest[name] != null;
  const touched = Object.keys(rest).filter(isTouched);
  return { phone_number, ...Object.fromEntries(touched.map((name) => [name, rest[name]])), ...changed };
}

/**
 * Returns an issue with the caller's message for its code, where there is one.
 * @param {import('../types/index.js').Issue} issue
 * @param {Options['messages']} messages
 */
function reword(issue, messages) {
  const message = messages?.[issue.code] ?? issue.message;
  return { ...issue, message: typeof message === 'function' ? message(issue) : message };
}
