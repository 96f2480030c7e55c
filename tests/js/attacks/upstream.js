// Stands for Linq: writes down what reaches it, byte by byte, and answers as a row wants.
import { createServer } from 'node:http';
import { once } from 'node:events';

export const upstreamPath = '/api/partner/v3/contact_card';

/** The card that a number has here. */
export const cardOf = (phone_number, more = {}) => ({ first_name: 'John', is_active: true, phone_number, ...more });

/**
 * What a row may have it answer.
 * @typedef {object} Answer
 * @property {number} [status]
 * @property {string} [reason] instead of the status' own
 * @property {Record<string, string | string[]>} [headers]
 * @property {unknown} [body] a text or bytes as they are, else as JSON
 * @property {'reset' | 'reset in body' | 'stall' | 'stall in body' | 'endless body' | 'garbage'} [fault]
 */

/** @typedef {{ method: string, target: string, version: string, headers: [string, string][], trailers: string[], body: Buffer }} Received */

export async function startUpstream() {
  /** @type {Received[]} */
  let received = [];
  /** By number; '' for the list. @type {Map<string, Answer>} */
  const scripted = new Map();

  const server = createServer(async (request, response) => {
    const record = note(request);
    try {
      const parts = [];
      for await (const part of request) parts.push(part);
      record.body = Buffer.concat(parts);
      record.trailers = request.rawTrailers;
      const number = numberOf(record);
      record.number = number;
      await answer(response, scripted.get(number) ?? {}, number, request.method);
    } catch {
      response.destroy(); // the gateway left, which some rows want
    }
  });
  const note = ({ method, url, httpVersion, rawHeaders }) => {
    const headers = rawHeaders.flatMap((name, index) =>
      index % 2 ? [] : [[name.toLowerCase(), rawHeaders[index + 1]]],
    );
    const record = { method, target: url, version: httpVersion, headers, trailers: [], body: Buffer.alloc(0) };
    record.number = numberOf(record);
    received.push(record);
    return record;
  };
  // Neither of these is a request that the gateway may send.
  for (const event of ['connect', 'upgrade']) server.on(event, (request, socket) => (note(request), socket.destroy()));
  server.on('clientError', ({ code = '' }, socket) => {
    // Other errors are of connections that a gateway leaves in the middle of an exchange.
    if (code.startsWith('HPE_')) note({ method: `ill-formed: ${code}`, url: '', httpVersion: '', rawHeaders: [] });
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const authority = `127.0.0.1:${server.address().port}`;

  return {
    authority,
    url: `http://${authority}/api/partner`,
    script: (number, how) => scripted.set(number, how),
    /** What came and nobody has taken yet, of those that `isMine`. */
    take(isMine) {
      const mine = received.filter(isMine);
      received = received.filter((record) => !mine.includes(record));
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

async function answer(response, { status = 200, reason, headers = {}, body, fault }, number, method) {
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
  // Endless: for as long as somebody reads.
  const block = Buffer.alloc(16 * 1024, ' ');
  const closed = new Promise((resolve) => socket.once('close', resolve));
  while (!socket.destroyed) {
    if (!response.write(block)) await Promise.race([new Promise((resolve) => response.once('drain', resolve)), closed]);
  }
}
