// The bridge from Node's `http` to a gateway.
import { rawHeads } from './raw_heads.js';

/** @typedef {typeof import('../types/gateway/index.js')} Public */
/** @typedef {import('../types/gateway/index.js').NodeIncoming} NodeIncoming */

/** @type {Public['toNodeListener']} */
export function toNodeListener(gateway) {
  return async (incoming, outgoing) => {
    try {
      const response = await gateway(toRequest(incoming));
      outgoing.statusCode = response.status;
      for (const [name, value] of response.headers) outgoing.setHeader(name, value);
      // An unread body isn't waited for, and a server that closes doesn't wait for busy connections for ever.
      const { server } = /** @type {{ server?: { listening?: boolean } }} */ (incoming.socket ?? {});
      if (!incoming.complete || server?.listening === false) outgoing.setHeader('connection', 'close');
      outgoing.end(await response.text());
    } catch {
      // Headers that a `Request` can't hold, or a connection that has ended.
      outgoing.destroy();
    }
  };
}

/**
 * Returns the request for the caller's `authorize`. The core checks its head as it was received, which a `Request` would
 * normalize.
 * @param {NodeIncoming} incoming
 */
function toRequest(incoming) {
  // Frameworks cut their own path off `url`.
  const { method = '', originalUrl: target = incoming.url ?? '', rawHeaders } = incoming;
  const hasBody = method === 'PATCH' || method === 'POST';
  const request = new Request(toURL(incoming.headers.host, target), {
    method: hasBody ? method : 'GET',
    headers: new Headers(pairs(rawHeaders)),
    ...(hasBody && { body: streamOf(incoming.iterator({ destroyOnReturn: false })), duplex: 'half' }),
  });
  rawHeads.set(request, { method, target, headers: rawHeaders });
  return request;
}

/** Node's own `ReadableStream.from`, which the typings of the DOM lack. @param {AsyncIterator<unknown>} chunks @returns {ReadableStream} */
const streamOf = (chunks) =>
  /** @type {{ from(chunks: unknown): ReadableStream }} */ (/** @type {unknown} */ (ReadableStream)).from(chunks);

/** A name or an address, and perhaps a port: anything else in `Host` would become a path, or a user's name. */
const HOST = /^([\w.-]+|\[[\d.:a-f]+\])(:\d+)?$/i;

/**
 * @param {string | undefined} host
 * @param {string} target
 */
function toURL(host = '', target) {
  try {
    return new URL(`http://${HOST.test(host) ? host : 'localhost'}${target}`);
  } catch {
    return new URL('http://localhost/');
  }
}

/** @param {readonly string[]} rawHeaders each name, then its value @returns {[string, string][]} */
const pairs = (rawHeaders) =>
  rawHeaders.flatMap((name, index) => (index % 2 ? [] : [[name, /** @type {string} */ (rawHeaders[index + 1])]]));
