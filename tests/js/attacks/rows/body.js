// Rows about a request's body: its bytes, its JSON, its fields.
import { cut, passed, refused } from '../expectations.js';
import { alice, bob, newcomer } from '../people.js';
import { json, patch, post } from '../requests.js';

const LONGEST = 4096;
const padded = (length) => '{"first_name":"John"}'.padEnd(length, ' ');

const bytes = [
  ['none', ''],
  ['spaces', '   '],
  ['text', 'first_name=John'],
  ['half a document', '{"first_name":"Jo'],
  ['two documents', '{"first_name":"John"}{"first_name":"Eve"}'],
  ['something behind it', '{"first_name":"John"} evil'],
  ['a comma too many', '{"first_name":"John",}'],
  ['a comment', '{"first_name":"John"/* evil */}'],
  ['single quotes', "{'first_name':'John'}"],
  ['NaN', '{"first_name":NaN}'],
  ['an array', '[{"first_name":"John"}]'],
  ['a string', '"first_name"'],
  ['null', 'null'],
  ['a number', '7'],
  ['a byte order mark', '\ufeff{"first_name":"John"}'],
  ['UTF-16', Buffer.from('{"first_name":"John"}', 'utf16le')],
  ['a byte that is no UTF-8', Buffer.from('{"first_name":"J\xff"}', 'latin1')],
  ['an overlong form', Buffer.concat([Buffer.from('{"first_name":"'), Buffer.from([0xc0, 0xa2]), Buffer.from('"}')])],
  [
    'a surrogate in UTF-8',
    Buffer.concat([Buffer.from('{"first_name":"'), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from('"}')]),
  ],
  ['a NUL', '{"first_name":"Jo\0hn"}'],
  ['a NUL behind it', '{"first_name":"John"}\0'],
  ['a newline in a name', '{"first_name":"Jo\nhn"}'],
  ['half a surrogate pair', String.raw`{"first_name":"\ud800"}`],
  ['the other half', String.raw`{"first_name":"x\udc00x"}`],
  ['a pair in the wrong order', String.raw`{"first_name":"\udc00\ud800"}`],
  ['half a surrogate pair in a key', String.raw`{"first_name":"John","\ud800":1}`],
  ['a key twice', '{"first_name":"John","first_name":"Eve"}'],
  ['a key twice, once escaped', String.raw`{"first_name":"John","first\u005fname":"Eve"}`],
  ['a key twice, with the same value', '{"first_name":"John","first_name":"John"}'],
  ['a key twice, inside', '{"first_name":"John","x":{"a":1,"a":2}}'],
  ['a key twice, inside an array', '{"first_name":[{"a":1,"a":2}]}'],
  ['an unknown key twice', '{"first_name":"John","x":1,"x":2}'],
  ['__proto__ twice', '{"__proto__":{},"__proto__":{}}'],
  ['arrays in arrays', `{"first_name":${'['.repeat(1000)}${']'.repeat(1000)}}`],
  ["arrays in arrays that don't end", '['.repeat(4000)],
  ['objects in objects', `${'{"a":'.repeat(600)}1${'}'.repeat(600)}`],
].map(([name, body]) => ({ name: `body: ${name}`, steps: [[patch({ body }), refused(400, 1003)]] }));

const fields = [
  ['nothing to update', '{}'],
  ['an unknown one', '{"first_name":"John","nickname":"J"}'],
  ['is_active', '{"first_name":"John","is_active":true}'],
  ['the number in a PATCH', json({ first_name: 'John', phone_number: alice.number })],
  ['another number in a PATCH', json({ first_name: 'John', phone_number: bob.number })],
  ['a base URL', '{"first_name":"John","baseURL":"https://evil.example"}'],
  ['in another case', '{"First_Name":"John"}'],
  ['a space behind its name', '{"first_name ":"John"}'],
  ['full-width letters', '{"ｆirst_name":"John"}'],
  ['__proto__', '{"first_name":"John","__proto__":{"first_name":"Eve"}}'],
  ['only __proto__', '{"__proto__":{"first_name":"Eve"}}'],
  ['constructor', '{"first_name":"John","constructor":{"prototype":{"x":1}}}'],
  ['null', '{"first_name":null}'],
  ['null for an image', '{"image_url":null}'],
  ['an empty text', '{"first_name":"John","last_name":""}'],
  ['a number', '{"first_name":7}'],
  ['a boolean', '{"first_name":true}'],
  ['an array', '{"first_name":["John"]}'],
  ['an object', '{"first_name":{"$ne":null}}'],
].map(([name, body]) => ({ name: `field: ${name}`, steps: [[patch({ body }), refused(400, 1005)]] }));

