// @ts-check
// Values as text in the core's wire format: see src/wire/mod.rs. What a value means is for the core to decide.

/** What is nested deeper than this is nothing that the core reads, and may contain itself. */
const DEPTH = 5;

/** Whether UTF-8 has one byte for each character. @param {string} text */
const isAscii = (text) => /^[\0-\x7f]*$/.test(text);

/** Whether UTF-8 can carry the text. `isWellFormed` is younger than some of the engines that run this. @param {string} text */
const isWellFormed = (text) => !/\p{Surrogate}/u.test(text);

/** The length in bytes, and the text. @param {string} text */
const sized = (text) => `${isAscii(text) ? text.length : new TextEncoder().encode(text).length}:${text}`;

/**
 * A value in the wire format. Of objects, own members alone are read, each once: what the caller changes later doesn't
 * count. Throws what a getter throws.
 * @param {any} value
 * @param {number} [depth]
 * @returns {string}
 */
export function encode(value, depth = DEPTH) {
  switch (typeof value) {
    case 'undefined':
      return 'u:';
    case 'string':
      return isWellFormed(value) ? '"' + sized(value) : 'x:';
    case 'number':
      return '#' + sized(String(value));
    case 'boolean':
      return value ? 't:' : 'f:';
    case 'function':
      return 'F:';
  }
  if (value === null) return 'n:';
  if (typeof value !== 'object' || !depth) return '?:';
  // Whatever can be iterated is a list: an array, a `Headers` object, a `Map`.
  if (value[Symbol.iterator]) {
    let items = '';
    for (const item of value) items += encode(item, depth - 1);
    return '[' + sized(items);
  }
  return '{' + sized(encodeMembers(value, depth - 1));
}

/**
 * An object's names and values, one after the other.
 * @param {any} object
 * @param {number} [depth]
 */
export function encodeMembers(object, depth = DEPTH) {
  let members = '';
  for (const name of Object.keys(object)) {
    const value = object[name];
    if (value !== undefined) members += encode(name) + encode(value, depth);
  }
  return members;
}

/** What has no members, and inherits none. */
export const none = { __proto__: null };

/**
 * An object's own members, each read once, with nothing inherited; anything else, for the core to refuse, as it is.
 * @param {any} value
 */
export function own(value) {
  return typeof value === 'object' && value && !value[Symbol.iterator] ? { __proto__: null, ...value } : value;
}
