// Requests, as callers of `fetch` and as servers have them.

/** @typedef {import('../types/index.js').AbortSignalLike} AbortSignalLike */
/**
 * @typedef {object} PlainRequest
 * @property {string} method
 * @property {string} url absolute
 * @property {[string, string][]} headers the names are in lower case
 * @property {Uint8Array | ((limit: number) => Promise<Uint8Array>)} body the bytes, or a function that reads them: `limit` at most
 * @property {AbortSignal | undefined} signal
 */

/** The methods that `fetch` takes in lower case, too: not PATCH. */
const NORMALIZED = /^(delete|get|head|options|post|put)$/i;

/**
 * Returns the request of a call of `fetch`. A `Request` isn't made of it, as the signal may be one of jsdom's, which the host's
 * `Request` refuses.
 * @param {string | URL | Request} input
 * @param {RequestInit} [init]
 * @returns {PlainRequest}
 */
export function readFetch(input, init) {
  const own = { __proto__: null, ...init };
  const request = /** @type {Partial<Request>} */ (isRequest(input) ? input : {});
  const { method = request.method ?? 'GET', headers = request.headers, body, signal = request.signal } = own;
  const { location } = /** @type {{ location?: { href: string } }} */ (globalThis);
  // A document without an address of its own, such as `about:blank`, is no base.
  const base = location?.href.startsWith('http') ? location.href : 'http://localhost/';
  return {
    method: NORMALIZED.test(method) ? method.toUpperCase() : method,
    url: new URL(isRequest(input) ? input.url : String(input), base).href,
    headers: [...new Headers(headers)],
    body: body == null && isRequest(input) ? bodyOf(input) : contentOf(body),
    signal: signal ?? undefined,
  };
}

/** Returns a server's request. @param {Request} request @returns {PlainRequest} */
export function readRequest(request) {
  if (!isRequest(request)) {
    throw new TypeError('handler takes a Request; node:http takes toNodeListener(emulator.handler)');
  }
  const { method, url, headers, signal } = request;
  return { method, url, headers: [...headers], body: bodyOf(request), signal };
}

/** Whether a value is a `Request`, of whichever implementation. @param {unknown} input @returns {input is Request} */
const isRequest = (input) =>
  typeof (/** @type {Partial<Request> | null | undefined} */ (input)?.headers?.get) === 'function';

/** Returns the bytes of a text, and a function that reads any other body. @param {BodyInit | null | undefined} body */
function contentOf(body) {
  if (body == null) return new Uint8Array();
  if (typeof body === 'string') return new TextEncoder().encode(body);
  return bodyOf(new Response(body));
}

/** Returns a function that reads a body up to a limit. @param {Request | Response} message */
const bodyOf =
  ({ body }) =>
  async (/** @type {number} */ limit) => {
    if (!body) return new Uint8Array();
    const reader = body.getReader();
    /** @type {Uint8Array[]} */
    const chunks = [];
    for (let length = 0; length < limit; ) {
      const { value } = await reader.read();
      if (value === undefined) return joined(chunks);
      length += value.length;
      chunks.push(value);
    }
    // Not awaited: it may take as long as the body.
    reader.cancel().catch(() => {});
    return joined(chunks).subarray(0, limit);
  };

/** Returns chunks as one. @param {Uint8Array[]} chunks */
function joined(chunks) {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
