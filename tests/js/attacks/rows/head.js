// Rows about what a request's head says: target, method, query, media type, length, origin.
import { cut, cutOrLegal, passed, refused, unless } from '../expectations.js';
import { origin } from '../given.js';
import { alice, bob, newcomer } from '../people.js';
import { encoded, get, list, patch, path, post, targetOf } from '../requests.js';

const query = `?phone_number=${encoded(alice.number)}`;
const read = passed({ method: 'GET', number: alice.number });
/** A write that goes through, by somebody new. */
const wrote = (user, body = '{"first_name":"John"}') => passed({ method: 'PATCH', number: user.number, body });

const target = [
  ['another path', '/api/linq/v3/contact_cards'],
  ['a longer path', `${path}/x`],
  ['the base path', '/api/linq'],
  ['a version', '/api/linq/v2/contact_card'],
  ['another case', '/api/linq/v3/Contact_Card'],
  ['another case of the base', '/API/linq/v3/contact_card'],
  ['a slash at the end', `${path}/`],
  ['a slash twice', '/api/linq//v3/contact_card'],
  ['a slash twice in front', `/${path}`],
  ['another host by two slashes', '//evil.example/api/linq/v3/contact_card'],
  ['a path parameter', `${path};jsessionid=evil`],
  ['a path parameter in the middle', '/api/linq;x/v3/contact_card'],
  ['an encoded letter', '/api/linq/v3/%63ontact_card'],
  ['an encoded underscore', '/api/linq/v3/contact%5Fcard'],
  ['an encoded slash', '/api/linq/v3%2Fcontact_card'],
  ['an encoded backslash', '/api/linq/v3%5Ccontact_card'],
  ['an encoded NUL', `${path}%00`],
  ['an encoded space', `${path}%20`],
  ['an encoded question mark', `${path}%3Fphone_number=%2B15551234567`, ''],
  ['a dot at the end', `${path}.`],
  ['an ending', `${path}.json`],
  ['a path in front', `/x${path}`],
].map(([name, path, rest = query]) => ({
  name: `target: ${name}`,
  steps: [[get({ target: path + rest }), refused(404, 2001)]],
}));

/** The local Linq has it, for those who have its key. */
const upstreams = [
  {
    name: "target: the upstream's path",
    steps: [[get({ target: `/api/partner/v3/contact_card${query}` }), unless(refused(404, 2001), { emulator: cut })]],
  },
];

/** A `Request` has already made the target legal, or another one. */
const rawTargets = [
  ['in absolute form', `http://dashboard.example${path}`],
  ['in absolute form, of another host', `http://evil.example${path}`],
  ['in absolute form, of another scheme', `https://dashboard.example${path}`],
  ['in absolute form, with a user', `http://evil@dashboard.example${path}`],
  ['a dot segment', '/api/linq/v3/./contact_card'],
  ['two dots', '/api/linq/v3/x/../contact_card'],
  ['two dots from outside', `/evil/..${path}`],
  ['encoded dots', '/api/linq/v3/x/%2e%2e/contact_card'],
  ['encoded dots in upper case', '/api/linq/v3/x/%2E%2E/contact_card'],
  ['one dot encoded', '/api/linq/v3/x/.%2e/contact_card'],
  ['an encoded dot segment', '/api/linq/v3/%2e/contact_card'],
  ['a backslash', '/api/linq/v3\\contact_card'],
  ['a backslash in front', `\\${path.slice(1)}`, cut],
]
  .map(([name, path, elsewhere = refused(404, 2001)]) => [name, path, elsewhere, newcomer()])
  .flatMap(([name, path, elsewhere, user]) => {
    const target = `${path}?phone_number=${encoded(user.number)}`;
    const expected = unless(elsewhere, { workerd: cutOrLegal });
    return [
      { name: `target: ${name}`, steps: [[get({ user, target }), expected]] },
      { name: `target of a write: ${name}`, steps: [[patch({ user, target }), expected]] },
    ];
  });

