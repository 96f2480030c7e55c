// @ts-check
// The functions of every entry. Each takes the entry's way to the module first; the core decides everything else.
import { follow } from './calls.js';
import { host } from './host.js';
import { core } from './load.js';

/** @typedef {() => WebAssembly.Module} Compile */

/**
 * @param {Compile} compile
 * @param {string} purpose as the core names it
 * @param {unknown} input
 * @param {unknown} options
 */
const call = (compile, purpose, input, options) =>
  follow((live) => core(compile).call(purpose, input, options, host(), live));

/** @param {Compile} compile @param {unknown} params @param {unknown} [options] */
export const updateContactCard = (compile, params, options) => call(compile, 'update', params, options);

/** @param {Compile} compile @param {unknown} params @param {unknown} [options] */
export const updateAsVendor = (compile, params, options) => call(compile, 'vendorUpdate', params, options);

/** @param {Compile} compile @param {unknown} params @param {unknown} [options] */
export const createContactCard = (compile, params, options) => call(compile, 'create', params, options);

/** @param {Compile} compile @param {unknown} params @param {unknown} [options] */
export const ensureContactCard = (compile, params, options) => call(compile, 'ensure', params, options);

/** @param {Compile} compile @param {unknown} [query] @param {unknown} [options] */
export const retrieveContactCards = (compile, query, options) => call(compile, 'retrieve', query, options);

/** @param {Compile} compile @param {unknown} params @param {unknown} [options] */
export const previewUpdate = (compile, params, options) => core(compile).previewUpdate(params, options, host());

/** @param {Compile} compile @param {unknown} input @param {unknown} [options] */
export const validateContactCardUpdate = (compile, input, options) =>
  core(compile).validateContactCardUpdate(input, options);

/** @param {Compile} compile @param {unknown} current @param {unknown} edited */
export const changedFields = (compile, current, edited) => core(compile).changedFields(current, edited);

/** @param {Compile} compile @param {unknown} input */
export const parsePhoneNumber = (compile, input) => core(compile).parsePhoneNumber(input);

/** @param {Compile} compile @param {unknown} input */
export const isE164 = (compile, input) => core(compile).isE164(input);

/** @param {Compile} compile @param {unknown} number */
export const writeBudget = (compile, number) => core(compile).writeBudget(number);

/** The calls with options bound once. A call's own options come on top. */
export class ContactCards {
  #compile;
  #defaults;

  /** @param {Compile} compile @param {object} defaults */
  constructor(compile, defaults) {
    this.#compile = compile;
    this.#defaults = defaults;
  }

  /** @param {unknown} params @param {object} [options] */
  update(params, options) {
    return updateContactCard(this.#compile, params, { ...this.#defaults, ...options });
  }

  /** @param {unknown} [query] @param {object} [options] */
  retrieve(query, options) {
    return retrieveContactCards(this.#compile, query, { ...this.#defaults, ...options });
  }

  /** @param {unknown} params @param {object} [options] */
  create(params, options) {
    return createContactCard(this.#compile, params, { ...this.#defaults, ...options });
  }

  /** @param {unknown} params @param {object} [options] */
  ensure(params, options) {
    return ensureContactCard(this.#compile, params, { ...this.#defaults, ...options });
  }
}
