// A server in place of Linq: records every request byte by byte, and sends the response that a row scripts.
import { createServer } from 'node:http';
import { once } from 'node:events';

export const upstreamPath = '/api/partner/v3/contact_card';

/** Returns the card of a number on this server. */
export const cardOf = (phone_number, more = {}) => ({ first_name: 'John', is_active: true, phone_number, ...more });

/**
 * A scripted response.
 * @typedef {object} Scripted
 * @property {number} [status]
 * @property {string} [reason] The reason phrase; default: the status's own.
 * @property {Record<string, string | string[]>} [headers]
 * @property {unknown} [body] Text and bytes are sent as they are, everything else as JSON.
 * @property {'reset' | 'reset in body' | 'stall' | 'stall in body' | 'endless body' | 'garbage'} [fault]
 */

/** @typedef {{ method: string, target: string, version: string, headers: [string, string][], trailers: string[], body: Buffer, number: string }} Recorded */

export async function startUpstream() {
  /** @type {Recorded[]} */
  let recorded = [];
  /** By number; '' for the list. @type {Map<string, Scripted>} */
  const scripts = new Map();

  // Without timeouts: a gateway must never send on a connection that is being closed.
  const settings = { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 };
  const server = createServer(settings, async (request, response) => {
    const record = recordHead(request);
    try {
      const parts = [];
      for await (const part of request) parts.push(part);
      record.body = Buffer.concat(parts);
      record.trailers = request.rawTrailers;
      record.number = numberOf(record);
      await respond(response, scripts.get(record.number) ?? {}, record);
    } catch {
      response.destroy(); // The gateway has closed the connection, as some rows expect.
    }
  });
  const recordHead = ({ method, url, httpVersion, rawHeaders }) => {
    const headers = rawHeaders.flatMap((name, index) =>
      index % 2 ? [] : [[name.toLowerCase(), rawHeaders[index + 1]]],
    );
    const record = { method, target: url, version: httpVersion, headers, trailers: [], body: Buffer.alloc(0) };
    record.number = numberOf(record);
    recorded.push(record);
    return record;
  };
  // The gateway may send neither of these.
  for (const event of ['connect', 'upgrade']) {
    server.on(event, (request, socket) => {
      recordHead(request);
      socket.destroy();
    });
  }
  server.on('clientError', ({ code = '' }, socket) => {
    // Other errors belong to connections that a gateway closes in the middle of an exchange.
    if (code.startsWith('HPE_')) recordHead({ method: `malformed: ${code}`, url: '', httpVersion: '', rawHeaders: [] });
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const authority = `127.0.0.1:${server.address().port}`;

  return {
    authority,
    url: `http://${authority}/api/partner`,
    /** Sets the response to requests for a number; '' for the list. */
    script: (number, response) => scripts.set(number, response),
    /** Removes the recorded requests for which `isMine` holds, and returns them. */
    take(isMine) {
      const mine = recorded.filter(isMine);
      recorded = recorded.filter((record) => !mine.includes(record));
      return mine;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function numberOf({ target, body }) {
  try {
    const query = new URL(target, 'http://upstream').searchParams.get('phone_number');
    if (query) return query;
    return JSON.parse(body.toString()).phone_number ?? '';
  } catch {
    return '';
  }
}

async function respond(response, { status = 200, reason, headers = {}, body, fault }, { number, method }) {
  const { socket } = response;
  if (fault === 'stall') return;
  if (fault === 'reset') return void socket.resetAndDestroy();
  if (fault === 'garbage') return void socket.end('SMTP ready\r\n\r\n');
  const card = cardOf(number);
  const content = body ?? (method === 'GET' ? { contact_cards: [card] } : card);
  const bytes =
    typeof content === 'string' || Buffer.isBuffer(content)
      ? Buffer.from(content)
      : Buffer.from(JSON.stringify(content));
  response.writeHead(status, ...(reason === undefined ? [] : [reason]), {
    'content-type': 'application/json',
    ...headers,
  });
  if (!fault) return void response.end(bytes);
  response.write(bytes.subarray(0, bytes.length / 2));
  if (fault === 'stall in body') return;
  if (fault === 'reset in body') return void setImmediate(() => socket.resetAndDestroy());
  // Endless, until the gateway closes the connection.
  const block = Buffer.alloc(16 * 1024, ' ');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  while (!socket.destroyed) {
    if (!response.write(block)) await Promise.race([new Promise((resolve) => response.once('drain', resolve)), closed]);
  }
}
