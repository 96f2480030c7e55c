// @ts-check
// A body that is sent once.

/**
 * What of a request's `init` keeps it from being sent again: a `fetch` that follows its standard to the letter, as Node's
 * does, repeats a text where it is answered with 421 ("HTTP-network-or-cache fetch", step 16). A stream it can't.
 * Elsewhere a stream would lose its length on the way.
 * @param {string} body
 * @param {Record<string, string>} headers
 */
export function once(body, headers) {
  const { Deno, Bun, process } = /** @type {any} */ (globalThis);
  if (Deno || Bun || !process?.versions?.undici) return {};
  const bytes = new Blob([body]);
  return { body: bytes.stream(), duplex: 'half', headers: { ...headers, 'content-length': String(bytes.size) } };
}
