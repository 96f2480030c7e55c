// @ts-check
// The form layer: a Standard Schema (https://standardschema.dev) on the facade's questions, for every form library that
// takes one. What has changed and what is wrong, the core says.
import { none, own } from './message.js';
import { changedFields, validateContactCardUpdate } from './facade.js';

/** @typedef {import('./facade.js').Place} Place */

/**
 * @param {Place} place
 * @param {{ current?: any, sendEmpty?: boolean, messages?: Record<string, any> }} [options]
 */
export function createContactCardUpdateSchema(place, options) {
  const { current, sendEmpty, messages } = own(options ?? none);
  const texts = own(messages);
  return {
    '~standard': {
      version: 1,
      vendor: 'linq-contact-card',
      /** @param {unknown} input */
      validate(input) {
        const value = read(place, input, own(current));
        const issues = validateContactCardUpdate(place, value, { sendEmpty });
        return issues.length ? { issues: issues.map((/** @type {any} */ issue) => reword(issue, texts)) } : { value };
      },
    },
  };
}

/**
 * What a form is about to send. Its own members are read once, so that what is checked is what is given back.
 * @param {Place} place
 * @param {any} input
 * @param {any} current
 */
function read(place, input, current) {
  // No form: for the core to refuse, which takes what can be iterated for a list.
  if (typeof input !== 'object' || !input || input[Symbol.iterator]) return input;
  const form = { ...input };
  if (!current) return form;
  const { phone_number, ...rest } = own(form);
  // Of another number's card nothing is known.
  const changed = changedFields(place, phone_number === current.phone_number ? current : {}, rest);
  // The core knows of fields alone. A form may hold more, such as the card's `is_active`: refused, once it is touched.
  const touched = Object.entries(rest).filter(
    ([name, value]) => value !== current[name] && value !== '' && value != null,
  );
  return { phone_number, ...Object.fromEntries(touched), ...changed };
}

/**
 * @param {any} issue
 * @param {Record<string, any>} [messages] by code, each a text or a function that makes it
 */
function reword(issue, messages) {
  const message = messages?.[issue.code] ?? issue.message;
  return { ...issue, message: typeof message === 'function' ? message(issue) : message };
}
