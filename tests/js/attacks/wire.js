// A client for HTTP/1.1 by hand.
import { connect } from 'node:net';

/**
 * Sends bytes and reads until the other side has closed the connection, or for `within` milliseconds.
 * @param {{ port: number, ignoresClose?: boolean }} host
 * @returns {Promise<{ received: Buffer, sent: number, isClosed: boolean, duration: number }>}
 */
export async function exchange({ port, ignoresClose }, { parts, method, flood, end, isKept }, within = 10_000) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const received = [];
  const start = performance.now();
  let isOver = false;
  let isAnswered = false;
  socket.on('data', (bytes) => {
    isAnswered = true;
    received.push(bytes);
    if (!(isKept || ignoresClose) || answers(Buffer.concat(received), method).length === 0) return;
    // Who keeps a connection open isn't waited for. What else was asked for on it is still answered.
    if (isKept) socket.destroy();
    else socket.end();
  });
  // A reset is one of the ways to refuse; what came before it counts.
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', () => resolve((isOver = true))));
  const timer = setTimeout(() => socket.destroy(), within);
  let sent = 0;
  /** Until there is room for more, or nobody is there who would take it. */
  const write = (bytes) =>
    new Promise((resolve) => {
      sent += bytes.length;
      if (socket.write(bytes) || isOver) setImmediate(resolve);
      else socket.once('drain', resolve);
    });
  for (const part of parts) await Promise.race([write(part), closed]);
  if (end === 'half') socket.end();
  if (end === 'reset') socket.resetAndDestroy();
  if (flood) {
    for (const bytes of flood()) {
      if (isOver || isAnswered) break;
      await Promise.race([write(bytes), closed]);
    }
  }
  await closed;
  clearTimeout(timer);
  const duration = performance.now() - start;
  return { received: Buffer.concat(received), sent, isClosed: duration < within, duration };
}

/**
 * The answers in what a connection gave, without those that only announce others. Ill-formed ones throw.
 * @returns {{ status: number, reason: string, headers: [string, string][], body: string }[]}
 */
export function answers(received, method) {
  const found = [];
  let rest = received;
  while (rest.length > 0) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) return found;
    const [first, ...lines] = rest.subarray(0, end).toString('latin1').split('\r\n');
    const [, status, reason] = /^HTTP\/1\.[01] (\d{3})(?: (.*))?$/.exec(first) ?? [];
    if (!status) throw new Error(`this is no answer: ${first}`);
    const headers = lines.map((line) => {
      const colon = line.indexOf(':');
      if (colon < 1 || /\s/.test(line.slice(0, colon))) throw new Error(`this is no header: ${line}`);
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    });
    const isBodiless = method === 'HEAD' || status < 200 || status === '204' || status === '304';
    const { body, length } = isBodiless
      ? { body: Buffer.alloc(0), length: 0 }
      : content(rest.subarray(end + 4), headers);
    if (length === undefined) return found;
    rest = rest.subarray(end + 4 + length);
    if (status >= 200) found.push({ status: Number(status), reason: reason ?? '', headers, body: body.toString() });
  }
  return found;
}

/** A body, and how many bytes it takes on the wire: undefined while there is more to come. */
function content(bytes, headers) {
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
