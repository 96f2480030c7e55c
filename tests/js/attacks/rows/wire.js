// Rows about HTTP/1.1 itself. Most are the host's to refuse; what one lets through must be the legal request, once.
import { cut, cutOrLegal, passed, unless } from '../expectations.js';
import { newcomer } from '../people.js';
import { path, raw, targetOf } from '../requests.js';

const content = '{"first_name":"John"}';
const common = 'Host: dashboard.example\r\nConnection: close\r\nCookie: SESSION\r\n';
const write = `PATCH TARGET HTTP/1.1\r\n${common}Origin: https://dashboard.example\r\nContent-Type: application/json\r\n`;
const read = `GET TARGET HTTP/1.1\r\n${common}`;
const inside = `GET ${path} HTTP/1.1\r\nHost: dashboard.example\r\n\r\n`;
/** What workerd's parser takes for the legal request; and what hyper's does, too. */
const butWorkerd = unless(cut, { workerd: cutOrLegal });
const butBoth = unless(cut, { workerd: cutOrLegal, emulator: cutOrLegal });
const butHyper = unless(cut, { emulator: cutOrLegal });
/** Node leaves `Host` to whom it concerns, which the gateway isn't. */
const butNode = (user) => unless(cutOrLegal, { node: passed({ method: 'GET', number: user.number }) });
const chunked = `${content.length.toString(16)}\r\n${content}\r\n0\r\n\r\n`;