/** Parsers of targets drop fragments. */
const fragment = unless(refused(404, 2001), { workerd: cutOrLegal, emulator: cutOrLegal });
const fragments = [
  { name: 'target: a fragment', steps: [[get({ target: `${path}${query}#evil` }), fragment]] },
  { name: 'target: a fragment before the query', steps: [[list({ target: `${path}#evil${query}` }), fragment]] },
];

const method = [
  ...['PUT', 'DELETE', 'OPTIONS', 'HEAD'].map((method) => [
    method,
    get({ method }),
    refused(405, 1005, { allow: 'GET, PATCH, POST' }),
  ]),
  [
    'a preflight',
    get({ method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'PATCH' } }),
    refused(405, 1005, { allow: 'GET, PATCH, POST' }),
  ],
  ['patch in lower case', patch({ method: 'patch' }), cut],
  ['get in lower case', get({ method: 'get' }), cut],
  ['Post', post({ method: 'Post' }), cut],
  ['PATCH and a letter', patch({ method: 'PATCHX' }), cut],
  ['TRACE', get({ method: 'TRACE' }), cut],
  ['CONNECT', get({ method: 'CONNECT' }), cut],
  ['CONNECT to another host', get({ method: 'CONNECT', target: 'evil.example:443' }), cut],
  ['OPTIONS of everything', get({ method: 'OPTIONS', target: '*' }), cut],
].map(([name, request, expected]) => ({ name: `method: ${name}`, steps: [[request, expected]] }));

const overrides = [
  ...['x-http-method-override', 'x-http-method', 'x-method-override'].flatMap((name) => [
    [`${name} on a GET`, get({ headers: { [name]: 'DELETE' } }), read],
  ]),
  ['_method in the query', get({ target: `${path}${query}&_method=PATCH` }), refused(400, 1005)],
  ['_method in the body', patch({ body: '{"first_name":"John","_method":"DELETE"}' }), refused(400, 1005)],
].map(([name, request, expected]) => ({ name: `method override: ${name}`, steps: [[request, expected]] }));

/** Each of them would name another upstream, path or person to a trusting proxy or framework. */
const elsewhere = {
  'x-forwarded-host': 'evil.example',
  'x-forwarded-for': '127.0.0.1, evil',
  'x-forwarded-proto': 'evil',
  'x-forwarded-prefix': '/evil',
  forwarded: 'host=evil.example',
  'x-original-url': '/evil',
  'x-rewrite-url': '/evil',
  'x-base-url': 'https://evil.example',
  'x-host': 'evil.example',
  'x-linq-base-url': 'https://evil.example',
  'x-api-key': 'evil',
  'x-user': 'evil',
  'cf-connecting-ip': 'evil',
  via: '1.1 evil',
  'proxy-authorization': 'Bearer evil',
  authorization: 'Bearer evil',
  accept: 'text/evil',
  'accept-language': 'evil',
  'user-agent': 'evil',
  'accept-encoding': 'evil',
  'if-none-match': '"evil"',
  range: 'bytes=0-1',
  referer: 'https://evil.example/',
  traceparent: '00-evil',
  'idempotency-key': 'evil',
  te: 'trailers',
  host: 'evil.example',
  'content-language': 'evil',
  'sec-fetch-mode': 'evil',
  'x-should-retry': 'evil',
};
const headers = [
  ...Object.entries(elsewhere).map(([name, value]) => ({
    name: `not forwarded: ${name}`,
    steps: [[get({ headers: { [name]: value } }), read]],
  })),
  ...[newcomer()].map((user) => ({
    name: 'not forwarded: all of them, on a write',
    steps: [[patch({ user, headers: elsewhere }), wrote(user)]],
  })),
  {
    name: 'not forwarded: more cookies',
    steps: [[get({ headers: { cookie: `evil=1; session=${alice.name}` } }), read]],
  },
  {
    name: 'not forwarded: a header that Connection names',
    steps: [[get({ headers: { connection: 'close, authorization, accept' } }), read]],
  },
  {
    name: 'not forwarded: an upgrade',
    steps: [[get({ headers: { connection: 'close, upgrade', upgrade: 'h2c' } }), cutOrLegal]],
  },
  {
    name: 'not forwarded: what the client waits for',
    steps: [[get({ headers: { expect: '100-continue' } }), cutOrLegal]],
  },
  { name: 'not forwarded: what the client expects', steps: [[get({ headers: { expect: 'evil' } }), cutOrLegal]] },
  {
    name: 'not forwarded: 60 headers',
    steps: [
      [
        get({ headers: Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`x-evil-${index}`, 'evil'])) }),
        read,
      ],
    ],
  },
];

