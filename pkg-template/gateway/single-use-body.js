// Bodies that a host can't send twice.

/**
 * Returns the members of a request's `init` that prevent the host from sending it a second time by itself. Hosts repeat a
 * body that is a text: Node after a 421, as the Fetch standard has it ("HTTP-network-or-cache fetch", step 16), and Deno where
 * a kept-alive connection breaks off before the response. They can't repeat a stream. Node sends a stream with the length that
 * is set here, Deno in chunks.
 * @param {string} body
 * @param {Record<string, string>} headers
 */
export function singleUse(body, headers) {
  if (!isOnNode() && !hasGlobal('Deno')) return {};
  const bytes = new Blob([body]);
  return { body: bytes.stream(), duplex: 'half', headers: { ...headers, 'content-length': String(bytes.size) } };
}

/** Whether the host is Node: Bun and workerd have its `process`, too, without its implementation of `fetch`. */
function isOnNode() {
  const { process } = /** @type {import('../runtime/host.js').HostGlobals} */ (globalThis);
  return hasGlobal('process') && !hasGlobal('Bun') && !!process?.versions?.undici;
}

/** Whether the host has a global; what `Object.prototype` was polluted with isn't one. @param {string} name */
const hasGlobal = (name) => Object.hasOwn(globalThis, name);