export const wire = [
  [
    'a length and chunks',
    `${write}Content-Length: ${content.length}\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`,
    butBoth,
  ],
  [
    'chunks and a length',
    `${write}Transfer-Encoding: chunked\r\nContent-Length: ${chunked.length}\r\n\r\n${chunked}`,
    butBoth,
  ],
  [
    'a length of nothing and chunks, and a request in them',
    `${write}Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}${inside}`,
    butBoth,
  ],
  ['two lengths that differ', `${write}Content-Length: ${content.length}\r\nContent-Length: 0\r\n\r\n${content}`, cut],
  ['two lengths in one', `${write}Content-Length: ${content.length}, 0\r\n\r\n${content}`, cut],
  [
    'the same length twice',
    `${write}Content-Length: ${content.length}\r\nContent-Length: ${content.length}\r\n\r\n${content}`,
    cutOrLegal,
  ],
  ['a length with a plus', `${write}Content-Length: +${content.length}\r\n\r\n${content}`, cut],
  ['a length below zero', `${write}Content-Length: -1\r\n\r\n${content}`, cut],
  ['a length in hexadecimal', `${write}Content-Length: 0x15\r\n\r\n${content}`, cut],
  ['a length with a fraction', `${write}Content-Length: 21.0\r\n\r\n${content}`, cut],
  ['an empty length', `${write}Content-Length:\r\n\r\n${content}`, cut],
  ['another coding', `${write}Transfer-Encoding: xchunked\r\n\r\n${chunked}`, cut],
  ['identity as a coding', `${write}Transfer-Encoding: identity\r\n\r\n${content}`, cut],
  ['chunked, and then another coding', `${write}Transfer-Encoding: chunked, gzip\r\n\r\n${chunked}`, cut],
  ['chunked twice', `${write}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`, cutOrLegal],
  [
    'two codings that differ',
    `${write}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n${chunked}`,
    cut,
  ],
  ['a space before the colon', `${write}Transfer-Encoding : chunked\r\n\r\n${chunked}`, butWorkerd],
  ['a space before the colon of a length', `${write}Content-Length : ${content.length}\r\n\r\n${content}`, butWorkerd],
  ['a tab in a coding', `${write}Transfer-Encoding:\tchunked\v\r\n\r\n${chunked}`, cut],
  [
    'a chunk extension',
    `${write}Transfer-Encoding: chunked\r\n\r\n${content.length.toString(16)};evil="1"\r\n${content}\r\n0\r\n\r\n`,
    cutOrLegal,
  ],
  [
    'a chunk size of 17 digits',
    `${write}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n${content}\r\n0\r\n\r\n`,
    cut,
  ],
  [
    'a chunk that ends with a bare LF',
    `${write}Transfer-Encoding: chunked\r\n\r\n${content.length.toString(16)}\n${content}\n0\n\n`,
    butWorkerd,
  ],
  ['bare LFs', `${read}\r\n`.replaceAll('\r\n', '\n'), butBoth],
  ['a bare CR in a header', `${read}X-Evil: a\rb\r\n\r\n`, cut],
  ['a folded header', `${read}X-Evil: a\r\n b\r\n\r\n`, butWorkerd],
  [
    'a folded Origin',
    `${write.replace('Origin: ', 'Origin:\r\n ')}Content-Length: ${content.length}\r\n\r\n${content}`,
    butWorkerd,
  ],
  ['a NUL in a header', `${read}X-Evil: a\0b\r\n\r\n`, cut],
  ['a header without a colon', `${read}X-Evil\r\n\r\n`, cut],
  ['a header without a name', `${read}: evil\r\n\r\n`, cut],
  ["a space in a header's name", `${read}X Evil: 1\r\n\r\n`, cut],
  ['a header of 1 MB', `${read}X-Evil: ${'a'.repeat(1024 * 1024)}\r\n\r\n`, cut],
  ['10,000 headers', `${read}${'X-Evil: 1\r\n'.repeat(10_000)}\r\n`, butWorkerd],
  ['a target of 1 MB', `${read.replace('TARGET', `TARGET${'1'.repeat(1024 * 1024)}`)}\r\n`, cut],
  ['a tab in the target', `${read.replace('TARGET', 'TARGET\t')}\r\n`, butWorkerd],
  ['a space in the target', `${read.replace('TARGET', 'TARGET 1')}\r\n`, butWorkerd],
  ['a NUL in the target', `${read.replace('TARGET', 'TARGET\0')}\r\n`, cut],
  ['a byte above ASCII in the target', `${read.replace('TARGET', 'TARGET\xf6')}\r\n`, cut],
  ['no target', `${read.replace('TARGET ', '')}\r\n`, cut],
  ['no Host', `${read.replace('Host: dashboard.example\r\n', '')}\r\n`, butHyper],
  ['two Hosts', `${read}Host: evil.example\r\n\r\n`, cutOrLegal],
  ...[
    'dash board',
    'dashboard.example/evil?',
    'dashboard.example#',
    'evil@dashboard.example',
    'evil:evil@dashboard.example',
    '[',
    '',
  ].map((host) => [`the Host ${JSON.stringify(host)}`, `${read.replace('dashboard.example', host)}\r\n`, butNode]),
  ['HTTP/1.0', `${read.replace('HTTP/1.1', 'HTTP/1.0')}\r\n`, cutOrLegal],
  ['HTTP/0.9', 'GET TARGET\r\n\r\n', cut],
  ['HTTP/1.2', `${read.replace('HTTP/1.1', 'HTTP/1.2')}\r\n`, cutOrLegal],
  ['HTTP/2.0', `${read.replace('HTTP/1.1', 'HTTP/2.0')}\r\n`, cutOrLegal],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', cut],
  ['lower-case http', `${read.replace('HTTP/1.1', 'http/1.1')}\r\n`, butWorkerd],
  ['a method with a tab', `${read.replace('GET', 'GET\t')}\r\n`, butWorkerd],
  ['an empty line in front', `\r\n${read}\r\n`, cutOrLegal],
  ['TLS', '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\r\n\r\n', cut],
]
  .map(([name, text, expected]) => [name, text, expected, newcomer()])
  .map(([name, text, expected, user]) => {
    const bytes = text.replace('SESSION', `session=${user.name}`).replace('TARGET', targetOf(user.number));
    const what = typeof expected === 'function' ? expected(user) : expected;
    return { name: `wire: ${name}`, steps: [[raw(bytes, { user, method: text.split(' ')[0] }), what]] };
  });