const parameter = [
  ['missing', patch({ target: path }), refused(400, 1001)],
  ['missing after a question mark', patch({ target: `${path}?` }), refused(400, 1001)],
  ['twice, of a GET', get({ target: `${path}${query}&phone_number=${encoded(alice.number)}` }), refused(400, 1005)],
  ['twice, of a PATCH', patch({ target: `${path}${query}&phone_number=${encoded(bob.number)}` }), refused(400, 1005)],
  [
    'twice, the other first',
    patch({ target: `${path}?phone_number=${encoded(bob.number)}&phone_number=${encoded(alice.number)}` }),
    refused(400, 1005),
  ],
  ['in the query of a POST', post({ target: path + query }), refused(400, 1005)],
  ['another beside it', get({ target: `${path}${query}&limit=1` }), refused(400, 1005)],
  ['another one alone', list({ target: `${path}?limit=1` }), refused(400, 1005)],
  ['a base URL', get({ target: `${path}${query}&baseURL=https://evil.example` }), refused(400, 1005)],
  ['a session', list({ target: `${path}?session=admin`, headers: { cookie: null } }), refused(400, 1005)],
  ['with an encoded name', list({ target: `${path}?phone%5Fnumber=${encoded(alice.number)}` }), refused(400, 1005)],
  ['in another case', list({ target: `${path}?Phone_Number=${encoded(alice.number)}` }), refused(400, 1005)],
  ['as an array', list({ target: `${path}?phone_number[]=${encoded(alice.number)}` }), refused(400, 1005)],
  [
    'as an array with an index',
    list({ target: `${path}?phone_number[0]=${encoded(alice.number)}` }),
    refused(400, 1005),
  ],
  ['camelCased', list({ target: `${path}?phoneNumber=${encoded(alice.number)}` }), refused(400, 1005)],
  ['without a name', list({ target: `${path}?=${encoded(alice.number)}` }), refused(400, 1005)],
  ['with half an escape', get({ target: `${path}?phone_number=%2B1555123456%3` }), refused(400, 1005)],
  ['with an escape that is none', get({ target: `${path}?phone_number=%2B1555123456%zz` }), refused(400, 1005)],
  ['with an escape that is no UTF-8', get({ target: `${path}?phone_number=%2B1555123456%ff` }), refused(400, 1005)],
  ['with a lone percent sign', get({ target: `${path}?phone_number=%` }), refused(400, 1005)],
].map(([name, request, expected]) => ({ name: `parameter: ${name}`, steps: [[request, expected]] }));

