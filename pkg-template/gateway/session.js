// What `authorize` returned, as it is reported to the core.
import { recordOf } from './record.js';

/**
 * Returns the part of a session that a request needs, read now, so that later changes by the caller don't count. Of a list of
 * numbers that has the request's number, that is this number alone: of thousands, the others needn't be encoded and checked
 * again for each request. A list without it is reported as it is, for the core to refuse, with the reason where it isn't valid.
 * @param {unknown} session
 * @param {string | undefined} number the phone number that the request is about, where it is known
 */
export function sessionForCore(session, number) {
  const own = recordOf(/** @type {{ numbers?: unknown } | null} */ (session));
  if (!own || number === undefined) return own ?? session;
  const { numbers } = own;
  return Array.isArray(numbers) && numbers.includes(number) ? { ...own, numbers: [number] } : own;
}
