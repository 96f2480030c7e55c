// @ts-check
// The functions of every entry. Each takes the place of its entry first; the core decides everything else.
import { budgets, Call, plain } from './call.js';
import { environment } from './environment.js';
import { createError } from './errors.js';
import { instance, load } from './load.js';
import { Message, own } from './message.js';

/** More characters than any number has. */
const LONGEST = 32;

/** @typedef {import('./load.js').Place} Place */

/**
 * @param {Place} place
 * @param {string} operation as the core names it
 * @param {unknown} params
 * @param {unknown} options
 */
async function call(place, operation, params, options) {
  const call = new Call(operation, own(params), own(options), environment(place.isServer));
  return await load(place, (found) => call.run(found));
}

/**
 * Asks the core what needs no network.
 * @param {Place} place
 * @param {string} question
 * @param {unknown[]} values what it is about
 */
function ask(place, question, ...values) {
  const message = new Message().add(question, ...values);
  const { error, value } = instance(place).exchange(message);
  if (error) throw createError(error);
  return value;
}

/** @param {Place} place @param {unknown} params @param {unknown} [options] */
export const updateContactCard = (place, params, options) => call(place, 'update', params, options);

/** @param {Place} place @param {unknown} params @param {unknown} [options] */
export const updateAsVendor = (place, params, options) => call(place, 'vendorUpdate', params, options);

/** @param {Place} place @param {unknown} params @param {unknown} [options] */
export const createContactCard = (place, params, options) => call(place, 'create', params, options);

/** @param {Place} place @param {unknown} params @param {unknown} [options] */
export const ensureContactCard = (place, params, options) => call(place, 'ensure', params, options);

/** @param {Place} place @param {unknown} [query] @param {unknown} [options] */
export const retrieveContactCards = (place, query, options) => call(place, 'retrieve', query, options);

/** @param {Place} place @param {unknown} params @param {unknown} [options] */
export const previewUpdate = (place, params, options) =>
  ask(place, 'previewUpdate', params, plain(own(options)), environment(place.isServer));

/** @param {Place} place @param {unknown} params @param {any} [options] */
export const validateContactCardUpdate = (place, params, options) =>
  ask(place, 'validateUpdate', params, own(options)?.sendEmpty);

/** @param {Place} place @param {any} current @param {any} edited */
export function changedFields(place, current, edited) {
  edited = own(edited);
  const names = ask(place, 'changedFields', current, edited);
  return names.length ? Object.fromEntries(names.map((/** @type {string} */ name) => [name, edited[name]])) : undefined;
}

/** @param {Place} place @param {unknown} input */
export const parsePhoneNumber = (place, input) => ask(place, 'parsePhoneNumber', input);

/** @param {Place} place @param {unknown} input */
export function isE164(place, input) {
  const found = instance(place);
  return (
    typeof input === 'string' &&
    found.guard(() => {
      const bytes = found.room(1);
      // What is longer than any number is none, whatever follows.
      const length = Math.min(input.length, LONGEST);
      for (let index = 0; index < length; index++) {
        const code = input.charCodeAt(index);
        bytes[index] = code < 128 ? code : 0;
      }
      return found.core.isE164(found.start, length) === 1;
    })
  );
}

/** @param {Place} place @param {unknown} phone_number */
export function writeBudget(place, phone_number) {
  const { nextWriteIn, ...usage } = {
    __proto__: null,
    ...ask(place, 'writeBudget', phone_number ?? null, budgets.get(phone_number)),
  };
  return { ...usage, nextWriteAt: nextWriteIn === undefined ? null : new Date(Date.now() + nextWriteIn) };
}

/**
 * The calls with options bound once. A call's own options come on top; what reading them throws rejects, too. The methods
 * are the instance's own functions, so that they work detached from it and through a framework's proxy.
 */
export class ContactCards {
  /** @param {Place} place @param {object} defaults */
  constructor(place, defaults) {
    /** @type {(call: (place: Place, params: any, options: object) => Promise<any>) => (params?: any, options?: object) => Promise<any>} */
    const bind = (call) => async (params, options) => call(place, params, { ...defaults, ...options });
    this.update = bind(updateContactCard);
    this.retrieve = bind(retrieveContactCards);
    this.create = bind(createContactCard);
    this.ensure = bind(ensureContactCard);
  }
}
