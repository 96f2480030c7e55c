// Denial of service: requests and responses that stall, bodies and heads without an end.
import { blocked, failed, forwarded, refused } from '../expectations.js';
import { chunk, get, patch, raw } from '../requests.js';
import { alice, namedUser, uniqueUser } from '../users.js';

const body = '{"first_name":"John"}';
const MB = 1024 * 1024;
const BLOCK = 16 * 1024;

/** Yields this many bytes of a body in blocks. */
function* bodyBlocks(bytes, encode = (block) => block) {
  const block = encode(Buffer.alloc(BLOCK, ' '));
  for (let sent = 0; sent < bytes; sent += BLOCK) yield block;
}

function* headBlocks() {
  const block = Buffer.from('X-Evil: 1\r\n'.repeat(1000));
  for (;;) yield block;
}

/** A request of a unique user to which the upstream responds with a fault. */
function stalledUpstream(name, fault, request, sentBody) {
  const user = uniqueUser();
  const sent = request({ user });
  return {
    name: `stalled upstream, ${name}: 504`,
    scripts: new Map([[user.number, { fault }]]),
    steps: [[sent, failed(504, 3005, { method: sent.method, number: user.number, body: sentBody })]],
  };
}

const storeIsLate = refused(503, 4004, { 'retry-after': /^[12]$/ });

/** Requests and responses that stall. Each row waits for a timeout. */
export const stallRows = [
  {
    name: 'Slowloris, a head without an end: closed',
    steps: [[raw(`GET /api/linq/v3/contact_card HTTP/1.1\r\nHost: dashboard.example\r\n`), blocked]],
  },
  { name: 'Slowloris, half of a request line: closed', steps: [[raw('GET /api/li'), blocked]] },
  {
    name: 'slow body, none of it: 408',
    steps: [[patch({ headers: { 'content-length': '21' }, body: '' }), refused(408, 1003)]],
  },
  {
    name: 'slow body, half of it: 408',
    steps: [[patch({ headers: { 'content-length': '21' }, body: body.slice(0, 9) }), refused(408, 1003)]],
  },
  { name: 'slow body, no last chunk: 408', steps: [[patch({ chunks: [body], ending: '' }), refused(408, 1003)]] },
  { name: 'slow body, no chunk: 408', steps: [[patch({ chunks: [], ending: '' }), refused(408, 1003)]] },
  {
    name: 'slow body, half of a chunk: 408',
    steps: [[patch({ chunks: [], ending: '15\r\n{"first' }), refused(408, 1003)]],
  },
  stalledUpstream('no response to a PATCH', 'stall', patch, body),
  stalledUpstream('half of a response to a PATCH', 'stall in body', patch, body),
  stalledUpstream('no response to a GET', 'stall', get),
  ...[namedUser('store-hangs')].map((user) => ({
    name: 'G13 a store that never settles: writes are refused, reads forwarded',
    hosts: ['node', 'workerd'],
    scripts: new Map([[user.number, {}]]),
    steps: [
      [patch({ user }), storeIsLate],
      [patch({ user }), storeIsLate],
      [get({ user }), forwarded({ method: 'GET', number: user.number })],
      [patch({ user }), storeIsLate],
      [get({ user }), forwarded({ method: 'GET', number: user.number })],
    ],
  })),
];

/**
 * Bodies and heads that are longer than the host may read. The response may be lost where the host closes a connection on
 * which more arrives.
 */
export const floodRows = [
  {
    name: 'flood, 10 MB with Content-Length: refused before it is read',
    steps: [
      [patch({ headers: { 'content-length': String(10 * MB) }, body: '', flood: () => bodyBlocks(10 * MB) }), blocked],
    ],
  },
  {
    name: 'flood, 10 MB in chunks: refused before it is read',
    steps: [[patch({ chunks: [], ending: '', flood: () => bodyBlocks(10 * MB, chunk) }), blocked]],
  },
  {
    name: 'flood, chunks without an end: refused before they are read',
    steps: [[patch({ chunks: [], ending: '', flood: () => bodyBlocks(Infinity, chunk) }), blocked]],
  },
  {
    name: 'flood, chunks without an end on a kept-alive connection: refused before they are read',
    steps: [
      [
        patch({
          headers: { connection: 'keep-alive' },
          keepsAlive: true,
          chunks: [],
          ending: '',
          flood: () => bodyBlocks(Infinity, chunk),
        }),
        blocked,
      ],
    ],
  },
  {
    name: 'flood, a head without an end: refused before it is read',
    steps: [[{ ...raw('GET / HTTP/1.1\r\n', { user: alice }), flood: headBlocks }, blocked]],
  },
];
