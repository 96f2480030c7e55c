// Rows that wait for a time-out, or send without end. They run side by side, beside all others.
import { cut, failed, refused } from '../expectations.js';
import { alice, named, newcomer } from '../people.js';
import { chunk, get, patch, raw } from '../requests.js';

const body = '{"first_name":"John"}';
const MB = 1024 * 1024;
/** Blocks of a body, up to so many bytes. */
function* blocks(bytes, wrap = (block) => block) {
  const block = wrap(Buffer.alloc(16 * 1024, ' '));
  for (let sent = 0; sent < bytes; sent += 16 * 1024) yield block;
}
const someone = Array.from({ length: 6 }, () => newcomer());
const forwards = (user) => ({ method: 'PATCH', number: user.number, body });
const late = (user) => failed(504, 3005, forwards(user));

export const slow = [
  {
    name: 'slow: a head without an end',
    waits: 'head',
    steps: [[raw(`GET /api/linq/v3/contact_card HTTP/1.1\r\nHost: dashboard.example\r\n`), cut]],
  },
  { name: 'slow: half a request line', waits: 'head', steps: [[raw('GET /api/li'), cut]] },
  {
    name: "slow: a body that doesn't come",
    steps: [[patch({ headers: { 'content-length': '21' }, body: '' }), refused(408, 1003)]],
  },
  {
    name: 'slow: half a body',
    steps: [[patch({ headers: { 'content-length': '21' }, body: body.slice(0, 9) }), refused(408, 1003)]],
  },
  { name: 'slow: chunks without the last', steps: [[patch({ chunks: [body], ending: '' }), refused(408, 1003)]] },
  { name: 'slow: no chunk', steps: [[patch({ chunks: [], ending: '' }), refused(408, 1003)]] },
  { name: 'slow: half a chunk', steps: [[patch({ chunks: [], ending: '15\r\n{"first' }), refused(408, 1003)]] },
  ...[someone[0]].map((user) => ({
    name: "slow: upstream doesn't answer",
    scripts: new Map([[user.number, { fault: 'stall' }]]),
    steps: [[patch({ user }), late(user)]],
  })),
  ...[someone[1]].map((user) => ({
    name: "slow: upstream's body stops",
    scripts: new Map([[user.number, { fault: 'stall in body' }]]),
    steps: [[patch({ user }), late(user)]],
  })),
  ...[someone[2]].map((user) => ({
    name: "slow: upstream doesn't answer a GET",
    scripts: new Map([[user.number, { fault: 'stall' }]]),
    steps: [[get({ user }), failed(504, 3005, { method: 'GET', number: user.number })]],
  })),
  ...[named('waiting')].map((user) => ({
    name: "slow: the store doesn't answer",
    hosts: ['node', 'workerd'],
    steps: [[patch({ user }), refused(503, 4004)]],
  })),
  // What is sent may be lost with the answer, where the host closes a connection that still brings something.
  {
    name: 'flood: 10 MB with their length',
    flood: true,
    steps: [[patch({ headers: { 'content-length': String(10 * MB) }, body: '', flood: () => blocks(10 * MB) }), cut]],
  },
  {
    name: 'flood: 10 MB in chunks',
    flood: true,
    steps: [[patch({ chunks: [], ending: '', flood: () => blocks(10 * MB, chunk) }), cut]],
  },
  {
    name: 'flood: chunks without an end',
    flood: true,
    steps: [[patch({ chunks: [], ending: '', flood: () => blocks(Infinity, chunk) }), cut]],
  },
  {
    name: 'flood: chunks without an end, on a connection that is kept',
    flood: true,
    steps: [
      [
        patch({
          headers: { connection: 'keep-alive' },
          isKept: true,
          chunks: [],
          ending: '',
          flood: () => blocks(Infinity, chunk),
        }),
        cut,
      ],
    ],
  },
  {
    name: 'flood: a head without an end',
    flood: true,
    steps: [[{ ...raw('GET / HTTP/1.1\r\n', { user: alice }), flood: () => blocksOfHead() }, cut]],
  },
];

function* blocksOfHead() {
  const block = Buffer.from('X-Evil: 1\r\n'.repeat(1000));
  for (;;) yield block;
}
