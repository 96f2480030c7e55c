// What `authorize` returned, as it is reported to the core.

/**
 * Returns the part of a session that a request needs: own members only, read once and now, so that later changes by the caller
 * don't count. Of a list of numbers that has the request's number, that is this number alone: of thousands, the others needn't
 * be encoded and checked again for each request. A list without it is reported as it is, for the core to refuse, with the
 * reason where it isn't valid. So is what isn't an object.
 * @param {unknown} session
 * @param {string | undefined} number the phone number that the request is about, where it is known
 */
export function sessionForCore(session, number) {
  if (typeof session !== 'object' || session === null || Symbol.iterator in session) return session;
  const user = ownMember(session, 'user');
  const numbers = ownMember(session, 'numbers');
  const isListed = number !== undefined && Array.isArray(numbers) && numbers.includes(number);
  return { user, numbers: isListed ? [number] : numbers };
}

/**
 * Returns an own member of an object; `undefined` where it is absent or inherited.
 * @param {object} object
 * @param {string} name
 * @returns {unknown}
 */
const ownMember = (object, name) => (Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined);
