// Attacks in the syntax of HTTP/1.1: request smuggling, header injection, malformed heads. Most are refused by the host's
// parser. What a parser accepts must be forwarded as the valid request, once.
import { blocked, blockedOrNormalised, forwarded, unless } from '../expectations.js';
import { path, raw, targetOf } from '../requests.js';
import { uniqueUser } from '../users.js';

const content = '{"first_name":"John"}';
const common = 'Host: dashboard.example\r\nConnection: close\r\nCookie: SESSION\r\n';
const write = `PATCH TARGET HTTP/1.1\r\n${common}Origin: https://dashboard.example\r\nContent-Type: application/json\r\n`;
const read = `GET TARGET HTTP/1.1\r\n${common}`;
const smuggled = `GET ${path} HTTP/1.1\r\nHost: dashboard.example\r\n\r\n`;
/** Requests that the parsers of workerd or hyper, which the emulator uses, accept as valid. */
const exceptOnWorkerd = unless(blocked, { workerd: blockedOrNormalised });
const exceptOnBoth = unless(blocked, { workerd: blockedOrNormalised, emulator: blockedOrNormalised });
/** Node doesn't check `Host`, which has no effect on the gateway. */
const exceptOnNode = (user) => unless(blockedOrNormalised, { node: forwarded({ method: 'GET', number: user.number }) });
const chunked = `${content.length.toString(16)}\r\n${content}\r\n0\r\n\r\n`;

