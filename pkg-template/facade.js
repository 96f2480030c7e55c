// @ts-check
// The functions of every entry. Each takes the entry's way to the module first; the core decides everything else.
import { host } from './host.js';
import { core } from './load.js';

/** @typedef {() => WebAssembly.Module} Compile */

// `async` turns what a call throws into a rejection.

/** @param {Compile} compile @param {unknown} params @param {unknown} [options] */
export async function updateContactCard(compile, params, options) {
  return core(compile).call(true, params, options, host());
}

/** @param {Compile} compile @param {unknown} [query] @param {unknown} [options] */
export async function retrieveContactCards(compile, query, options) {
  return core(compile).call(false, query, options, host());
}

/** @param {Compile} compile @param {unknown} params @param {unknown} [options] */
export function previewUpdate(compile, params, options) {
  return core(compile).previewUpdate(params, options, host());
}

/** @param {Compile} compile @param {unknown} input @param {unknown} [options] */
export function validateContactCardUpdate(compile, input, options) {
  return core(compile).validateContactCardUpdate(input, options);
}

/** @param {Compile} compile @param {unknown} current @param {unknown} edited */
export function changedFields(compile, current, edited) {
  return core(compile).changedFields(current, edited);
}

/** @param {Compile} compile @param {unknown} input */
export function parsePhoneNumber(compile, input) {
  return core(compile).parsePhoneNumber(input);
}

/** @param {Compile} compile @param {unknown} input */
export function isE164(compile, input) {
  return core(compile).isE164(input);
}
