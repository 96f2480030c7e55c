// Records: objects that inherit nothing, so that a polluted `Object.prototype` adds no member.
import { ownMembers } from '../runtime/message.js';

/**
 * Returns an object's own members, each read once, as a record; `undefined` for anything else, lists included.
 * @template {object} Value
 * @param {Value | null | undefined} value
 * @returns {Value | undefined}
 */
export function recordOf(value) {
  const own = ownMembers(value);
  return typeof own === 'object' && own && !(Symbol.iterator in own) ? own : undefined;
}
