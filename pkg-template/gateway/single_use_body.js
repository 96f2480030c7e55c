// Bodies that a host can't send twice.
/**
 * Returns the part of a request's `init` that keeps it from being sent again, where a `fetch` repeats a text: Node's after
 * 421, as its standard has it ("HTTP-network-or-cache fetch", step 16), Deno's where a kept-alive connection breaks off
 * before the response. They can't repeat a stream. Node keeps its length; Deno sends it in chunks.
 * @param {string} body
 * @param {Record<string, string>} headers
 */
export function singleUse(body, headers) {
  const { Deno, Bun, process } = /** @type {import('../runtime/host.js').HostGlobals} */ (globalThis);
  if (!Deno && (Bun || !process?.versions?.undici)) return {};
  const bytes = new Blob([body]);
  return { body: bytes.stream(), duplex: 'half', headers: { ...headers, 'content-length': String(bytes.size) } };
}
