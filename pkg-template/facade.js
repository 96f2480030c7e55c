// @ts-check
// The functions of every entry. Each takes the place of its entry first; the core decides everything else.
import { Call } from './calls.js';
import { createError } from './errors.js';
import { host } from './host.js';
import { core } from './load.js';
import { pack, plain } from './pack.js';

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
const call = (place, purpose, input, options) => new Promise((resolve, reject) => {
  const asked = pack([purpose, input, plain(options), host(place.isServer)]);
  const run = core(place.compile).call;
  run(asked, new Call(options, resolve, reject));
});

/**
 * @param {Place} place
 * @param {...unknown} asked the question, as the core names it, its input, and what else it needs
 */
function ask(place, ...asked) {
  const answer = JSON.parse(core(place.compile).ask(pack(asked)));
  if (answer.outcome) throw createError(answer);
  return answer;
}

/** @param {Place} place @param {unknown} params @param {unknown} [options] */
export const updateContactCard = (place, params, options) => call(place, 'update', params, options);

/** @param {Place} place @param {unknown} params @param {unknown} [options] */
export const updateAsVendor = (place, params, options) => call(place, 'update as vendor', params, options);

/** @param {Place} place @param {unknown} params @param {unknown} [options] */
export const createContactCard = (place, params, options) => call(place, 'create', params, options);

/** @param {Place} place @param {unknown} params @param {unknown} [options] */
export const ensureContactCard = (place, params, options) => call(place, 'ensure', params, options);

/** @param {Place} place @param {unknown} [query] @param {unknown} [options] */
export const retrieveContactCards = (place, query, options) => call(place, 'retrieve', query, options);

/** @param {Place} place @param {unknown} params @param {unknown} [options] */
export const previewUpdate = (place, params, options) =>
  ask(place, 'update', params, plain(options), host(place.isServer));

/** @param {Place} place @param {unknown} input @param {unknown} [options] */
export const validateContactCardUpdate = (place, input, options) => ask(place, 'validate', input, options);

/** @param {Place} place @param {any} current @param {any} edited */
export function changedFields(place, current, edited) {
  const names = ask(place, 'changed fields', edited, current);
  return names.length ? Object.fromEntries(names.map((/** @type {string} */ name) => [name, edited[name]])) : undefined;
}

/** @param {Place} place @param {unknown} input */
export const parsePhoneNumber = (place, input) => ask(place, 'parse number', input);

/** @param {Place} place @param {unknown} input */
export function isE164(place, input) {
  const { isE164 } = core(place.compile);
  return typeof input === 'string' && isE164(input);
}

/** @param {Place} place @param {unknown} number */
export function writeBudget(place, number) {
  const { nextWriteIn, ...usage } = ask(place, 'write budget', number);
  return { ...usage, nextWriteAt: nextWriteIn === undefined ? null : new Date(Date.now() + nextWriteIn) };
}

/** The calls with options bound once. A call's own options come on top; what reading them throws rejects, too. */
export class ContactCards {
  #place;
  #defaults;

  /** @param {Place} place @param {object} defaults */
  constructor(place, defaults) {
    this.#place = place;
    this.#defaults = defaults;
  }

  /** @param {unknown} params @param {object} [options] */
  async update(params, options) {
    return updateContactCard(this.#place, params, { ...this.#defaults, ...options });
  }

  /** @param {unknown} [query] @param {object} [options] */
  async retrieve(query, options) {
    return retrieveContactCards(this.#place, query, { ...this.#defaults, ...options });
  }

  /** @param {unknown} params @param {object} [options] */
  async create(params, options) {
    return createContactCard(this.#place, params, { ...this.#defaults, ...options });
  }

  /** @param {unknown} params @param {object} [options] */
  async ensure(params, options) {
    return ensureContactCard(this.#place, params, { ...this.#defaults, ...options });
  }
}
