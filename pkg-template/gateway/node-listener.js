// The bridge from Node's `http` to a gateway.
import { rawHeads } from './raw-heads.js';

/** @typedef {typeof import('../types/gateway/index.js')} Public */
/** @typedef {import('../types/gateway/index.js').NodeIncoming} NodeIncoming */

/** @type {Public['toNodeListener']} */
export function toNodeListener(gateway) {
  return async (incoming, outgoing) => {
    try {
      const response = await gateway(toRequest(incoming));
      outgoing.statusCode = response.status;
      for (const [name, value] of response.headers) outgoing.setHeader(name, value);
      // Ends the connection, so that an unread body isn't waited for, and a server that closes waits for no busy connection.
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
 * Returns a `Request` for the gateway and the caller's `authorize`. It has normalized its head, so the head as it was received
 * goes to the core through `rawHeads`.
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

/**
 * Node's own `ReadableStream.from`, which the typings of the DOM lack.
 * @param {AsyncIterator<unknown>} chunks
 * @returns {ReadableStream}
 */
const streamOf = (chunks) =>
  /** @type {{ from(chunks: unknown): ReadableStream }} */ (/** @type {unknown} */ (ReadableStream)).from(chunks);

/** A host name or an address, and perhaps a port. Anything else in `Host` could become the URL's path or user name. */
const HOST = /^([\w.-]+|\[[\d.:a-f]+\])(:\d+)?$/i;

/**
 * Returns the URL of a request, on `localhost` where its host isn't valid.
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

/**
 * Returns headers as pairs.
 * @param {readonly string[]} rawHeaders each name, then its value
 * @returns {[string, string][]}
 */
const pairs = (rawHeaders) =>
  rawHeaders.flatMap((name, index) => (index % 2 ? [] : [[name, /** @type {string} */ (rawHeaders[index + 1])]]));
