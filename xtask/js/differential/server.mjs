// The `fetch` of one call: it notes what is sent, and responds as the case's script says.
import { elapsed, later, wait } from './world.mjs';

/**
 * @param {any} call
 * @param {any} seen what is seen of the call
 * @param {{ note: (value: unknown) => unknown, known: Map<unknown, string>, inFetch: (count: number) => void }} tools
 */
export function openFetch({ script, isDeaf, name, input }, seen, { note, known, inFetch }) {
  /** @type {AbortSignal[]} */
  const signals = [];
  /** @this {unknown} */
  function fetch(url, init, ...more) {
    // The script's last reply is for all further requests.
    const reply = script[Math.min(seen.sent.length, script.length - 1)];
    const { signal, headers, ...rest } = init;
    seen.sent.push({
      at: elapsed(),
      url: note(url),
      this: note(this),
      ...rest,
      headers: note(headers instanceof Headers ? [...headers] : headers),
      signal: signal instanceof AbortSignal ? (signal.aborted ? 'aborted' : 'open') : note(signal),
      more,
    });
    if (signal instanceof AbortSignal) signals.push(signal);
    inFetch(seen.sent.length);
    if (reply.throws === 'at once') throw failure(reply.throws, url, known);
    const response = respond(reply, { url, init, seen, known });
    return isDeaf || !signal ? response : untilAborted(response, signal);
  }
  return { fetch, signals };
}

/** Settles as `response` does, or rejects with the signal's reason. */
function untilAborted(response, signal) {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    response.then(resolve, reject);
  });
}

/** @param {any} reply @param {{ url: string, init: any, seen: any, known: Map<unknown, string> }} sent */
async function respond(reply, { url, init, seen, known }) {
  if (reply.hangs) await new Promise(() => {});
  await wait(reply.after);
  if (reply.throws) throw failure(reply.throws, url, known);
  if (reply.gives) return { undefined, null: null, object: {}, text: 'x' }[reply.gives];
  const isEmpty = [204, 205, 304].includes(reply.status);
  const text = reply.text ?? JSON.stringify(init.method === 'GET' ? { contact_cards: reply.cards } : reply.card);
  const headers = Object.entries(reply.headers).map(([name, value]) => [name, headerValue(value)]);
  const body = isEmpty || reply.body === 'none' ? null : makeBody(reply.body, text, seen);
  const response = new Response(body, { status: reply.status, headers });
  const opaque = { type: { value: 'opaqueredirect' }, status: { value: 0 }, body: { value: null } };
  return reply.isOpaqueRedirect ? Object.defineProperties(response, opaque) : response;
}

/** A text, or a date so many seconds from now. @param {string | { dateIn: number }} value */
function headerValue(value) {
  return typeof value === 'string' ? value : new Date(Date.now() + value.dateIn * 1000).toUTCString();
}

/** @param {string | undefined} kind @param {string} text @param {any} seen */
function makeBody(kind, text, seen) {
  const bytes = new TextEncoder().encode(text);
  const half = bytes.subarray(0, bytes.length / 2);
  let isOpen = true;
  const cancel = () => {
    isOpen = false;
    seen.cancelled += 1;
  };
  switch (kind) {
    case 'stalls':
      return new ReadableStream({ start: (controller) => controller.enqueue(half), cancel });
    case 'breaks':
      return new ReadableStream({
        async start(controller) {
          controller.enqueue(half);
          await wait(23);
          controller.error(new TypeError('terminated'));
        },
        cancel,
      });
    case 'slow':
      return new ReadableStream({
        start(controller) {
          controller.enqueue(half);
          later(401, () => isOpen && controller.enqueue(bytes.subarray(half.length)));
          later(409, () => isOpen && controller.close());
        },
        cancel,
      });
    case 'longest':
      return padded(text, 65_536);
    case 'too long':
      return padded(text, 65_537);
    case 'longest list':
      return padded(text, 4_194_304);
    case 'too long list':
      return padded(text, 4_194_305);
    case 'not UTF-8':
      return new Uint8Array([...half, 0xff, 0xfe, ...bytes.subarray(half.length)]);
    case 'BOM':
      return `\ufeff${text}`;
    default:
      return text;
  }
}

/** A text of so many bytes. @param {string} text @param {number} length */
const padded = (text, length) => text + ' '.repeat(length - new TextEncoder().encode(text).length);

/** What a failing `fetch` throws. @param {string} kind @param {string} url @param {Map<unknown, string>} known */
function failure(kind, url, known) {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', port: 443 });
  const request = { headers: { authorization: 'Bearer Bearer-long-key-1234 secret-token-99' }, url };
  const make = {
    network: () => new TypeError('fetch failed'),
    'at once': () => new TypeError('fetch failed at once'),
    'network with the number': () => new TypeError(`fetch of ${url} failed`),
    'network with a cause': () => new TypeError('fetch failed', { cause: refused }),
    text: () => 'fetch failed',
    undefined: () => undefined,
    DOMException: () => new DOMException('The operation was aborted.', 'AbortError'),
    frozen: () => Object.freeze(new TypeError('fetch failed')),
    'secret property': () => Object.assign(new TypeError('fetch failed'), { request }),
  }[kind];
  const error = make();
  if (typeof error === 'object') known.set(error, `what fetch threw: ${kind}`);
  return error;
}
