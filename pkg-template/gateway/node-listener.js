// The bridge from Node's `http` and `http2` to a gateway.
import { deliveryDeadline, readsAhead } from './delivery.js';
import { rawHeads } from './raw-heads.js';
import { recordOf } from './record.js';

/** @typedef {typeof import('../types/gateway/index.js')} Public */
/** @typedef {import('../types/gateway/index.js').NodeIncoming} NodeIncoming */

/** @type {Public['toNodeListener']} */
export function toNodeListener(gateway) {
  return async (incoming, outgoing) => {
    try {
      /** @type {Promise<void>} */
      const closed = new Promise((resolve) => outgoing.once('close', resolve));
      const request = toRequest(incoming);
      readsAhead(request, closed);
      const response = await gateway(request, incoming);
      outgoing.statusCode = response.status;
      for (const [name, value] of response.headers) outgoing.setHeader(name, value);
      const isHTTP2 = incoming.headers[':method'] !== undefined;
      const { server } = /** @type {{ server?: { listening?: boolean } }} */ (incoming.socket ?? {});
      // Ends the connection, so that an unread body isn't waited for, and a server that closes waits for no busy connection.
      if (!isHTTP2 && (!incoming.complete || server?.listening === false)) outgoing.setHeader('connection', 'close');
      const bytes = new Uint8Array(await response.arrayBuffer());
      // So that a client notices where the delivery ends early, with HTTP/2, too.
      outgoing.setHeader('content-length', String(bytes.length));
      const deadline = deliveryDeadline(request);
      deadline.whenOver(() => outgoing.destroy());
      closed.then(() => deadline.clear());
      outgoing.end(bytes, () => {
        // Ends the stream, the same for HTTP/2.
        if (isHTTP2 && !incoming.complete) outgoing.destroy();
      });
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
  const { method = '' } = incoming;
  // Frameworks cut their own path off `url`.
  const target = (Object.hasOwn(incoming, 'originalUrl') ? incoming.originalUrl : incoming.url) ?? '';
  const headers = headersOf(incoming);
  const hasBody = method === 'PATCH' || method === 'POST';
  const init = {
    method: hasBody ? method : 'GET',
    headers: new Headers(headers),
    ...(hasBody && { body: streamOf(incoming.iterator({ destroyOnReturn: false })), duplex: 'half' }),
  };
  const request = new Request(toURL(incoming.headers[':authority'] ?? incoming.headers.host, target), recordOf(init));
  rawHeads.set(request, { method, target, headers: headers.flat() });
  return request;
}

/**
 * Returns the headers of a request as pairs, as HTTP/1.1 has them. HTTP/2 has the request line among them, as `:method` and
 * `:path`, the host as `:authority` (RFC 9113, 8.3.1), and no header for a body of unknown length (8.2.2).
 * @param {NodeIncoming} incoming
 * @returns {[string, string][]}
 */
function headersOf({ headers, rawHeaders, stream }) {
  const authority = headers[':authority'];
  /** @type {[string, string][]} */
  const pairs = authority === undefined ? [] : [['host', authority]];
  const hasBody = headers[':method'] !== undefined && stream?.endAfterHeaders === false;
  if (hasBody && headers['content-length'] === undefined) pairs.push(['transfer-encoding', 'chunked']);
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const [name, value] = /** @type {[string, string]} */ (rawHeaders.slice(index, index + 2));
    const isReplaced = name.startsWith(':') || (authority !== undefined && name.toLowerCase() === 'host');
    if (!isReplaced) pairs.push([name, value]);
  }
  return pairs;
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
