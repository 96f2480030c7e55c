// Attacks in a request's head: target, method, headers, query, media type, length, origin.
import { blocked, blockedOrNormalised, forwarded, refused, unless } from '../expectations.js';
import { origin } from '../fixtures.js';
import { encoded, get, list, patch, path, post } from '../requests.js';
import { alice, bob, uniqueUser } from '../users.js';

const query = `?phone_number=${encoded(alice.number)}`;
const read = forwarded({ method: 'GET', number: alice.number });
/** A write of a unique user is forwarded. */
const wrote = (user, body = '{"first_name":"John"}') => forwarded({ method: 'PATCH', number: user.number, body });

const target = [
  ['another resource', '/api/linq/v3/contact_cards'],
  ['a longer path', `${path}/x`],
  ['the base path', '/api/linq'],
  ['another API version', '/api/linq/v2/contact_card'],
  ['upper-case letters', '/api/linq/v3/Contact_Card'],
  ['upper-case letters in the base path', '/API/linq/v3/contact_card'],
  ['a trailing slash', `${path}/`],
  ['a double slash', '/api/linq//v3/contact_card'],
  ['a double slash at the start', `/${path}`],
  ['a protocol-relative URL of another host', '//evil.example/api/linq/v3/contact_card'],
  ['a path parameter', `${path};jsessionid=evil`],
  ['a path parameter in the middle', '/api/linq;x/v3/contact_card'],
  ['an encoded letter', '/api/linq/v3/%63ontact_card'],
  ['an encoded underscore', '/api/linq/v3/contact%5Fcard'],
  ['an encoded slash', '/api/linq/v3%2Fcontact_card'],
  ['an encoded backslash', '/api/linq/v3%5Ccontact_card'],
  ['an encoded NUL', `${path}%00`],
  ['an encoded space', `${path}%20`],
  ['an encoded ?', `${path}%3Fphone_number=%2B15551234567`, ''],
  ['a trailing dot', `${path}.`],
  ['a file extension', `${path}.json`],
  ['a path prefix', `/x${path}`],
].map(([name, path, rest = query]) => ({
  name: `access to another endpoint, by ${name}: 404`,
  steps: [[get({ target: path + rest }), refused(404, 2001)]],
}));

/** The emulator serves this path to those who have its key. */
const upstreamPath = [
  {
    name: "access to another endpoint, by the upstream's own path: not found",
    steps: [
      [get({ target: `/api/partner/v3/contact_card${query}` }), unless(refused(404, 2001), { emulator: blocked })],
    ],
  },
];

/** Targets that workerd's `Request` has already normalised, to the valid target or another one. */
const pathTraversal = [
  ['an absolute URL', `http://dashboard.example${path}`],
  ['an absolute URL of another host', `http://evil.example${path}`],
  ['an absolute URL of another scheme', `https://dashboard.example${path}`],
  ['an absolute URL with a user name', `http://evil@dashboard.example${path}`],
  ['a dot segment', '/api/linq/v3/./contact_card'],
  ['a double-dot segment', '/api/linq/v3/x/../contact_card'],
  ['a double-dot segment from outside the base path', `/evil/..${path}`],
  ['an encoded double-dot segment', '/api/linq/v3/x/%2e%2e/contact_card'],
  ['a double-dot segment encoded in upper case', '/api/linq/v3/x/%2E%2E/contact_card'],
  ['a double-dot segment with one encoded dot', '/api/linq/v3/x/.%2e/contact_card'],
  ['an encoded dot segment', '/api/linq/v3/%2e/contact_card'],
  ['a backslash', '/api/linq/v3\\contact_card'],
  ['a backslash at the start', `\\${path.slice(1)}`, blocked],
]
  .map(([name, path, otherwise = refused(404, 2001)]) => [name, path, otherwise, uniqueUser()])
  .flatMap(([name, path, otherwise, user]) => {
    const target = `${path}?phone_number=${encoded(user.number)}`;
    const expected = unless(otherwise, { workerd: blockedOrNormalised });
    return [
      { name: `path traversal, by ${name}: not forwarded as it is`, steps: [[get({ user, target }), expected]] },
      {
        name: `path traversal on a write, by ${name}: not forwarded as it is`,
        steps: [[patch({ user, target }), expected]],
      },
    ];
  });

