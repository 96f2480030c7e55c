// Malicious responses of the upstream: they must not leak the API key, add headers, redirect, or exhaust memory.
import { gzipSync } from 'node:zlib';
import { failed, forwarded } from '../expectations.js';
import { apiKey } from '../fixtures.js';
import { get, json, list, patch } from '../requests.js';
import { cardOf } from '../upstream.js';
import { admin, bob, uniqueUser } from '../users.js';

const KB = 1024;
const body = '{"first_name":"John"}';
const envelope = (error, more = {}) => ({
  success: false,
  error: { status: 400, code: 1005, message: 'A message of Linq', ...error },
  ...more,
});
/** Escapes every character of a text as JSON's \u1234. */
const escaped = (text) =>
  [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

/** A PATCH of a unique user with a scripted response; `expect` makes the expected outcome from the forwarded request. */
function onPatch(name, script, expect) {
  const user = uniqueUser();
  const response = typeof script === 'function' ? script(user.number) : script;
  return {
    name,
    scripts: new Map([[user.number, response]]),
    steps: [[patch({ user }), expect({ method: 'PATCH', number: user.number, body }, user.number)]],
  };
}

/** The same for a GET. */
function onGet(name, script, expect) {
  const user = uniqueUser();
  const response = typeof script === 'function' ? script(user.number) : script;
  return {
    name,
    scripts: new Map([[user.number, response]]),
    steps: [[get({ user }), expect({ method: 'GET', number: user.number }, user.number)]],
  };
}

const badGateway = (request) => failed(502, 3006, request);
const redirects = [300, 301, 302, 303, 304, 307, 308].flatMap((status) => [
  // A redirect that is followed leads back to this server, where it is counted.
  onPatch(
    `redirect of a PATCH, ${status}: 502, not followed`,
    { status, headers: { location: '/api/partner/v3/contact_card' }, body: '' },
    badGateway,
  ),
  onGet(
    `redirect of a GET, ${status}: 502, not followed`,
    { status, headers: { location: '/api/partner/v3/contact_card' }, body: '' },
    badGateway,
  ),
]);

/** Statuses after which a `fetch` may repeat a request: Node's does so after 421, browsers after 408, too. */
const repeats = [407, 408, 421, 425].map((status) =>
  onPatch(`repeated write, status ${status}: 502, sent once`, { status, body: envelope({ status }) }, badGateway),
);

const unusableResponses = [
  ['status 204', { status: 204, body: '' }],
  ['an empty body', { body: '' }],
  ['HTML', { headers: { 'content-type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' }],
  ['a truncated document', { body: '{"phone_number":' }],
  ['an array', { body: '[]' }],
  ['null', { body: 'null' }],
  ['an error envelope with 200', { body: envelope({}) }],
  ["another user's card", { body: cardOf(bob.number) }],
  ['a card without a number', { body: { first_name: 'John', is_active: true } }],
  ['a card without is_active', (number) => ({ body: { first_name: 'John', phone_number: number } })],
  ['a card with a number for a name', (number) => ({ body: cardOf(number, { first_name: 7 }) })],
  ['a card in __proto__', (number) => ({ body: `{"__proto__":${json(cardOf(number))}}` })],
  ['a card of 64 KB and a byte', (number) => ({ body: json(cardOf(number)).padEnd(64 * KB + 1) })],
  [
    'a zip bomb',
    (number) => ({
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(json(cardOf(number)).padEnd(10 * KB * KB)),
    }),
  ],
  ['a body without an end', { fault: 'endless body' }],
  ['a reset', { fault: 'reset' }],
  ['a reset in the body', { fault: 'reset in body' }],
  ['another protocol', { fault: 'garbage' }],
].flatMap(([name, script]) => [
  onPatch(`unusable response, ${name}: 502`, script, badGateway),
  ...(['reset', 'garbage'].includes(script.fault)
    ? [onGet(`unusable response to a GET, ${name}: 502`, script, badGateway)]
    : []),
]);

/** The API key is never returned, wherever the upstream puts it. */
const keyLeaks = [
  onPatch(
    'API key leak, as a first name: 502',
    (number) => ({ body: cardOf(number, { first_name: apiKey }) }),
    badGateway,
  ),
  onPatch(
    'API key leak, in a last name: 502',
    (number) => ({ body: cardOf(number, { last_name: `Bearer ${apiKey}!` }) }),
    badGateway,
  ),
  onPatch(
    'API key leak, in an image URL: 502',
    (number) => ({ body: cardOf(number, { image_url: `https://cdn.example.com/?key=${apiKey}` }) }),
    badGateway,
  ),
  onPatch(
    'API key leak, escaped in a name: 502',
    (number) => ({ body: json(cardOf(number, { last_name: 'KEY' })).replace('KEY', escaped(apiKey)) }),
    badGateway,
  ),
  onPatch(
    'API key leak, in an unknown field: dropped',
    (number) => ({ body: cardOf(number, { key: apiKey, [apiKey]: 1 }) }),
    (request) => forwarded(request),
  ),
  onPatch('API key leak, as text with status 200: 502', { body: apiKey }, badGateway),
  onGet(
    'API key leak, in a name of a GET: 502',
    (number) => ({ body: { contact_cards: [cardOf(number, { first_name: apiKey })] } }),
    badGateway,
  ),
  onGet(
    'API key leak, next to the cards of a GET: dropped',
    (number) => ({ body: { contact_cards: [cardOf(number)], key: apiKey } }),
    (request) => forwarded(request),
  ),
  onPatch('API key leak, as the message: removed', { status: 400, body: envelope({ message: apiKey }) }, (request) =>
    failed(400, 1005, request),
  ),
  onPatch(
    'API key leak, in the message: removed',
    { status: 403, body: envelope({ code: 2005, message: `Invalid token: Bearer ${apiKey}` }) },
    (request) => failed(403, 2005, request),
  ),
  onPatch(
    'API key leak, escaped in the message: removed',
    { status: 403, body: json(envelope({ code: 2005, message: 'KEY' })).replace('KEY', escaped(apiKey)) },
    (request) => failed(403, 2005, request),
  ),
  onPatch(
    'W3 API key leak, in the message of a 401: replaced',
    { status: 401, body: envelope({ code: 2004, message: `Invalid token: Bearer ${apiKey}` }) },
    (request) => failed(502, 3006, request, { isCertain: true, headers: { 'x-should-retry': 'false' } }),
  ),
  onPatch(
    'a forged outcome in an error: dropped',
    { status: 500, body: envelope({ code: 3006, outcome: 'refused' }) },
    (request) => failed(500, 3006, request),
  ),
  ...[
    'javascript:alert(1)',
    'data:text/html,<script>',
    'http://docs.example/',
    '//docs.example/',
    ' https://docs.example/',
  ].map((url) =>
    onPatch(`G14 XSS, doc_url ${json(url)}: dropped`, { status: 400, body: envelope({ doc_url: url }) }, (request) =>
      failed(400, 1005, request, {
        body: { error: { status: 400, code: 1005, message: 'A message of Linq' } },
      }),
    ),
  ),
  onPatch(
    'G14 XSS, image_url "javascript:alert(1)": dropped',
    (number) => ({ body: cardOf(number, { image_url: 'javascript:alert(1)' }) }),
    (request) => forwarded(request),
  ),
  onPatch(
    'API key leak, in doc_url: removed',
    { status: 400, body: envelope({ doc_url: `https://docs.example/${apiKey}` }) },
    (request) => failed(400, 1005, request),
  ),
  onPatch('API key leak, in trace_id: removed', { status: 400, body: envelope({}, { trace_id: apiKey }) }, (request) =>
    failed(400, 1005, request),
  ),
  onPatch(
    'API key leak, in unknown fields: dropped',
    { status: 400, body: envelope({ request: { authorization: `Bearer ${apiKey}` } }, { echo: apiKey }) },
    (request) => failed(400, 1005, request),
  ),
  onPatch(
    'API key leak, in X-Trace-ID of an error: dropped',
    { status: 400, headers: { 'x-trace-id': apiKey }, body: envelope({}) },
    (request) => failed(400, 1005, request),
  ),
  onPatch(
    'API key leak, in X-Trace-ID of a success: dropped',
    { headers: { 'x-trace-id': `trace-${apiKey}` } },
    (request) => forwarded(request),
  ),
  onPatch(
    'API key leak, in Retry-After and X-Should-Retry: dropped',
    { status: 429, headers: { 'retry-after': apiKey, 'x-should-retry': apiKey }, body: envelope({ code: 1007 }) },
    (request) => failed(429, 1007, request),
  ),
  onPatch(
    'API key leak, in the reason phrase: dropped',
    { status: 400, reason: `${apiKey} evil`, body: envelope({}) },
    (request) => failed(400, 1005, request),
  ),
  onPatch(
    'API key leak, in a code: dropped',
    { status: 400, body: envelope({ code: apiKey, retry_after: apiKey, status: apiKey }) },
    (request) => failed(400, undefined, request),
  ),
  onPatch(
    'API key leak, in an HTML error page: dropped',
    { status: 500, headers: { 'content-type': 'text/html' }, body: `<pre>authorization: Bearer ${apiKey}</pre>` },
    (request) => failed(500, 3006, request),
  ),
];

const numberLeak = onPatch(
  "phone number leak, another user's number in the message: masked",
  { status: 400, body: envelope({ message: `${bob.number} has this name` }) },
  (request) =>
    failed(400, 1005, request, {
      body: { error: { status: 400, code: 1005, message: '+1•••••••001 has this name' } },
    }),
);

const droppedHeaders = {
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
  onPatch('header injection, headers of a success: dropped', { headers: droppedHeaders }, (request) =>
    forwarded(request, { headers: { 'x-write-budget': /^limit=3, remaining=2, reset=\d+$/ } }),
  ),
  onPatch(
    'header injection, headers of an error: dropped',
    { status: 403, headers: droppedHeaders, body: envelope({ code: 2011 }) },
    (request) => failed(403, 2011, request),
  ),
  onGet('header injection, headers of a GET: dropped', { headers: droppedHeaders }, (request) =>
    forwarded(request, { headers: { 'x-write-budget': null } }),
  ),
  onPatch('a valid trace id: returned', { headers: { 'x-trace-id': 'trace-1' } }, (request) =>
    forwarded(request, { headers: { 'x-trace-id': 'trace-1' } }),
  ),
  onPatch(
    'header injection, a trace id of 4 KB: dropped',
    { headers: { 'x-trace-id': 't'.repeat(4 * KB) } },
    (request) => forwarded(request, { headers: { 'x-trace-id': null } }),
  ),
  onPatch(
    'header injection, an invalid Retry-After: dropped',
    { status: 503, headers: { 'retry-after': 'evil' }, body: envelope({ status: 503, code: 4004 }) },
    (request) => failed(503, 4004, request, { headers: { 'retry-after': null } }),
  ),
  onPatch(
    "Linq's own rate limit: 429 with the write budget",
    { status: 429, headers: { 'retry-after': '412' }, body: envelope({ status: 429, code: 1007, retry_after: 412 }) },
    (request) =>
      failed(429, 1007, request, {
        headers: { 'retry-after': '412', 'x-write-budget': /^limit=3, remaining=0, reset=\d+$/ },
      }),
  ),
  onPatch(
    'a forged status in an error: the status of the response',
    { status: 409, body: envelope({ status: 200, code: 2014 }) },
    (request) => failed(409, 2014, request),
  ),
];

/** A list that is a little shorter than 4 MB: `unit`, repeated between `start` and `end`. */
const longList = (start, unit, end) =>
  start + unit.repeat((4 * KB * KB - start.length - end.length) / unit.length) + end;

const lists = [
  ['G6, of 4 MB of small objects', { body: longList('{"contact_cards":[', '{},', '{}]}') }],
  ['G6, of 4 MB of small lists', { body: longList('{"contact_cards":[', '[],', '[]]}') }],
  ['G6, of 4 MB of numbers', { body: longList('{"contact_cards":[', '1,', '1]}') }],
  ['G6, of 4 MB of lists in each other', { body: longList('{"contact_cards":[', '[', '') }],
  ['G6, of 4 MB of objects in each other', { body: longList('{"contact_cards":[', '{"a":', '') }],
  ['G6, of 4 MB of members and no card', { body: longList('{', '"a":0,', '"a":0}') }],
  ['without cards', { body: {} }],
  ['with an object for cards', { body: { contact_cards: {} } }],
  ['with a number among the cards', { body: { contact_cards: [7] } }],
  ['with the API key in a card', (number) => ({ body: { contact_cards: [cardOf(number, { last_name: apiKey })] } })],
  ['of 4 MB and a byte', (number) => ({ body: json({ contact_cards: [cardOf(number)] }).padEnd(4 * KB * KB + 1) })],
]
  .map(([name, script]) => [name, script, uniqueUser()])
  .map(([name, script, user]) => ({
    name: `unusable list, ${name}: 502`,
    scripts: new Map([['', typeof script === 'function' ? script(user.number) : script]]),
    steps: [[list({ user }), failed(502, 3006, { method: 'GET' })]],
  }));

/** About 2 MB, which the gateway delivers in parts. */
const manyCards = {
  contact_cards: Array.from({ length: 20_000 }, (_, index) =>
    cardOf(`+1555${3_000_000 + index}`, { last_name: 'Lovelace' }),
  ),
};
const deliveries = [
  {
    name: 'G9 a long list: delivered whole',
    scripts: new Map([['', { body: manyCards }]]),
    steps: [[list({ user: admin }), forwarded({ method: 'GET' }, { body: manyCards })]],
  },
];

/** What isn't part of a card costs time in proportion to its length, and is dropped. */
const skipped = [
  ['4 MB of small objects', longList('{"x":[', '{},', '{}],"contact_cards":[]}')],
  ['4 MB of members', longList('{', '"a":0,', '"contact_cards":[]}')],
  ['4 MB of nested lists', longList('{"x":[', `${'['.repeat(120)}${']'.repeat(120)},`, '0],"contact_cards":[]}')],
  ['4 MB of one name', longList('{', '"error":[],', '"contact_cards":[]}')],
  ['a million lists in each other', `{"x":${'['.repeat(1e6)}${']'.repeat(1e6)},"contact_cards":[]}`],
].map(([name, response]) => ({
  name: `G6, a list with ${name} that isn't a card: forwarded without it`,
  scripts: new Map([['', { body: response }]]),
  steps: [[list({ user: uniqueUser() }), forwarded({ method: 'GET' }, { body: { contact_cards: [] } })]],
}));

export const upstreamResponseRows = [
  ...redirects,
  ...repeats,
  ...unusableResponses,
  ...keyLeaks,
  numberLeak,
  ...headers,
  ...deliveries,
  ...lists,
  ...skipped,
];
