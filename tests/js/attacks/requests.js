// The valid requests, of which each row changes one thing. They are bytes, so that they reach the host as they are: an HTTP
// client would correct them or refuse to send them.
import { origin } from './fixtures.js';
import { alice } from './users.js';

export const path = '/api/linq/v3/contact_card';

export const encoded = (number) => number.replace('+', '%2B');
export const targetOf = (number) => `${path}?phone_number=${encoded(number)}`;
export const json = JSON.stringify;

/** Encodes one chunk of a chunked body. */
export const chunk = (data) => {
  const bytes = Buffer.from(data);
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
};
const lastChunk = '0\r\n\r\n';

/**
 * @typedef {object} Changes What a row changes in a valid request.
 * @property {import('./users.js').User} [user]
 * @property {string} [method]
 * @property {string} [target]
 * @property {Record<string, string | readonly string[] | null>} [headers] By lower-case name. null omits a header, a list repeats it.
 * @property {string | Buffer} [body]
 * @property {readonly (string | Buffer)[]} [chunks] Sent with chunked transfer coding, instead of `body`.
 * @property {() => Iterable<Buffer>} [flood] Sent after everything else, for as long as the host reads.
 * @property {string} [ending] Sent instead of the last chunk.
 * @property {'half' | 'reset'} [end] The client closes its half of the connection after the last byte, or resets it.
 * @property {boolean} [keepsAlive] The host may keep the connection open.
 * @property {string} [version]
 */

/** @param {Changes} changes */
function request(
  method,
  {
    user = alice,
    target,
    headers = {},
    body = '',
    chunks,
    ending = lastChunk,
    flood,
    end,
    keepsAlive,
    version = 'HTTP/1.1',
    ...more
  },
) {
  const bytes = Buffer.from(body);
  const isWrite = method !== 'GET';
  const all = {
    host: 'dashboard.example',
    connection: 'close',
    cookie: `session=${user.name}`,
    ...(isWrite ? { origin, 'content-type': 'application/json' } : {}),
    ...(chunks ? { 'transfer-encoding': 'chunked' } : {}),
    ...(!chunks && (isWrite || bytes.length) ? { 'content-length': String(bytes.length) } : {}),
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, values]) =>
    [values ?? []].flat().map((value) => `${name}: ${value}\r\n`),
  );
  const sentMethod = more.method ?? method;
  const head = Buffer.from(`${sentMethod} ${target} ${version}\r\n${lines.join('')}\r\n`, 'latin1');
  const rest = chunks ? [...chunks.map(chunk), Buffer.from(ending)] : [bytes];
  return { method: sentMethod, user, bytes: Buffer.concat([head, ...rest]), flood, end, keepsAlive };
}

/** @param {Changes} [changes] */
export const get = (changes = {}) => request('GET', { target: targetOf((changes.user ?? alice).number), ...changes });

/** A GET of all cards. @param {Changes} [changes] */
export const list = (changes = {}) => request('GET', { target: path, ...changes });

/** @param {Changes} [changes] */
export const patch = (changes = {}) =>
  request('PATCH', { target: targetOf((changes.user ?? alice).number), body: '{"first_name":"John"}', ...changes });

/** @param {Changes} [changes] */
export const post = ({ user = alice, ...changes } = {}) =>
  request('POST', { user, target: path, body: json({ phone_number: user.number, first_name: 'John' }), ...changes });

/** A request that is written out byte by byte. */
export const raw = (text, { user = alice, method = 'GET', ...more } = {}) => ({
  method,
  user,
  bytes: Buffer.from(text, 'latin1'),
  ...more,
});
