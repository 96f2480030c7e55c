// The `fetch` of one call: it records the requests, and follows the case's script.
import { elapsed, later, wait } from './world.mjs';

/** @import { CallCase, Reply } from './cases.mjs' */

/**
 * What is observed of a call's requests.
 *
 * @typedef {object} Traffic
 * @property {({ at: number } & Record<string, unknown>)[]} sent the requests
 * @property {number} cancelled the number of bodies that were cancelled
 */

/**
 * Makes the `fetch` of a call.
 *
 * @param {CallCase} call
 * @param {Traffic} observation to which the requests are added
 * @param {object} tools
 * @param {(value: unknown) => unknown} tools.note makes plain data of a value
 * @param {Map<unknown, string>} tools.known names of objects, to which what `fetch` throws is added
 * @param {(count: number) => void} tools.inFetch is called in each request
 */
export function openFetch({ script, ignoresSignal }, observation, { note, known, inFetch }) {
  /** @type {AbortSignal[]} */
  const signals = [];
  /**
   * @this {unknown}
   * @param {string} url
   * @param {RequestInit} init
   * @param {unknown[]} more
   */
  function fetch(url, init, ...more) {
    const reply = script[observation.sent.length] ?? script.at(-1) ?? { hangs: true };
    const { signal, headers, ...rest } = init;
    observation.sent.push({
      at: elapsed(),
      url: note(url),
      this: note(this),
      ...rest,
      headers: note(headers instanceof Headers ? [...headers] : headers),
      signal: signal instanceof AbortSignal ? (signal.aborted ? 'aborted' : 'open') : note(signal),
      more,
    });
    if (signal instanceof AbortSignal) signals.push(signal);
    inFetch(observation.sent.length);
    if ('throws' in reply && reply.throws === 'at once') throw failure(reply.throws, url, known);
    const response = respond(reply, { url, init, observation, known });
    return ignoresSignal || !signal ? response : untilAborted(response, signal);
  }
  return { fetch, signals };
}

/**
 * Settles as `response` does, or rejects with the signal's reason.
 *
 * @param {Promise<unknown>} response
 * @param {AbortSignal} signal
 */
function untilAborted(response, signal) {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    response.then(resolve, reject);
  });
}

/** What `fetch` resolves to that isn't a response. */
const wrongValues = { undefined: undefined, null: null, object: {}, text: 'x' };

/**
 * @param {Reply} reply
 * @param {{ url: string, init: RequestInit, observation: Traffic, known: Map<unknown, string> }} request
 */
async function respond(reply, { url, init, observation, known }) {
  if ('hangs' in reply) return new Promise(() => {});
  await wait(reply.after);
  if ('throws' in reply) throw failure(reply.throws, url, known);
  if ('resolvesTo' in reply) return wrongValues[reply.resolvesTo];
  const isEmpty = [204, 205, 304].includes(reply.status);
  const text = reply.text ?? JSON.stringify(init.method === 'GET' ? { contact_cards: reply.cards } : reply.card);
  const headers = Object.entries(reply.headers).map(([name, value]) => pair(name, value));
  const body =
    isEmpty || reply.body === 'none' || reply.isOpaqueRedirect ? null : makeBody(reply.body, text, observation);
  const response = new Response(body, { status: reply.status, headers });
  const opaque = { type: { value: 'opaqueredirect' }, status: { value: 0 } };
  return reply.isOpaqueRedirect ? Object.defineProperties(response, opaque) : response;
}

/**
 * A header whose value is a text, or a date so many seconds from now.
 *
 * @param {string} name @param {string | { dateIn: number }} value @returns {[string, string]}
 */
function pair(name, value) {
  return [name, typeof value === 'string' ? value : new Date(Date.now() + value.dateIn * 1000).toUTCString()];
}

/**
 * @param {string | undefined} kind one of `bodies`
 * @param {string} text
 * @param {Traffic} observation
 */
function makeBody(kind, text, observation) {
  const bytes = new TextEncoder().encode(text);
  const half = bytes.subarray(0, bytes.length / 2);
  let isOpen = true;
  const cancel = () => {
    isOpen = false;
    observation.cancelled += 1;
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

/**
 * Pads a text to so many bytes.
 *
 * @param {string} text
 * @param {number} length
 */
const padded = (text, length) => text + ' '.repeat(length - new TextEncoder().encode(text).length);

/**
 * Makes what a failing `fetch` throws.
 *
 * @param {string} kind one of `failures`
 * @param {string} url
 * @param {Map<unknown, string>} known
 */
function failure(kind, url, known) {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', port: 443 });
  const request = { headers: { authorization: 'Bearer Bearer-long-key-1234 secret-token-99' }, url };
  /** @type {Record<string, () => unknown>} */
  const makers = {
    network: () => new TypeError('fetch failed'),
    'at once': () => new TypeError('fetch failed at once'),
    'network with the number': () => new TypeError(`fetch of ${url} failed`),
    'network with a cause': () => new TypeError('fetch failed', { cause: refused }),
    text: () => 'fetch failed',
    undefined: () => undefined,
    DOMException: () => new DOMException('The operation was aborted.', 'AbortError'),
    frozen: () => Object.freeze(new TypeError('fetch failed')),
    'secret property': () => Object.assign(new TypeError('fetch failed'), { request }),
  };
  const error = makers[kind]?.();
  if (typeof error === 'object') known.set(error, `what fetch threw: ${kind}`);
  return error;
}