const numbers = [
  ['missing', { first_name: 'John' }, 1001],
  ['no name beside it', { phone_number: alice.number }, 1001],
  ['a number of JSON', { phone_number: 15551234567, first_name: 'John' }, 1002],
  ['null', { phone_number: null, first_name: 'John' }, 1002],
  ['a list', { phone_number: [alice.number], first_name: 'John' }, 1002],
  ['without its plus', { phone_number: alice.number.slice(1), first_name: 'John' }, 1002],
  ['encoded', { phone_number: '%2B15551234567', first_name: 'John' }, 1002],
  ['a newline at the end', { phone_number: `${alice.number}\n`, first_name: 'John' }, 1002],
  ['16 digits', { phone_number: '+1234567890123456', first_name: 'John' }, 1002],
  ['full-width digits', { phone_number: '+１５５５１２３４５６７', first_name: 'John' }, 1002],
  ['an unknown field beside it', { phone_number: alice.number, first_name: 'John', is_active: true }, 1005],
  [
    'an image of this machine',
    { phone_number: alice.number, first_name: 'John', image_url: 'https://127.0.0.1/' },
    1005,
  ],
].map(([name, body, code]) => ({ name: `POST: ${name}`, steps: [[post({ body: json(body) }), refused(400, code)]] }));
const posts = [
  {
    name: 'POST: the number twice',
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
  name: `image: ${json(url)}`,
  steps: [[patch({ body: json({ image_url: url }) }), refused(400, 1005)]],
}));

/** What goes through, as the core writes it. */
const legal = [
  ['4096 bytes', padded(LONGEST)],
  ['in another order', '{ "last_name": "Doe", "first_name": "John" }', '{"first_name":"John","last_name":"Doe"}'],
  ['escaped letters', String.raw`{"first\u005fname":"J\u006fhn \ud83d\ude00"}`, '{"first_name":"John 😀"}'],
  [
    'what would end a string, a line, a script',
    String.raw`{"first_name":"\"}\r\n\u2028</script>\u0000"}`,
    String.raw`{"first_name":"\"}\u000d\u000a` + '\u2028' + String.raw`</script>\u0000"}`,
  ],
  ['a public image', '{"image_url":"https://cdn.example.com/a.png?b=c#d"}'],
]
  .map(([name, body, sent = body.trim()]) => [name, body, sent, newcomer()])
  .map(([name, body, sent, user]) => ({
    name: `body: ${name}`,
    steps: [[patch({ user, body }), passed({ method: 'PATCH', number: user.number, body: sent })]],
  }));

const inChunks = newcomer();
const withTrailer = newcomer();
const chunked = [
  {
    name: 'chunks: byte by byte',
    steps: [
      [
        patch({ user: inChunks, chunks: [...'{"first_name":"John"}'] }),
        passed({ method: 'PATCH', number: inChunks.number, body: '{"first_name":"John"}' }),
      ],
    ],
  },
  {
    name: 'chunks: 4097 bytes, and more to come',
    steps: [[patch({ chunks: [padded(LONGEST), ' '], ending: '' }), refused(413, 1003)]],
  },
  { name: 'chunks: 4097 bytes, and an end', steps: [[patch({ chunks: [padded(LONGEST + 1)] }), refused(413, 1003)]] },
  { name: 'chunks: a size that is none', steps: [[patch({ chunks: [], ending: 'zz\r\n{}\r\n0\r\n\r\n' }), cut]] },
  {
    name: 'chunks: less than its size, and then the end',
    steps: [[patch({ chunks: ['{'], ending: '', end: 'half' }), cut]],
  },
  {
    name: 'chunks: trailers',
    steps: [
      [
        patch({
          user: withTrailer,
          chunks: ['{"first_name":"John"}'],
          ending: '0\r\nAuthorization: Bearer evil\r\nX-Evil: 1\r\n\r\n',
        }),
        passed({ method: 'PATCH', number: withTrailer.number, body: '{"first_name":"John"}' }),
      ],
    ],
  },
  { name: 'chunks: a reset in between', steps: [[patch({ chunks: ['{'], ending: '', end: 'reset' }), cut]] },
  {
    name: 'Content-Length: more than there is, and then a reset',
    steps: [[patch({ headers: { 'content-length': '100' }, end: 'reset' }), cut]],
  },
  {
    name: 'Content-Length: more than there is, and then the end',
    steps: [[patch({ headers: { 'content-length': '100' }, end: 'half' }), cut]],
  },
];

export const body = [...bytes, ...fields, ...numbers, ...posts, ...images, ...legal, ...chunked];