const number = [
  ['without a value', ''],
  ['a bare plus', '+15551234567'],
  ['no plus', '15551234567'],
  ['two zeros', '0015551234567'],
  ['encoded twice', '%252B15551234567'],
  ['a plus twice', '%2B%2B15551234567'],
  ['a space in front', '%20%2B15551234567'],
  ['a space at the end', '%2B15551234567%20'],
  ['a newline at the end', '%2B15551234567%0A'],
  ['a carriage return and newline, and a header', '%2B15551234567%0D%0AX-Evil:%201'],
  ['a NUL', '%2B15551234567%00'],
  ['hyphens', '%2B1-555-123-4567'],
  ['a leading zero', '%2B0555123456'],
  ['one digit', '%2B1'],
  ['16 digits', '%2B1234567890123456'],
  ['full-width digits', encodeURIComponent('+１５５５１２３４５６７')],
  ['one Arabic digit', encodeURIComponent('+1555123456٧')],
  ['a full-width plus', encodeURIComponent('＋15551234567')],
  ['a wildcard', '*'],
  ['two numbers', '%2B15551234567,%2B15550000001'],
  ['a semicolon and another', '%2B15551234567;phone_number=%2B15550000001'],
  ['a question mark and another', '%2B15551234567?phone_number=%2B15550000001'],
  ['an encoded ampersand and another', '%2B15551234567%26phone_number=%2B15550000001'],
  ['a path', '../../evil'],
].map(([name, value]) => ({
  name: `number: ${name}`,
  steps: [[patch({ target: `${path}?phone_number=${value}` }), refused(400, 1002)]],
}));

const type = [
  ['missing', null],
  ['empty', ''],
  ['text', 'text/plain'],
  ['a form', 'application/x-www-form-urlencoded'],
  ['a form with files', 'multipart/form-data; boundary=x'],
  ['twice', ['application/json', 'application/json']],
  ['two that differ', ['text/plain', 'application/json']],
  ['two in one', 'application/json, text/plain'],
  ['a form in front', 'text/plain; application/json'],
  ['UTF-16', 'application/json; charset=utf-16'],
  ['two charsets', 'application/json; charset=utf-8; charset=utf-16'],
  ['a parameter', 'application/json;x=y'],
  ['JSONP', 'application/jsonp'],
  ['a kind of JSON', 'application/vnd.api+json'],
  ['text/json', 'text/json'],
  ['anything', '*/*'],
  ['a space that is none in HTTP', 'application/json\xa0'],
  ['the same in UTF-8', 'application/json\xc2\xa0'],
].map(([name, value]) => ({
  name: `Content-Type: ${name}`,
  steps: [[patch({ headers: { 'content-type': value } }), refused(415, 1003)]],
}));
const encoding = [
  ['gzip', 'gzip'],
  ['br', 'br'],
  ['a list', 'identity, gzip'],
  ['twice', ['identity', 'gzip']],
  ['gzip in upper case', 'GZIP'],
].map(([name, value]) => ({
  name: `Content-Encoding: ${name}`,
  steps: [[patch({ headers: { 'content-encoding': value } }), refused(415, 1003)]],
}));
const goodTypes = [
  ['Content-Type: with UTF-8', { 'content-type': 'application/json; charset=utf-8' }],
  ['Content-Encoding: identity', { 'content-encoding': 'identity' }],
]
  .map(([name, headers]) => [name, headers, newcomer()])
  .map(([name, headers, user]) => ({ name, steps: [[patch({ user, headers }), wrote(user)]] }));

const length = [
  { name: 'Content-Length: 4097', steps: [[patch({ headers: { 'content-length': '4097' } }), refused(413, 1003)]] },
  {
    name: 'Content-Length: 10 MB',
    steps: [[patch({ headers: { 'content-length': '10485760' } }), refused(413, 1003)]],
  },
  {
    name: 'Content-Length: more than a machine can count',
    steps: [[patch({ headers: { 'content-length': '9'.repeat(30) } }), cut]],
  },
  { name: 'GET: a body', steps: [[get({ body: '{}' }), refused(400, 1003)]] },
  {
    name: 'GET: a body in chunks',
    steps: [[get({ chunks: ['{}'] }), unless(refused(400, 1003), { workerd: cutOrLegal })]],
  },
  { name: 'GET: a body of nothing', steps: [[get({ headers: { 'content-length': '0' } }), read]] },
];

