// A server in a process of its own: the gateway, or what stands for it. `host.js KIND UPSTREAM [LIMITS]`
import { Agent, createServer, request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import { createGateway, toNodeListener } from '../../pkg/gateway/index.js';

const [kind, upstream, limits] = process.argv.slice(2);
const key = 'linq-emulator-key';
const headers = { accept: 'application/json', 'content-type': 'application/json', authorization: `Bearer ${key}` };
const hasBody = ({ method }) => method !== 'GET';
const urlOf = ({ url }) => upstream + url.slice('/api/linq'.length);

const kinds = {
  gateway() {
    const gateway = createGateway({
      apiKey: key,
      upstream,
      origins: ['https://dashboard.example'],
      limits: JSON.parse(limits),
      authorize({ headers }) {
        const user = headers.get('x-user') ?? 'alice';
        return user === 'nobody' ? null : { user, numbers: 'all' };
      },
      log() {},
    });
    return toNodeListener(gateway);
  },

  /** The same road without checks. */
  fetch: () => async (incoming, outgoing) => {
    const { method } = incoming;
    const body = hasBody(incoming) ? await text(incoming) : undefined;
    const response = await fetch(urlOf(incoming), { method, headers, body, redirect: 'manual' });
    outgoing.writeHead(response.status, { 'content-type': 'application/json' }).end(await response.text());
  },

  /** And without `fetch`. */
  http() {
    const agent = new Agent({ keepAlive: true });
    return (incoming, outgoing) => {
      const { method } = incoming;
      const more = hasBody(incoming) && { 'content-length': incoming.headers['content-length'] };
      const request = send(urlOf(incoming), { method, agent, headers: { ...headers, ...more } }, (response) => {
        outgoing.writeHead(response.statusCode, { 'content-type': 'application/json' });
        response.pipe(outgoing);
      });
      incoming.pipe(request);
    };
  },
};

const server = createServer(kinds[kind]());
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', () => {
  for (let turn = 0; turn < 2; turn++) globalThis.gc();
  process.send(process.memoryUsage());
});
// Nobody is left to ask.
process.on('disconnect', () => process.exit());
// With a clean end, `node --cpu-prof` writes its profile.
process.on('SIGTERM', () => process.exit());
