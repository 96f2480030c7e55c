// The members of values that others made, of which nothing is certain.

/**
 * Returns the members of a value that an example has with the same type. Each is read once; one that can't be read is missing.
 * @template {object} Example
 * @param {unknown} value
 * @param {Example} example
 * @returns {Partial<Example>}
 */
export function membersOf(value, example) {
  /** @type {Partial<Example>} */
  const members = {};
  for (const name of /** @type {(keyof Example)[]} */ (Object.keys(example))) {
    try {
      const member = /** @type {Example} */ (value)[name];
      if (typeof member === typeof example[name]) members[name] = member;
    } catch {}
  }
  return members;
}