export const httpSyntaxRows = [
  [
    'request smuggling, Content-Length before Transfer-Encoding',
    `${write}Content-Length: ${content.length}\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`,
    exceptOnBoth,
  ],
  [
    'request smuggling, Transfer-Encoding before Content-Length',
    `${write}Transfer-Encoding: chunked\r\nContent-Length: ${chunked.length}\r\n\r\n${chunked}`,
    exceptOnBoth,
  ],
  [
    'request smuggling, a request after Content-Length 0 and chunks',
    `${write}Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}${smuggled}`,
    exceptOnBoth,
  ],
  [
    'request smuggling, two different Content-Length headers',
    `${write}Content-Length: ${content.length}\r\nContent-Length: 0\r\n\r\n${content}`,
    blocked,
  ],
  [
    'request smuggling, two lengths in one Content-Length',
    `${write}Content-Length: ${content.length}, 0\r\n\r\n${content}`,
    blocked,
  ],
  [
    'request smuggling, Content-Length sent twice',
    `${write}Content-Length: ${content.length}\r\nContent-Length: ${content.length}\r\n\r\n${content}`,
    blockedOrNormalised,
  ],
  [
    'request smuggling, Content-Length with a plus',
    `${write}Content-Length: +${content.length}\r\n\r\n${content}`,
    blocked,
  ],
  ['request smuggling, a negative Content-Length', `${write}Content-Length: -1\r\n\r\n${content}`, blocked],
  ['request smuggling, a hexadecimal Content-Length', `${write}Content-Length: 0x15\r\n\r\n${content}`, blocked],
  ['request smuggling, Content-Length with a fraction', `${write}Content-Length: 21.0\r\n\r\n${content}`, blocked],
  ['request smuggling, an empty Content-Length', `${write}Content-Length:\r\n\r\n${content}`, blocked],
  ['request smuggling, an unknown Transfer-Encoding', `${write}Transfer-Encoding: xchunked\r\n\r\n${chunked}`, blocked],
  ['request smuggling, Transfer-Encoding: identity', `${write}Transfer-Encoding: identity\r\n\r\n${content}`, blocked],
  [
    'request smuggling, Transfer-Encoding: chunked, gzip',
    `${write}Transfer-Encoding: chunked, gzip\r\n\r\n${chunked}`,
    blocked,
  ],
  [
    'request smuggling, Transfer-Encoding sent twice',
    `${write}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n${chunked}`,
    blockedOrNormalised,
  ],
  [
    'request smuggling, two different Transfer-Encoding headers',
    `${write}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n${chunked}`,
    blocked,
  ],
  [
    'request smuggling, a space after Transfer-Encoding',
    `${write}Transfer-Encoding : chunked\r\n\r\n${chunked}`,
    exceptOnWorkerd,
  ],
  [
    'request smuggling, a space after Content-Length',
    `${write}Content-Length : ${content.length}\r\n\r\n${content}`,
    exceptOnWorkerd,
  ],
  ['request smuggling, white space around chunked', `${write}Transfer-Encoding:\tchunked\v\r\n\r\n${chunked}`, blocked],
  [
    'request smuggling, a chunk extension',
    `${write}Transfer-Encoding: chunked\r\n\r\n${content.length.toString(16)};evil="1"\r\n${content}\r\n0\r\n\r\n`,
    blockedOrNormalised,
  ],
  [
    'request smuggling, a chunk size of 17 digits',
    `${write}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n${content}\r\n0\r\n\r\n`,
    blocked,
  ],
  [
    'request smuggling, chunks that end with a bare LF',
    `${write}Transfer-Encoding: chunked\r\n\r\n${content.length.toString(16)}\n${content}\n0\n\n`,
    exceptOnWorkerd,
  ],
  ['request smuggling, lines that end with a bare LF', `${read}\r\n`.replaceAll('\r\n', '\n'), exceptOnBoth],
  ['header injection, a bare CR in a header', `${read}X-Evil: a\rb\r\n\r\n`, blocked],
  ['header injection, a folded header', `${read}X-Evil: a\r\n b\r\n\r\n`, exceptOnWorkerd],
  [
    'header injection, a folded Origin',
    `${write.replace('Origin: ', 'Origin:\r\n ')}Content-Length: ${content.length}\r\n\r\n${content}`,
    exceptOnWorkerd,
  ],
  ['header injection, a NUL in a header', `${read}X-Evil: a\0b\r\n\r\n`, blocked],
  ['malformed head, a header without a colon', `${read}X-Evil\r\n\r\n`, blocked],
  ['malformed head, a header without a name', `${read}: evil\r\n\r\n`, blocked],
  ['malformed head, a space in a header name', `${read}X Evil: 1\r\n\r\n`, blocked],
  ['oversized head, a header of 1 MB', `${read}X-Evil: ${'a'.repeat(1024 * 1024)}\r\n\r\n`, blocked],
  ['oversized head, 10,000 headers', `${read}${'X-Evil: 1\r\n'.repeat(10_000)}\r\n`, exceptOnWorkerd],
  ['oversized head, a target of 1 MB', `${read.replace('TARGET', `TARGET${'1'.repeat(1024 * 1024)}`)}\r\n`, blocked],
  ['malformed head, a tab in the target', `${read.replace('TARGET', 'TARGET\t')}\r\n`, exceptOnWorkerd],
  ['malformed head, a space in the target', `${read.replace('TARGET', 'TARGET 1')}\r\n`, exceptOnWorkerd],
  ['malformed head, a NUL in the target', `${read.replace('TARGET', 'TARGET\0')}\r\n`, blocked],
  ['malformed head, a non-ASCII byte in the target', `${read.replace('TARGET', 'TARGET\xf6')}\r\n`, blocked],
  ['malformed head, no target', `${read.replace('TARGET ', '')}\r\n`, blocked],
  ['DNS rebinding, no Host', `${read.replace('Host: dashboard.example\r\n', '')}\r\n`, blocked],
  ['DNS rebinding, two Host headers', `${read}Host: evil.example\r\n\r\n`, blockedOrNormalised],
  ...[
    'dash board',
    'dashboard.example/evil?',
    'dashboard.example#',
    'evil@dashboard.example',
    'evil:evil@dashboard.example',
    '[',
    '',
  ].map((host) => [
    `host header injection, Host ${JSON.stringify(host)}`,
    `${read.replace('dashboard.example', host)}\r\n`,
    exceptOnNode,
  ]),
  ['protocol version, HTTP/1.0', `${read.replace('HTTP/1.1', 'HTTP/1.0')}\r\n`, blockedOrNormalised],
  ['protocol version, HTTP/0.9', 'GET TARGET\r\n\r\n', blocked],
  ['protocol version, HTTP/1.2', `${read.replace('HTTP/1.1', 'HTTP/1.2')}\r\n`, blockedOrNormalised],
  ['protocol version, HTTP/2.0', `${read.replace('HTTP/1.1', 'HTTP/2.0')}\r\n`, blockedOrNormalised],
  ['protocol confusion, the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', blocked],
  ['protocol version, lower-case http', `${read.replace('HTTP/1.1', 'http/1.1')}\r\n`, exceptOnWorkerd],
  ['malformed head, a tab after the method', `${read.replace('GET', 'GET\t')}\r\n`, exceptOnWorkerd],
  ['malformed head, a leading empty line', `\r\n${read}\r\n`, blockedOrNormalised],
  ['protocol confusion, a TLS handshake', '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\r\n\r\n', blocked],
]
  .map(([name, text, expected]) => [name, text, expected, uniqueUser()])
  .map(([name, text, expected, user]) => {
    const bytes = text.replace('SESSION', `session=${user.name}`).replace('TARGET', targetOf(user.number));
    const outcome = typeof expected === 'function' ? expected(user) : expected;
    const result = expected === blocked ? 'refused' : 'refused, or forwarded as the valid request';
    return { name: `${name}: ${result}`, steps: [[raw(bytes, { user, method: text.split(' ')[0] }), outcome]] };
  });
