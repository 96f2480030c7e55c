// @ts-check
// The functions of every entry. Each takes the place of its entry first; the core decides everything else.
import { follow } from './calls.js';
import { host } from './host.js';
import { core } from './load.js';

/**
 * @typedef {object} Place where an entry runs
 * @property {() => WebAssembly.Module} compile its way to the module
 * @property {boolean} isServer whether it is known to be no page
 */

/**
 * @param {Place} place
 * @param {string} purpose as the core names it
 * @param {unknown} input
 * @param {unknown} options
 */
const call = (place, purpose, input, options) =>
  follow((live) => core(place.compile).call(purpose, input, options, host(place.isServer), live));

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
export const previewUpdate = (place, params, options) => core(place.compile).previewUpdate(params, options, host(place.isServer));

/** @param {Place} place @param {unknown} input @param {unknown} [options] */
export const validateContactCardUpdate = (place, input, options) =>
  core(place.compile).validateContactCardUpdate(input, options);

/** @param {Place} place @param {unknown} current @param {unknown} edited */
export const changedFields = (place, current, edited) => core(place.compile).changedFields(current, edited);

/** @param {Place} place @param {unknown} input */
export const parsePhoneNumber = (place, input) => core(place.compile).parsePhoneNumber(input);

/** @param {Place} place @param {unknown} input */
export const isE164 = (place, input) => core(place.compile).isE164(input);

/** @param {Place} place @param {unknown} number */
export const writeBudget = (place, number) => core(place.compile).writeBudget(number);

/** The calls with options bound once. A call's own options come on top. */
export class ContactCards {
  #place;
  #defaults;

  /** @param {Place} place @param {object} defaults */
  constructor(place, defaults) {
    this.#place = place;
    this.#defaults = defaults;
  }

  /** @param {unknown} params @param {object} [options] */
  update(params, options) {
    return updateContactCard(this.#place, params, { ...this.#defaults, ...options });
  }

  /** @param {unknown} [query] @param {object} [options] */
  retrieve(query, options) {
    return retrieveContactCards(this.#place, query, { ...this.#defaults, ...options });
  }

  /** @param {unknown} params @param {object} [options] */
  create(params, options) {
    return createContactCard(this.#place, params, { ...this.#defaults, ...options });
  }

  /** @param {unknown} params @param {object} [options] */
  ensure(params, options) {
    return ensureContactCard(this.#place, params, { ...this.#defaults, ...options });
  }
}
