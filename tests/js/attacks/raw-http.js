// An HTTP/1.1 client that sends any bytes, and a parser of the responses.
import { connect } from 'node:net';

/** Milliseconds after which a connection counts as left open. No host takes as long, on a busy machine either. */
const LEFT_OPEN = 180_000;

/**
 * Sends a request, and reads until the host has closed the connection.
 * @param {{ port: number, ignoresClose?: boolean }} host
 * @returns {Promise<{ received: Buffer, sent: number, isClosed: boolean }>}
 */
export async function exchange({ port, ignoresClose }, { bytes, method, flood, end, keepsAlive }) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const received = [];
  let isOver = false;
  let isClosed = true;
  socket.on('data', (part) => {
    received.push(part);
    if (!(keepsAlive || ignoresClose) || parseResponses(Buffer.concat(received), method).length === 0) return;
    // The host won't close the connection. Without `keepsAlive`, it still responds to what else it took for a request.
    if (keepsAlive) socket.destroy();
    else socket.end();
  });
  // A reset is a way to refuse. What was received before it counts.
  socket.on('error', () => {});
  const closed = new Promise((resolve) => {
    socket.once('close', () => {
      isOver = true;
      resolve();
    });
  });
  const timer = setTimeout(() => {
    isClosed = false;
    socket.destroy();
  }, LEFT_OPEN);
  let sent = 0;
  /** Resolves when there is room for more, or the connection is closed. */
  const write = (data) => {
    sent += data.length;
    const written = new Promise((resolve) => {
      if (socket.write(data) || isOver) setImmediate(resolve);
      else socket.once('drain', resolve);
    });
    return Promise.race([written, closed]);
  };
  await write(bytes);
  if (end === 'half') socket.end();
  if (end === 'reset') socket.resetAndDestroy();
  for (const block of flood?.() ?? []) {
    if (isOver || received.length) break;
    await write(block);
  }
  await closed;
  clearTimeout(timer);
  return { received: Buffer.concat(received), sent, isClosed };
}

/**
 * Returns the final responses in what was received on a connection, without interim ones (1xx). Throws if one is malformed.
 * @returns {{ status: number, reason: string, headers: [string, string][], body: string }[]}
 */
export function parseResponses(received, method) {
  const found = [];
  let rest = received;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return found;
    const [first, ...lines] = rest.subarray(0, end).toString('latin1').split('\r\n');
    const [, status, reason] = /^HTTP\/1\.[01] (\d{3})(?: (.*))?$/.exec(first) ?? [];
    if (!status) throw new Error(`not a status line: ${first}`);
    const headers = lines.map((line) => {
      const colon = line.indexOf(':');
      if (colon < 1 || /\s/.test(line.slice(0, colon))) throw new Error(`not a header: ${line}`);
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    });
    const isBodiless = method === 'HEAD' || status < 200 || status === '204' || status === '304';
    const { body, length } = isBodiless
      ? { body: Buffer.alloc(0), length: 0 }
      : parseBody(rest.subarray(end + 4), headers);
    if (length === undefined) return found;
    rest = rest.subarray(end + 4 + length);
    if (status >= 200) found.push({ status: Number(status), reason: reason ?? '', headers, body: body.toString() });
  }
  return found;
}

/** Returns a decoded body and its encoded length; neither while it is incomplete. */
function parseBody(bytes, headers) {
  const value = (name) => headers.find(([key]) => key === name)?.[1];
  if (value('transfer-encoding') === undefined) {
    const length = Number(value('content-length') ?? bytes.length);
    return bytes.length < length ? {} : { body: bytes.subarray(0, length), length };
  }
  const parts = [];
  let at = 0;
  for (;;) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return {};
    const size = parseInt(bytes.subarray(at, line).toString('latin1'), 16);
    if (bytes.length < line + 2 + size + 2) return {};
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
    if (size === 0) return { body: Buffer.concat(parts), length: at };
  }
}
