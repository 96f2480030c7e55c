// @ts-check
// The bridge from Node's `http` to a gateway.
import { rawHeads } from './raw.js';

/**
 * A listener for `http.createServer`, also for Express and its like.
 * @param {(request: Request) => Promise<Response>} gateway
 */
export function toNodeListener(gateway) {
  /**
   * @param {any} incoming `http.IncomingMessage`
   * @param {any} outgoing `http.ServerResponse`
   */
  return async (incoming, outgoing) => {
    try {
      const response = await gateway(toRequest(incoming));
      outgoing.statusCode = response.status;
      for (const [name, value] of response.headers) outgoing.setHeader(name, value);
      // What wasn't read isn't waited for, nor would a server that closes wait for busy connections for ever.
      const isEnding = incoming.socket?.server?.listening === false;
      if (!incoming.complete || isEnding) outgoing.setHeader('connection', 'close');
      outgoing.end(await response.text());
    } catch {
      // Headers that a `Request` can't hold, or a connection that has ended.
      outgoing.destroy();
    }
  };
}

/**
 * The request for the caller's `authorize`, and the head as it came for the rules: a `Request` would make it regular.
 * @param {any} incoming
 */
function toRequest(incoming) {
  // Frameworks cut their own path off.
  const { method, originalUrl: target = incoming.url, rawHeaders } = incoming;
  const hasBody = method === 'PATCH' || method === 'POST';
  const request = new Request(toURL(incoming.headers.host, target), {
    method: hasBody ? method : 'GET',
    headers: new Headers(pairs(rawHeaders)),
    // @ts-ignore Node's own: `duplex` is needed, `from` is there
    ...(hasBody && { body: ReadableStream.from(incoming.iterator({ destroyOnReturn: false })), duplex: 'half' }),
  });
  rawHeads.set(request, { method, target, headers: rawHeaders });
  return request;
}

/** A name or an address, and perhaps a port: what else stands in `Host` would become a path, or a user's name. */
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

/** @param {string[]} rawHeaders names and values by turns @returns {[string, string][]} */
const pairs = (rawHeaders) =>
  rawHeaders.flatMap((name, index) => (index % 2 ? [] : [[name, /** @type {string} */ (rawHeaders[index + 1])]]));
