// The heads of requests as a host received them: those of a `Request` are normalized.

/** @typedef {{ method: string, target: string, headers: readonly string[] }} RawHead `headers`: each name, then its value */

/** By request. @type {WeakMap<object, RawHead>} */
export const rawHeads = new WeakMap();
