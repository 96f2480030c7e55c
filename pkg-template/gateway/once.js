// @ts-check
// A body that is sent once.

/**
 * What of a request's `init` keeps it from being sent again, where a `fetch` repeats a text: Node's after 421, as its
 * standard has it ("HTTP-network-or-cache fetch", step 16), Deno's where a connection that was kept open breaks off before
 * the answer. A stream they can't. Node keeps its length; Deno sends it in chunks.
 * @param {string} body
 * @param {Record<string, string>} headers
 */
export function once(body, headers) {
  const { Deno, Bun, process } = /** @type {any} */ (globalThis);
  if (!Deno && (Bun || !process?.versions?.undici)) return {};
  const bytes = new Blob([body]);
  return { body: bytes.stream(), duplex: 'half', headers: { ...headers, 'content-length': String(bytes.size) } };
}