/** workerd and hyper drop fragments. */
const withoutFragment = unless(refused(404, 2001), { workerd: blockedOrNormalised, emulator: blockedOrNormalised });
const fragments = [
  {
    name: 'a fragment in the target: not forwarded',
    steps: [[get({ target: `${path}${query}#evil` }), withoutFragment]],
  },
  {
    name: 'a fragment before the query: not forwarded',
    steps: [[list({ target: `${path}#evil${query}` }), withoutFragment]],
  },
];

const method = [
  ...['PUT', 'DELETE', 'OPTIONS', 'HEAD'].map((method) => [
    method,
    get({ method }),
    refused(405, 1005, { allow: 'GET, PATCH, POST' }),
  ]),
  [
    'OPTIONS as a CORS preflight',
    get({ method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'PATCH' } }),
    refused(405, 1005, { allow: 'GET, PATCH, POST' }),
  ],
  ['lower-case patch', patch({ method: 'patch' }), blocked],
  ['lower-case get', get({ method: 'get' }), blocked],
  ['Post', post({ method: 'Post' }), blocked],
  ['PATCHX', patch({ method: 'PATCHX' }), blocked],
  ['TRACE', get({ method: 'TRACE' }), blocked],
  ['CONNECT', get({ method: 'CONNECT' }), blocked],
  ['CONNECT to another host', get({ method: 'CONNECT', target: 'evil.example:443' }), blocked],
  ['OPTIONS of *', get({ method: 'OPTIONS', target: '*' }), blocked],
].map(([name, request, expected]) => ({ name: `another method, ${name}: not allowed`, steps: [[request, expected]] }));

const overrides = [
  ...['x-http-method-override', 'x-http-method', 'x-method-override'].flatMap((name) => [
    [name, get({ headers: { [name]: 'DELETE' } }), read],
  ]),
  ['a _method parameter', get({ target: `${path}${query}&_method=PATCH` }), refused(400, 1005)],
  ['a _method field', patch({ body: '{"first_name":"John","_method":"DELETE"}' }), refused(400, 1005)],
].map(([name, request, expected]) => ({
  name: `method override, by ${name}: no effect`,
  steps: [[request, expected]],
}));

