// Rows about what upstream answers: a page gets Linq's words without the key, or the gateway's own.
import { failed, passed } from '../expectations.js';
import { key } from '../given.js';
import { bob, newcomer } from '../people.js';
import { get, json, list, patch } from '../requests.js';
import { cardOf } from '../upstream.js';
import { gzipSync } from 'node:zlib';

const KB = 1024;
const body = '{"first_name":"John"}';
const envelope = (error, more = {}) => ({
  success: false,
  error: { status: 400, code: 1005, message: 'What Linq says', ...error },
  ...more,
});
/** Every character of a text as JSON's escape. */
const escaped = (text) =>
  [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

/** A PATCH of somebody new and how upstream answers it; `expect` is told what is forwarded. */
function answered(name, answer, expect) {
  const user = newcomer();
  const how = typeof answer === 'function' ? answer(user.number) : answer;
  const forwards = { method: 'PATCH', number: user.number, body };
  return {
    name: `answer: ${name}`,
    scripts: new Map([[user.number, how]]),
    steps: [[patch({ user }), expect(forwards, user.number)]],
  };
}

/** The same for a GET. */
function read(name, answer, expect) {
  const user = newcomer();
  const how = typeof answer === 'function' ? answer(user.number) : answer;
  return {
    name: `answer to a GET: ${name}`,
    scripts: new Map([[user.number, how]]),
    steps: [[get({ user }), expect({ method: 'GET', number: user.number }, user.number)]],
  };
}

const unusable = (forwards) => failed(502, 3006, forwards);
const redirects = [300, 301, 302, 303, 304, 307, 308].flatMap((status) => [
  // One that is followed comes back, and is seen.
  answered(`redirect ${status}`, { status, headers: { location: '/api/partner/v3/contact_card' }, body: '' }, unusable),
  read(`redirect ${status}`, { status, headers: { location: '/api/partner/v3/contact_card' }, body: '' }, unusable),
]);

/** Statuses for which a `fetch` may send a request again: Node's does so after 421, browsers after 408, too. */
const again = [407, 408, 421, 425].map((status) =>
  answered(`status ${status}`, { status, body: envelope({ status }) }, unusable),
);

const cards = [
  ['204', { status: 204, body: '' }],
  ['nothing', { body: '' }],
  ['HTML', { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' }],
  ['half a document', { body: '{"phone_number":' }],
  ['an array', { body: '[]' }],
  ['null', { body: 'null' }],
  ['an error envelope with 200', { body: envelope({}) }],
  ['the card of another number', { body: cardOf(bob.number) }],
  ['a card without a number', { body: { first_name: 'John', is_active: true } }],
  ['a card without is_active', (number) => ({ body: { first_name: 'John', phone_number: number } })],
  ['a card with a name of another type', (number) => ({ body: cardOf(number, { first_name: 7 }) })],
  ['only __proto__', (number) => ({ body: `{"__proto__":${json(cardOf(number))}}` })],
  ['64 KB and a byte', (number) => ({ body: json(cardOf(number)).padEnd(64 * KB + 1) })],
  [
    'more than 64 KB behind gzip',
    (number) => ({
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(json(cardOf(number)).padEnd(10 * KB * KB)),
    }),
  ],
  ['without an end', { fault: 'endless body' }],
  ['a reset instead', { fault: 'reset' }],
  ['a reset in its body', { fault: 'reset in body' }],
  ['no HTTP', { fault: 'garbage' }],
].flatMap(([name, answer]) => [
  answered(name, answer, unusable),
  ...(['reset', 'garbage'].includes(answer.fault) ? [read(name, answer, unusable)] : []),
]);

/** The key must not come back, wherever it stands. */
const reflected = [
  answered('the key as a first name', (number) => ({ body: cardOf(number, { first_name: key }) }), unusable),
  answered('the key in a last name', (number) => ({ body: cardOf(number, { last_name: `Bearer ${key}!` }) }), unusable),
  answered(
    'the key in an image',
    (number) => ({ body: cardOf(number, { image_url: `https://cdn.example.com/?key=${key}` }) }),
    unusable,
  ),
  answered(
    'the key escaped in a name',
    (number) => ({ body: json(cardOf(number, { last_name: 'KEY' })).replace('KEY', escaped(key)) }),
    unusable,
  ),
  answered(
    'the key in an unknown field',
    (number) => ({ body: cardOf(number, { key, [key]: 1 }) }),
    (forwards) => passed(forwards),
  ),
  answered('the key as a text with 200', { body: key }, unusable),
  read('the key in a name', (number) => ({ body: { contact_cards: [cardOf(number, { first_name: key })] } }), unusable),
  read(
    'the key beside the cards',
    (number) => ({ body: { contact_cards: [cardOf(number)], key } }),
    (forwards) => passed(forwards),
  ),
  answered('the key as the message', { status: 400, body: envelope({ message: key }) }, (forwards) =>
    failed(400, 1005, forwards),
  ),
  answered(
    'the key in the message',
    { status: 403, body: envelope({ code: 2005, message: `Invalid token: Bearer ${key}` }) },
    (forwards) => failed(403, 2005, forwards),
  ),
  answered(
    'the key escaped in the message',
    { status: 403, body: json(envelope({ code: 2005, message: 'KEY' })).replace('KEY', escaped(key)) },
    (forwards) => failed(403, 2005, forwards),
  ),
  answered(
    "Linq doesn't take the key",
    { status: 401, body: envelope({ code: 2004, message: `Invalid token: Bearer ${key}` }) },
    (forwards) => failed(401, 2004, forwards),
  ),
  answered(
    "another's word that nothing was changed",
    { status: 500, body: envelope({ code: 3006, outcome: 'refused' }) },
    (forwards) => failed(500, 3006, forwards),
  ),
  answered(
    'the key in doc_url',
    { status: 400, body: envelope({ doc_url: `https://docs.example/${key}` }) },
    (forwards) => failed(400, 1005, forwards),
  ),
  answered('the key in trace_id', { status: 400, body: envelope({}, { trace_id: key }) }, (forwards) =>
    failed(400, 1005, forwards),
  ),
  answered(
    'the key in unknown fields',
    { status: 400, body: envelope({ request: { authorization: `Bearer ${key}` } }, { echo: key }) },
    (forwards) => failed(400, 1005, forwards),
  ),
  answered('the key in X-Trace-ID', { status: 400, headers: { 'x-trace-id': key }, body: envelope({}) }, (forwards) =>
    failed(400, 1005, forwards),
  ),
  answered('the key in X-Trace-ID of a success', { headers: { 'x-trace-id': `trace-${key}` } }, (forwards) =>
    passed(forwards),
  ),
  answered(
    'the key in Retry-After and X-Should-Retry',
    { status: 429, headers: { 'retry-after': key, 'x-should-retry': key }, body: envelope({ code: 1007 }) },
    (forwards) => failed(429, 1007, forwards),
  ),
  answered('the key in the reason phrase', { status: 400, reason: `${key} evil`, body: envelope({}) }, (forwards) =>
    failed(400, 1005, forwards),
  ),
  answered(
    'the key in a code',
    { status: 400, body: envelope({ code: key, retry_after: key, status: key }) },
    (forwards) => failed(400, undefined, forwards),
  ),
  answered(
    'the key in a page with an error',
    { status: 500, headers: { 'content-type': 'text/html' }, body: `<pre>authorization: Bearer ${key}</pre>` },
    (forwards) => failed(500, undefined, forwards),
  ),
];

const others = answered(
  'the number of another in the message',
  { status: 400, body: envelope({ message: `${bob.number} has this name` }) },
  (forwards) =>
    failed(400, 1005, forwards, {
      answer: { error: { status: 400, code: 1005, message: '+1•••••••001 has this name' } },
    }),
);

const notPassed = {
  'set-cookie': ['evil=1', 'session=admin'],
  location: 'https://evil.example',
  link: '<https://evil.example>; rel=preload',
  server: 'evil',
  'access-control-allow-origin': '*',
  'access-control-allow-credentials': 'true',
  'www-authenticate': 'Basic realm="evil"',
  refresh: '0;url=https://evil.example',
  'content-disposition': 'attachment; filename=evil.html',
  'strict-transport-security': 'max-age=0',
  'clear-site-data': '"*"',
  'x-evil': '1',
  'content-type': 'text/html',
  'cache-control': 'public, max-age=31536000',
  vary: '*',
  etag: '"evil"',
  'alt-svc': 'h3="evil.example:443"',
  'x-write-budget': 'limit=999, remaining=999, reset=0',
  'content-security-policy': 'default-src *',
};
const headers = [
  answered('its headers, of a success', { headers: notPassed }, (forwards) =>
    passed(forwards, { headers: { 'x-write-budget': /^limit=3, remaining=2, reset=\d+$/ } }),
  ),
  answered(
    'its headers, of an error',
    { status: 403, headers: notPassed, body: envelope({ code: 2011 }) },
    (forwards) => failed(403, 2011, forwards),
  ),
  read('its headers', { headers: notPassed }, (forwards) => passed(forwards, { headers: { 'x-write-budget': null } })),
  answered('a trace id', { headers: { 'x-trace-id': 'trace-1' } }, (forwards) =>
    passed(forwards, { headers: { 'x-trace-id': 'trace-1' } }),
  ),
  answered('a trace id that is too long', { headers: { 'x-trace-id': 't'.repeat(4 * KB) } }, (forwards) =>
    passed(forwards, { headers: { 'x-trace-id': null } }),
  ),
  answered(
    'Retry-After that is none',
    { status: 503, headers: { 'retry-after': 'evil' }, body: envelope({ status: 503, code: 4004 }) },
    (forwards) => failed(503, 4004, forwards, { headers: { 'retry-after': null } }),
  ),
  answered(
    'its write budget is used up',
    { status: 429, headers: { 'retry-after': '412' }, body: envelope({ status: 429, code: 1007, retry_after: 412 }) },
    (forwards) =>
      failed(429, 1007, forwards, {
        headers: { 'retry-after': '412', 'x-write-budget': /^limit=3, remaining=0, reset=\d+$/ },
      }),
  ),
  answered('another status in its envelope', { status: 409, body: envelope({ status: 200, code: 2014 }) }, (forwards) =>
    failed(409, 2014, forwards),
  ),
];

const lists = [
  ['without cards', { body: {} }],
  ['with an object for cards', { body: { contact_cards: {} } }],
  ['with something between the cards', { body: { contact_cards: [7] } }],
  ['with the key in a card', (number) => ({ body: { contact_cards: [cardOf(number, { last_name: key })] } })],
  ['of 4 MB and a byte', (number) => ({ body: json({ contact_cards: [cardOf(number)] }).padEnd(4 * KB * KB + 1) })],
]
  .map(([name, answer]) => [name, answer, newcomer()])
  .map(([name, answer, user]) => ({
    name: `answer to a list: ${name}`,
    scripts: new Map([['', typeof answer === 'function' ? answer(user.number) : answer]]),
    steps: [[list({ user }), failed(502, 3006, { method: 'GET' })]],
  }));

export const answers = [...redirects, ...again, ...cards, ...reflected, others, ...headers, ...lists];
