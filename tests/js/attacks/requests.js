// The legal requests, from which each row departs in one thing. They are bytes: what an HTTP client would repair, or
// refuse to send, goes out as it is.
import { origin } from './given.js';
import { alice } from './people.js';

export const path = '/api/linq/v3/contact_card';

export const encoded = (number) => number.replace('+', '%2B');
export const targetOf = (number) => `${path}?phone_number=${encoded(number)}`;
export const json = JSON.stringify;

/** One chunk of a chunked body. */
export const chunk = (data) => {
  const bytes = Buffer.from(data);
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
};
const lastChunk = '0\r\n\r\n';

/**
 * @typedef {object} Departure What a row changes.
 * @property {import('./people.js').Person} [user]
 * @property {string} [method]
 * @property {string} [target]
 * @property {Record<string, string | readonly string[] | null>} [headers] by lower-case name: null leaves it out, a list repeats it
 * @property {string | Buffer} [body]
 * @property {readonly (string | Buffer)[]} [chunks] instead of `body`, in chunked coding
 * @property {() => Iterable<Buffer>} [flood] sent after all else for as long as the host takes it
 * @property {string} [ending] instead of the last chunk
 * @property {'half' | 'reset'} [end] after the bytes, the client closes its half of the connection, or resets it
 * @property {boolean} [isKept] the host may keep the connection open
 * @property {string} [version]
 */

/** @param {Departure} departure */
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
    isKept,
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
  const sent = more.method ?? method;
  const head = Buffer.from(`${sent} ${target} ${version}\r\n${lines.join('')}\r\n`, 'latin1');
  const rest = chunks ? [...chunks.map(chunk), Buffer.from(ending)] : [bytes];
  return { method: sent, user, parts: [Buffer.concat([head, ...rest])], flood, end, isKept };
}

export const get = (departure = {}) =>
  request('GET', { target: targetOf((departure.user ?? alice).number), ...departure });

/** A GET of all cards. */
export const list = (departure = {}) => request('GET', { target: path, ...departure });

export const patch = (departure = {}) =>
  request('PATCH', { target: targetOf((departure.user ?? alice).number), body: '{"first_name":"John"}', ...departure });

export const post = ({ user = alice, ...departure } = {}) =>
  request('POST', { user, target: path, body: json({ phone_number: user.number, first_name: 'John' }), ...departure });

/** Bytes as they are. */
export const raw = (text, { user = alice, method = 'GET', ...more } = {}) => ({
  method,
  user,
  parts: [Buffer.from(text, 'latin1')],
  ...more,
});
