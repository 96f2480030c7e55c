// A gateway of the documentation or the examples, called as its page would.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

const path = '/api/linq/v3/contact_card';
/** The phone number of the user, and one of the same account that isn't theirs. */
const own = '+15551234567';
export const foreign = '+15551230001';

/**
 * Calls the gateway at `url` with these headers. `read` and `write` return the status and, of an error, its code, otherwise
 * the first name; `left` returns the write budget.
 */
export function visitor(url, headers) {
  const call = async (method, phone_number, fields) => {
    const query = new URLSearchParams({ phone_number });
    const response = await fetch(`${url}${path}?${query}`, {
      method,
      headers: { ...(fields && { 'content-type': 'application/json' }), ...headers },
      body: fields && JSON.stringify(fields),
    });
    const { error, contact_cards: [card] = [], ...updated } = await response.json();
    return { outcome: [response.status, error?.code ?? (card ?? updated).first_name], headers: response.headers };
  };
  const read = async (phone_number = own) => (await call('GET', phone_number)).outcome;
  const write = async (first_name, phone_number = own) => (await call('PATCH', phone_number, { first_name })).outcome;
  const left = async (first_name) => (await call('PATCH', own, { first_name })).headers.get('x-write-budget');
  return { read, write, left };
}

/** Asserts what every gateway does for the session of `headers`: it accepts three writes, the last one with this name. */
export async function drive(url, headers, name) {
  const page = visitor(url, headers);
  assert.equal((await page.read())[0], 200);
  assert.deepEqual(await page.read(foreign), [403, 2006]);
  assert.deepEqual(await page.write('Not mine', foreign), [403, 2006]);
  assert.deepEqual(
    await visitor(url, { ...headers, origin: 'https://elsewhere.example' }).write('Elsewhere'),
    [403, 2005],
  );
  assert.match(await page.left('First'), /^limit=3, remaining=2, reset=\d+$/);
  assert.deepEqual(await page.write('Second'), [200, 'Second']);
  assert.deepEqual(await page.write(name), [200, name]);
  assert.deepEqual(await page.write('Fourth'), [429, 1007]);
  assert.deepEqual(await page.read(), [200, name]);
}

/** Sends a request byte for byte. Returns the status of the response, and its code if it is the gateway's. */
export async function raw(url, head, body) {
  const { hostname, port } = new URL(url);
  const socket = connect(port, hostname);
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  const response = await text(socket);
  return [Number(response.split(' ', 2)[1]), Number(/"code":(\d+)/.exec(response)?.[1] ?? 0)];
}

/**
 * Asserts the outcomes of a header that is sent twice where a framework reads Node's `headers`: two origins are joined, and of
 * two content types the first one counts, so that the gateway refuses the empty update.
 */
export async function driveTwoHeaders(url, { origin, cookie = '' }) {
  const write = (...headers) =>
    raw(
      url,
      [
        `PATCH ${path}?phone_number=%2B15551234567 HTTP/1.1`,
        'Host: 127.0.0.1',
        'Connection: close',
        'Content-Length: 2',
        `Cookie: ${cookie}`,
        ...headers,
      ],
      '{}',
    );
  const json = 'Content-Type: application/json';
  assert.deepEqual(await write(`Origin: ${origin}`, 'Origin: https://elsewhere.example', json), [403, 2005]);
  assert.deepEqual(await write(`Origin: ${origin}`, json, 'Content-Type: text/plain'), [400, 1005]);
}
