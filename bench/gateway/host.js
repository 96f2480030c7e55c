// A server in a process of its own: the gateway, or a plain proxy. `host.js KIND UPSTREAM [LIMITS]`
import { Agent, createServer, request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import { createGateway, toNodeListener } from '../../pkg/gateway/index.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { AddressInfo } from 'node:net' */
/** @typedef {(incoming: IncomingMessage, outgoing: ServerResponse) => unknown} Listener */

const [kind = '', upstream = '', limits = '{}'] = process.argv.slice(2);
const key = 'linq-emulator-key';
const headers = { accept: 'application/json', 'content-type': 'application/json', authorization: `Bearer ${key}` };
/** @param {IncomingMessage} request */
const hasBody = ({ method }) => method !== 'GET';
/** @param {IncomingMessage} request */
const urlOf = ({ url = '' }) => upstream + url.slice('/api/linq'.length);

/**
 * The users that have phone numbers of their own, by name. Others may see all. `authorize` returns these lists as they are: a copy
 * for each request would be a cost of its own, which isn't the gateway's.
 *
 * @type {Record<string, string[]>}
 */
const numbersOf = {
  'one number': ['+15551234567'],
  '10,000 numbers': [...Array.from({ length: 9_999 }, (_, index) => `+1444${1_000_000 + index}`), '+15551234567'],
};

/** @type {Record<string, () => Listener>} */
const kinds = {
  gateway() {
    const gateway = createGateway({
      apiKey: key,
      upstream,
      origins: ['https://dashboard.example'],
      limits: JSON.parse(limits),
      authorize({ headers }) {
        const user = headers.get('x-user') ?? 'alice';
        return user === 'signed-out' ? null : { user, numbers: numbersOf[user] ?? 'all' };
      },
      log() {},
    });
    return toNodeListener(gateway);
  },

  /** Forwards with `fetch`, without checks. */
  fetch: () => async (incoming, outgoing) => {
    const { method = 'GET' } = incoming;
    const body = hasBody(incoming) ? await text(incoming) : null;
    const response = await fetch(urlOf(incoming), { method, headers, body, redirect: 'manual' });
    outgoing.writeHead(response.status, { 'content-type': 'application/json' }).end(await response.text());
  },

  /** Forwards with `http` alone, without checks. */
  http() {
    const agent = new Agent({ keepAlive: true });
    return (incoming, outgoing) => {
      const { method } = incoming;
      const length = hasBody(incoming) && { 'content-length': incoming.headers['content-length'] };
      const request = send(urlOf(incoming), { method, agent, headers: { ...headers, ...length } }, (response) => {
        outgoing.writeHead(response.statusCode ?? 502, { 'content-type': 'application/json' });
        response.pipe(outgoing);
      });
      incoming.pipe(request);
    };
  },
};

const create = kinds[kind];
if (!create) throw new Error(`unknown kind of host: ${kind}`);
const server = createServer(create());
server.listen(0, '127.0.0.1', () => {
  const { port } = /** @type {AddressInfo} */ (server.address());
  process.send?.({ port });
});
process.on('message', () => {
  for (let run = 0; run < 2; run++) globalThis.gc?.();
  process.send?.(process.memoryUsage());
});
// The benchmark has ended.
process.on('disconnect', () => process.exit());
// With a clean end, `node --cpu-prof` writes its profile.
process.on('SIGTERM', () => process.exit());
