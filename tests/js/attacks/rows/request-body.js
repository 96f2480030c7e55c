// Attacks in a request's body: bytes, JSON, fields, the image's URL, transfer coding.
import { blocked, forwarded, refused } from '../expectations.js';
import { json, patch, post } from '../requests.js';
import { alice, bob, uniqueUser } from '../users.js';

const MAX_LENGTH = 4096;
const padded = (length) => '{"first_name":"John"}'.padEnd(length, ' ');

const malformed = [
  ['an empty body', ''],
  ['white space alone', '   '],
  ['a form', 'first_name=John'],
  ['a truncated document', '{"first_name":"Jo'],
  ['two documents', '{"first_name":"John"}{"first_name":"Eve"}'],
  ['text after the document', '{"first_name":"John"} evil'],
  ['a trailing comma', '{"first_name":"John",}'],
  ['a comment', '{"first_name":"John"/* evil */}'],
  ['single quotes', "{'first_name':'John'}"],
  ['NaN', '{"first_name":NaN}'],
  ['an array', '[{"first_name":"John"}]'],
  ['a string', '"first_name"'],
  ['null', 'null'],
  ['a number', '7'],
  ['a byte order mark', '\ufeff{"first_name":"John"}'],
  ['UTF-16', Buffer.from('{"first_name":"John"}', 'utf16le')],
  ['invalid UTF-8', Buffer.from('{"first_name":"J\xff"}', 'latin1')],
  ['overlong UTF-8', Buffer.concat([Buffer.from('{"first_name":"'), Buffer.from([0xc0, 0xa2]), Buffer.from('"}')])],
  [
    'a surrogate in UTF-8',
    Buffer.concat([Buffer.from('{"first_name":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
  ],
  ['a NUL in a string', '{"first_name":"Jo\0hn"}'],
  ['a NUL after the document', '{"first_name":"John"}\0'],
  ['a newline in a string', '{"first_name":"Jo\nhn"}'],
  ['a lone high surrogate', String.raw`{"first_name":"\ud800"}`],
  ['a lone low surrogate', String.raw`{"first_name":"x\udc00x"}`],
  ['a reversed surrogate pair', String.raw`{"first_name":"\udc00\ud800"}`],
  ['a lone surrogate in a key', String.raw`{"first_name":"John","\ud800":1}`],
  ['a duplicate key', '{"first_name":"John","first_name":"Eve"}'],
  ['a duplicate key, once escaped', String.raw`{"first_name":"John","first\u005fname":"Eve"}`],
  ['a duplicate key with the same value', '{"first_name":"John","first_name":"John"}'],
  ['a duplicate key in a nested object', '{"first_name":"John","x":{"a":1,"a":2}}'],
  ['a duplicate key in a nested array', '{"first_name":[{"a":1,"a":2}]}'],
  ['a duplicate unknown key', '{"first_name":"John","x":1,"x":2}'],
  ['a duplicate __proto__', '{"__proto__":{},"__proto__":{}}'],
  ['deeply nested arrays', `{"first_name":${'['.repeat(1000)}${']'.repeat(1000)}}`],
  ['deeply nested arrays without an end', '['.repeat(4000)],
  ['deeply nested objects', `${'{"a":'.repeat(600)}1${'}'.repeat(600)}`],
].map(([name, body]) => ({ name: `malformed JSON, ${name}: 400`, steps: [[patch({ body }), refused(400, 1003)]] }));

const emptyUpdate = [{ name: 'an empty update: 400', steps: [[patch({ body: '{}' }), refused(400, 1005)]] }];

const unexpectedFields = [
  ['an unknown field', '{"first_name":"John","nickname":"J"}'],
  ['is_active', '{"first_name":"John","is_active":true}'],
  ["the user's number in a PATCH", json({ first_name: 'John', phone_number: alice.number })],
  ["another user's number in a PATCH", json({ first_name: 'John', phone_number: bob.number })],
  ['a base URL', '{"first_name":"John","baseURL":"https://evil.example"}'],
  ['upper-case letters', '{"First_Name":"John"}'],
  ['a trailing space', '{"first_name ":"John"}'],
  ['full-width letters', '{"ｆirst_name":"John"}'],
  ['__proto__', '{"first_name":"John","__proto__":{"first_name":"Eve"}}'],
  ['__proto__ alone', '{"__proto__":{"first_name":"Eve"}}'],
  ['constructor', '{"first_name":"John","constructor":{"prototype":{"x":1}}}'],
].map(([name, body]) => ({ name: `mass assignment, ${name}: 400`, steps: [[patch({ body }), refused(400, 1005)]] }));

const invalidValues = [
  ['null', '{"first_name":null}'],
  ['null as the image', '{"image_url":null}'],
  ['an empty string', '{"first_name":"John","last_name":""}'],
  ['a number', '{"first_name":7}'],
  ['a boolean', '{"first_name":true}'],
  ['an array', '{"first_name":["John"]}'],
  ['an object with an operator', '{"first_name":{"$ne":null}}'],
].map(([name, body]) => ({
  name: `type confusion, ${name}: 400`,
  steps: [[patch({ body }), refused(400, 1005)]],
}));

const numbers = [
  ['missing', { first_name: 'John' }, 1001],
  ['without a name', { phone_number: alice.number }, 1001],
  ['as a JSON number', { phone_number: 15551234567, first_name: 'John' }, 1002],
  ['as null', { phone_number: null, first_name: 'John' }, 1002],
  ['as a list', { phone_number: [alice.number], first_name: 'John' }, 1002],
  ['without its plus', { phone_number: alice.number.slice(1), first_name: 'John' }, 1002],
  ['percent-encoded', { phone_number: '%2B15551234567', first_name: 'John' }, 1002],
  ['with a trailing newline', { phone_number: `${alice.number}\n`, first_name: 'John' }, 1002],
  ['with 16 digits', { phone_number: '+1234567890123456', first_name: 'John' }, 1002],
  ['with full-width digits', { phone_number: '+１５５５１２３４５６７', first_name: 'John' }, 1002],
  ['with an unknown field', { phone_number: alice.number, first_name: 'John', is_active: true }, 1005],
  [
    'with an image on loopback (SSRF)',
    { phone_number: alice.number, first_name: 'John', image_url: 'https://127.0.0.1/' },
    1005,
  ],
].map(([name, body, code]) => ({
  name: `an invalid phone_number in a POST, ${name}: 400`,
  steps: [[post({ body: json(body) }), refused(400, code)]],
}));
const posts = [
  {
    name: 'an invalid phone_number in a POST, as a duplicate key: 400',
    steps: [
      [
        post({ body: `{"phone_number":"${alice.number}","first_name":"John","phone_number":"${bob.number}"}` }),
        refused(400, 1003),
      ],
    ],
  },
];

const images = [
  'http://cdn.example.com/a.png',
  'ftp://cdn.example.com/a.png',
  'file:///etc/passwd',
  'data:image/png;base64,AAAA',
  'javascript:evil()',
  '//cdn.example.com/a.png',
  'cdn.example.com/a.png',
  'https://',
  'https:///a.png',
  'https://127.0.0.1/a.png',
  'https://127.1/a.png',
  'https://0x7f.1/a.png',
  'https://0x7f000001/',
  'https://0177.0.0.1/',
  'https://2130706433/',
  'https://017700000001/',
  'https://0/',
  'https://127.0.0.1./',
  'https://127.0.0.1:443/',
  'https://10.0.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://192.168.1.1/',
  'https://93.184.216.34/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[2606:2800:220:1::1]/',
  'https://[fe80::1%25eth0]/',
  'https://１２７.0.0.1/',
  'https://127。0。0。1/',
  'https://①②⑦.0.0.1/',
  'https://%31%32%37.0.0.1/',
  'https://localhost/',
  'https://localhost:8443/',
  'https://LOCALHOST./',
  'https://a.localhost/',
  'https://local\u00adhost/',
  'https://ｌocalhost/',
  'https://loc%61lhost/',
  'https://intranet/',
  'https://intranet./',
  'https://x.internal/',
  'https://x.internal./',
  'https://x.INTERNAL/',
  'https://printer.local/',
  'https://nas.lan/',
  'https://nas.home.arpa/',
  'https://router.home/',
  'https://wiki.corp/',
  'https://wiki.intranet/',
  'https://x.private/',
  'https://x.test/',
  'https://x.invalid/',
  'https://x.onion/',
  'https://x.alt/',
  'https://localhost.localdomain/',
  'https://kubernetes.default.svc/',
  'https://vault.service.consul/',
  'https://[fd00::1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://x.example:0/',
  'https://x.example:22/',
  'https://x.example:80/',
  'https://x.example:6379/',
  'https://x.example:8080/',
  'https://user:pw@x.example/',
  'https://user@x.example/',
  'https://@127.0.0.1/',
  'https://x.example@127.0.0.1/',
  'https://x.example:pw@localhost/',
  String.raw`https:\\x.example`,
  String.raw`https:/\x.example/`,
  String.raw`https://x.example\@127.0.0.1/`,
  'https:x.example',
  'https:/x.example',
  'https://x.exa mple/',
  'https://x.exam\tple/',
  'https://x.example/\n',
  ' https://x.example/',
  'https://x.example:99999/',
].map((url) => ({
  name: `SSRF, image_url ${json(url)}: 400`,
  steps: [[patch({ body: json({ image_url: url }) }), refused(400, 1005)]],
}));

/** Valid bodies, and how the gateway serialises them. */
const valid = [
  ['of 4096 bytes', padded(MAX_LENGTH)],
  [
    'with fields in another order',
    '{ "last_name": "Doe", "first_name": "John" }',
    '{"first_name":"John","last_name":"Doe"}',
  ],
  ['with escaped letters', String.raw`{"first\u005fname":"J\u006fhn \ud83d\ude00"}`, '{"first_name":"John 😀"}'],
  [
    'with characters that end a string, a line or a script',
    String.raw`{"first_name":"\"}\r\n\u2028</script>\u0000"}`,
    `{"first_name":"\\"}\\u000d\\u000a\u2028</script>\\u0000"}`,
  ],
  ['with a public image', '{"image_url":"https://cdn.example.com/a.png?b=c#d"}'],
]
  .map(([name, body, sent = body.trim()]) => [name, body, sent, uniqueUser()])
  .map(([name, body, sent, user]) => ({
    name: `a valid body ${name}: serialised again`,
    steps: [[patch({ user, body }), forwarded({ method: 'PATCH', number: user.number, body: sent })]],
  }));

const chunkSender = uniqueUser();
const trailerSender = uniqueUser();
const chunked = [
  {
    name: 'a valid body in chunks of one byte: forwarded with its length',
    steps: [
      [
        patch({ user: chunkSender, chunks: [...'{"first_name":"John"}'] }),
        forwarded({ method: 'PATCH', number: chunkSender.number, body: '{"first_name":"John"}' }),
      ],
    ],
  },
  {
    name: 'oversized body, 4097 bytes in chunks without an end: 413',
    steps: [[patch({ chunks: [padded(MAX_LENGTH), ' '], ending: '' }), refused(413, 1003)]],
  },
  {
    name: 'oversized body, 4097 bytes in chunks: 413',
    steps: [[patch({ chunks: [padded(MAX_LENGTH + 1)] }), refused(413, 1003)]],
  },
  {
    name: 'request smuggling, an invalid chunk size: refused',
    steps: [[patch({ chunks: [], ending: 'zz\r\n{}\r\n0\r\n\r\n' }), blocked]],
  },
  {
    name: 'truncated body, a chunk shorter than its size: refused',
    steps: [[patch({ chunks: ['{'], ending: '', end: 'half' }), blocked]],
  },
  {
    name: 'header injection by trailers: dropped',
    steps: [
      [
        patch({
          user: trailerSender,
          chunks: ['{"first_name":"John"}'],
          ending: '0\r\nAuthorization: Bearer evil\r\nX-Evil: 1\r\n\r\n',
        }),
        forwarded({ method: 'PATCH', number: trailerSender.number, body: '{"first_name":"John"}' }),
      ],
    ],
  },
  {
    name: 'truncated body, a reset between chunks: refused',
    steps: [[patch({ chunks: ['{'], ending: '', end: 'reset' }), blocked]],
  },
  {
    name: 'truncated body, shorter than Content-Length and reset: refused',
    steps: [[patch({ headers: { 'content-length': '100' }, end: 'reset' }), blocked]],
  },
  {
    name: 'truncated body, shorter than Content-Length: refused',
    steps: [[patch({ headers: { 'content-length': '100' }, end: 'half' }), blocked]],
  },
];

export const requestBodyRows = [
  ...malformed,
  ...emptyUpdate,
  ...unexpectedFields,
  ...invalidValues,
  ...numbers,
  ...posts,
  ...images,
  ...valid,
  ...chunked,
];
