// Members of objects. Entries aren't destructured, as that calls an inherited `return`.

/**
 * Adds members that aren't enumerable, so that logs, JSON and copies leave them out.
 * @param {object} object
 * @param {Record<string, unknown>} members
 */
export function addHidden(object, members) {
  for (const name of Object.keys(members)) {
    // Inherited members of a descriptor would count, too.
    const descriptor = { __proto__: null, value: members[name], configurable: true, enumerable: false, writable: true };
    Object.defineProperty(object, name, /** @type {PropertyDescriptor} */ (descriptor));
  }
}

/**
 * Returns an object with the members that aren't `undefined`.
 * @template {object} Members
 * @param {Members} members
 * @returns {Partial<Members>}
 */
export const present = (members) =>
  /** @type {Partial<Members>} */ (
    Object.fromEntries(Object.entries(members).filter((entry) => entry[1] !== undefined))
  );