/** Headers by which a proxy or framework may be led to another upstream, path or user. */
const untrustedHeaders = {
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
  'content-language': 'evil',
  'sec-fetch-mode': 'evil',
  'x-should-retry': 'evil',
};
const headers = [
  ...Object.entries(untrustedHeaders).map(([name, value]) => ({
    name: `header forwarding, of ${name}: dropped`,
    steps: [[get({ headers: { [name]: value } }), read]],
  })),
  ...[uniqueUser()].map((user) => ({
    name: 'header forwarding, of all of these on a write: dropped',
    steps: [[patch({ user, headers: untrustedHeaders }), wrote(user)]],
  })),
  {
    name: 'header forwarding, of Host: dropped, and in the emulator 403, as for DNS rebinding',
    steps: [[get({ headers: { host: 'evil.example' } }), unless(read, { emulator: refused(403, 2005) })]],
  },
  {
    name: 'header forwarding, of a second cookie: dropped',
    steps: [[get({ headers: { cookie: `evil=1; session=${alice.name}` } }), read]],
  },
  {
    name: "hop-by-hop header abuse, by Connection: authorization: the gateway's headers are sent",
    steps: [[get({ headers: { connection: 'close, authorization, accept' } }), read]],
  },
  {
    name: 'protocol upgrade to h2c: not forwarded',
    steps: [[get({ headers: { connection: 'close, upgrade', upgrade: 'h2c' } }), blockedOrNormalised]],
  },
  {
    name: 'Expect: 100-continue: not forwarded',
    steps: [[get({ headers: { expect: '100-continue' } }), blockedOrNormalised]],
  },
  { name: 'an unknown Expect: not forwarded', steps: [[get({ headers: { expect: 'evil' } }), blockedOrNormalised]] },
  {
    name: 'header forwarding, of 60 headers: dropped',
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
  ['missing from an empty query', patch({ target: `${path}?` }), refused(400, 1001)],
  ['duplicated in a GET', get({ target: `${path}${query}&phone_number=${encoded(alice.number)}` }), refused(400, 1005)],
  [
    'duplicated in a PATCH',
    patch({ target: `${path}${query}&phone_number=${encoded(bob.number)}` }),
    refused(400, 1005),
  ],
  [
    'duplicated, with the number of another user first',
    patch({ target: `${path}?phone_number=${encoded(bob.number)}&phone_number=${encoded(alice.number)}` }),
    refused(400, 1005),
  ],
  ['in the query of a POST', post({ target: path + query }), refused(400, 1005)],
  ['next to an unknown one', get({ target: `${path}${query}&limit=1` }), refused(400, 1005)],
  ['replaced by an unknown one', list({ target: `${path}?limit=1` }), refused(400, 1005)],
  ['next to a base URL', get({ target: `${path}${query}&baseURL=https://evil.example` }), refused(400, 1005)],
  ['replaced by a session', list({ target: `${path}?session=admin`, headers: { cookie: null } }), refused(400, 1005)],
  ['with an encoded name', list({ target: `${path}?phone%5Fnumber=${encoded(alice.number)}` }), refused(400, 1005)],
  ['in another case', list({ target: `${path}?Phone_Number=${encoded(alice.number)}` }), refused(400, 1005)],
  ['as an array', list({ target: `${path}?phone_number[]=${encoded(alice.number)}` }), refused(400, 1005)],
  [
    'as an array with an index',
    list({ target: `${path}?phone_number[0]=${encoded(alice.number)}` }),
    refused(400, 1005),
  ],
  ['in camel case', list({ target: `${path}?phoneNumber=${encoded(alice.number)}` }), refused(400, 1005)],
  ['without a name', list({ target: `${path}?=${encoded(alice.number)}` }), refused(400, 1005)],
  ['with an incomplete escape', get({ target: `${path}?phone_number=%2B1555123456%3` }), refused(400, 1005)],
  ['with an invalid escape', get({ target: `${path}?phone_number=%2B1555123456%zz` }), refused(400, 1005)],
  ['with an escape that is not UTF-8', get({ target: `${path}?phone_number=%2B1555123456%ff` }), refused(400, 1005)],
  ['with a lone percent sign', get({ target: `${path}?phone_number=%` }), refused(400, 1005)],
].map(([name, request, expected]) => ({
  name: `parameter pollution, phone_number ${name}: 400`,
  steps: [[request, expected]],
}));

const number = [
  ['an empty value', ''],
  ['an unencoded plus', '+15551234567'],
  ['a missing plus', '15551234567'],
  ['00 instead of the plus', '0015551234567'],
  ['double encoding', '%252B15551234567'],
  ['a second plus', '%2B%2B15551234567'],
  ['a leading space', '%20%2B15551234567'],
  ['a trailing space', '%2B15551234567%20'],
  ['a trailing newline', '%2B15551234567%0A'],
  ['CRLF and a header (header injection)', '%2B15551234567%0D%0AX-Evil:%201'],
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
  ['a second number after ;', '%2B15551234567;phone_number=%2B15550000001'],
  ['a second number after a second ?', '%2B15551234567?phone_number=%2B15550000001'],
  ['a second number after an encoded &', '%2B15551234567%26phone_number=%2B15550000001'],
  ['a path (path traversal)', '../../evil'],
].map(([name, value]) => ({
  name: `an invalid number, ${name}: 400`,
  steps: [[patch({ target: `${path}?phone_number=${value}` }), refused(400, 1002)]],
}));

const type = [
  ['missing', null],
  ['empty', ''],
  ['plain text', 'text/plain'],
  ['a form', 'application/x-www-form-urlencoded'],
  ['a multipart form', 'multipart/form-data; boundary=x'],
  ['sent twice', ['application/json', 'application/json']],
  ['two different headers', ['text/plain', 'application/json']],
  ['a list of two', 'application/json, text/plain'],
  ['JSON as a parameter of another type', 'text/plain; application/json'],
  ['UTF-16', 'application/json; charset=utf-16'],
  ['two charsets', 'application/json; charset=utf-8; charset=utf-16'],
  ['an unknown parameter', 'application/json;x=y'],
  ['JSONP', 'application/jsonp'],
  ['a +json type', 'application/vnd.api+json'],
  ['text/json', 'text/json'],
  ['a wildcard', '*/*'],
  ['a trailing no-break space', 'application/json\xa0'],
  ['a trailing no-break space in UTF-8', 'application/json\xc2\xa0'],
].map(([name, value]) => ({
  name: `CSRF by a form, Content-Type ${name}: 415`,
  steps: [[patch({ headers: { 'content-type': value } }), refused(415, 1003)]],
}));
const encoding = [
  ['gzip', 'gzip'],
  ['br', 'br'],
  ['a list', 'identity, gzip'],
  ['sent twice', ['identity', 'gzip']],
  ['gzip in upper case', 'GZIP'],
].map(([name, value]) => ({
  name: `compressed body, Content-Encoding ${name}: 415`,
  steps: [[patch({ headers: { 'content-encoding': value } }), refused(415, 1003)]],
}));
const validTypes = [
  ['a valid Content-Type with a charset: forwarded', { 'content-type': 'application/json; charset=utf-8' }],
  ['a valid Content-Encoding, identity: forwarded', { 'content-encoding': 'identity' }],
]
  .map(([name, headers]) => [name, headers, uniqueUser()])
  .map(([name, headers, user]) => ({ name, steps: [[patch({ user, headers }), wrote(user)]] }));

const length = [
  {
    name: 'oversized body, Content-Length 4097: 413',
    steps: [[patch({ headers: { 'content-length': '4097' } }), refused(413, 1003)]],
  },
  {
    name: 'oversized body, Content-Length of 10 MB: 413',
    steps: [[patch({ headers: { 'content-length': '10485760' } }), refused(413, 1003)]],
  },
  {
    name: 'integer overflow, Content-Length of 30 digits: refused',
    steps: [[patch({ headers: { 'content-length': '9'.repeat(30) } }), blocked]],
  },
  { name: 'a body of a GET: 400', steps: [[get({ body: '{}' }), refused(400, 1003)]] },
  {
    name: 'a chunked body of a GET: not forwarded',
    steps: [[get({ chunks: ['{}'] }), unless(refused(400, 1003), { workerd: blockedOrNormalised })]],
  },
  {
    name: 'an empty body of a GET: forwarded without it',
    steps: [[get({ headers: { 'content-length': '0' } }), read]],
  },
];

const origins = [
  ['null', 'null'],
  ['empty', ''],
  ['a wildcard', '*'],
  ['a subdomain', 'https://evil.dashboard.example'],
  ['the origin as a subdomain', 'https://dashboard.example.evil.example'],
  ['a prefix without a dot', 'https://evildashboard.example'],
  ['a prefix with a hyphen', 'https://evil-dashboard.example'],
  ['the parent domain', 'https://example'],
  ['a trailing dot', 'https://dashboard.example.'],
  ['the default port', 'https://dashboard.example:443'],
  ['another port', 'https://dashboard.example:8443'],
  ['an empty port', 'https://dashboard.example:'],
  ['plain http', 'http://dashboard.example'],
  ['another scheme', 'ftp://dashboard.example'],
  ['no scheme', 'dashboard.example'],
  ['a trailing slash', 'https://dashboard.example/'],
  ['a path', 'https://dashboard.example/evil'],
  ['a query', 'https://dashboard.example?evil'],
  ['a user name', 'https://evil@dashboard.example'],
  ['the origin as a user name', 'https://dashboard.example@evil.example'],
  ['upper case', 'HTTPS://DASHBOARD.EXAMPLE'],
  ['an upper-case letter', 'https://Dashboard.example'],
  ['an encoded dot', 'https://dashboard%2Eexample'],
  ['a homograph', 'https://dáshboard.example'],
  ['sent twice', [origin, origin]],
  ['two different headers', [origin, 'https://evil.example']],
  ['a list of two', `${origin}, https://evil.example`],
  ['two separated by a space', `${origin} https://evil.example`],
  ["the gateway's own host", 'http://127.0.0.1'],
  ['foreign', 'https://evil.example'],
];
const refusedOrigin = refused(403, 2005);
const crossOriginRows = [
  { name: 'CSRF, no Origin on a PATCH: 403', steps: [[patch({ headers: { origin: null } }), refusedOrigin]] },
  { name: 'CSRF, no Origin on a POST: 403', steps: [[post({ headers: { origin: null } }), refusedOrigin]] },
  {
    name: 'CSRF, the origin only in Referer: 403',
    steps: [[patch({ headers: { origin: null, referer: `${origin}/` } }), refusedOrigin]],
  },
  ...origins.map(([name, value]) => ({
    name: `CSRF, Origin ${name}: 403`,
    steps: [[patch({ headers: { origin: value } }), refusedOrigin]],
  })),
  {
    name: 'CSRF, Origin foreign on a POST: 403',
    steps: [[post({ headers: { origin: 'https://evil.example' } }), refusedOrigin]],
  },
  {
    name: 'CSRF, Origin foreign on a GET: 403',
    steps: [[get({ headers: { origin: 'https://evil.example' } }), refusedOrigin]],
  },
  { name: 'CSRF, Origin null on a GET: 403', steps: [[get({ headers: { origin: 'null' } }), refusedOrigin]] },
  {
    name: 'CSRF, Origin sent twice on a list: 403',
    steps: [[list({ headers: { origin: [origin, origin] } }), refusedOrigin]],
  },
  { name: "the page's Origin on a GET: forwarded", steps: [[get({ headers: { origin } }), read]] },
];

const sites = [
  ['cross-site', 'cross-site'],
  ['same-site', 'same-site'],
  ['none', 'none'],
  ['empty', ''],
  ['sent twice', ['same-origin', 'same-origin']],
  ['two different headers', ['same-origin', 'cross-site']],
  ['upper case', 'Same-Origin'],
  ['with a parameter', 'same-origin;x'],
].flatMap(([name, value]) => [
  {
    name: `CSRF, Sec-Fetch-Site ${name}: 403`,
    steps: [[patch({ headers: { 'sec-fetch-site': value } }), refusedOrigin]],
  },
  {
    name: `CSRF, Sec-Fetch-Site ${name} on a GET: 403`,
    steps: [[get({ headers: { 'sec-fetch-site': value } }), refusedOrigin]],
  },
]);
const sameOrigin = [uniqueUser()].map((user) => ({
  name: 'a valid Sec-Fetch-Site: forwarded',
  steps: [[patch({ user, headers: { 'sec-fetch-site': 'same-origin' } }), wrote(user)]],
}));

export const requestHeadRows = [
  ...target,
  ...upstreamPath,
  ...pathTraversal,
  ...fragments,
  ...method,
  ...overrides,
  ...headers,
  ...parameter,
  ...number,
  ...type,
  ...encoding,
  ...validTypes,
  ...length,
  ...crossOriginRows,
  ...sites,
  ...sameOrigin,
  { name: 'a valid GET: forwarded', steps: [[get(), read]] },
];
