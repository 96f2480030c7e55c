// @ts-check
// What a host saw on the wire, before a `Request` made it regular: by request.

/** @typedef {{ method: string, target: string, headers: readonly string[] }} RawHead names and values by turns */

/** @type {WeakMap<object, RawHead>} */
export const rawHeads = new WeakMap();