const origins = [
  ['null', 'null'],
  ['empty', ''],
  ['anything', '*'],
  ['a subdomain', 'https://evil.dashboard.example'],
  ['a suffix', 'https://dashboard.example.evil.example'],
  ['a prefix', 'https://evildashboard.example'],
  ['a hyphen', 'https://evil-dashboard.example'],
  ['the parent', 'https://example'],
  ['a dot at the end', 'https://dashboard.example.'],
  ['the port that is usual', 'https://dashboard.example:443'],
  ['another port', 'https://dashboard.example:8443'],
  ['a port that is none', 'https://dashboard.example:'],
  ['plain http', 'http://dashboard.example'],
  ['another scheme', 'ftp://dashboard.example'],
  ['no scheme', 'dashboard.example'],
  ['a slash at the end', 'https://dashboard.example/'],
  ['a path', 'https://dashboard.example/evil'],
  ['a query', 'https://dashboard.example?evil'],
  ['a user', 'https://evil@dashboard.example'],
  ['the origin as a user', 'https://dashboard.example@evil.example'],
  ['upper case', 'HTTPS://DASHBOARD.EXAMPLE'],
  ['one letter in upper case', 'https://Dashboard.example'],
  ['encoded', 'https://dashboard%2Eexample'],
  ['an accent', 'https://dáshboard.example'],
  ['twice', [origin, origin]],
  ['two that differ', [origin, 'https://evil.example']],
  ['two in one', `${origin}, https://evil.example`],
  ['two with a space', `${origin} https://evil.example`],
  ["the gateway's own host", 'http://127.0.0.1'],
  ['foreign', 'https://evil.example'],
];
const refusedOrigin = refused(403, 2005);
const fromOrigins = [
  { name: 'Origin: missing on a PATCH', steps: [[patch({ headers: { origin: null } }), refusedOrigin]] },
  { name: 'Origin: missing on a POST', steps: [[post({ headers: { origin: null } }), refusedOrigin]] },
  {
    name: 'Origin: only in the Referer',
    steps: [[patch({ headers: { origin: null, referer: `${origin}/` } }), refusedOrigin]],
  },
  ...origins.map(([name, value]) => ({
    name: `Origin: ${name}`,
    steps: [[patch({ headers: { origin: value } }), refusedOrigin]],
  })),
  {
    name: 'Origin: foreign on a POST',
    steps: [[post({ headers: { origin: 'https://evil.example' } }), refusedOrigin]],
  },
  { name: 'Origin: foreign on a GET', steps: [[get({ headers: { origin: 'https://evil.example' } }), refusedOrigin]] },
  { name: 'Origin: null on a GET', steps: [[get({ headers: { origin: 'null' } }), refusedOrigin]] },
  { name: 'Origin: twice on a list', steps: [[list({ headers: { origin: [origin, origin] } }), refusedOrigin]] },
  { name: "Origin: the page's on a GET", steps: [[get({ headers: { origin } }), read]] },
];

const sites = [
  ['cross-site', 'cross-site'],
  ['same-site', 'same-site'],
  ['none', 'none'],
  ['empty', ''],
  ['twice', ['same-origin', 'same-origin']],
  ['two that differ', ['same-origin', 'cross-site']],
  ['upper case', 'Same-Origin'],
  ['a parameter', 'same-origin;x'],
].flatMap(([name, value]) => [
  { name: `Sec-Fetch-Site: ${name}`, steps: [[patch({ headers: { 'sec-fetch-site': value } }), refusedOrigin]] },
  {
    name: `Sec-Fetch-Site: ${name}, on a GET`,
    steps: [[get({ headers: { 'sec-fetch-site': value } }), refusedOrigin]],
  },
]);
const sameOrigin = [newcomer()].map((user) => ({
  name: 'Sec-Fetch-Site: same-origin',
  steps: [[patch({ user, headers: { 'sec-fetch-site': 'same-origin' } }), wrote(user)]],
}));

export const head = [
  ...target,
  ...upstreams,
  ...rawTargets,
  ...fragments,
  ...method,
  ...overrides,
  ...headers,
  ...parameter,
  ...number,
  ...type,
  ...encoding,
  ...goodTypes,
  ...length,
  ...fromOrigins,
  ...sites,
  ...sameOrigin,
  { name: 'a legal GET', steps: [[get(), read]] },
];
