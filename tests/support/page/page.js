// @ts-check
// Linq for tests in a page, without a server: a `fetch` that stores cards and follows a script in the emulator's format.

const JSON_TYPE = { 'content-type': 'application/json' };

/** Linq's codes for statuses in scripts. @type {Record<number, number>} */
const CODES = { 400: 1002, 401: 2004, 403: 2005, 404: 2001, 409: 2014, 429: 1007, 500: 3006, 503: 4004 };

/** @type {Map<string, object>} */
const cards = new Map();

/** @type {{ method?: string, status?: number, headers?: Record<string, string>, body?: unknown, fault?: string, times?: number }[]} */
let script = [];

/** @type {{ method: string, target: string, body: string }[]} */
let requests = [];

/** Removes all cards, scripted responses and requests. */
export function reset() {
  cards.clear();
  script = [];
  requests = [];
}

/** Adds responses to the script. @param {string} results JSON */
export function respondWith(results) {
  script.push(...JSON.parse(results));
}

/** Returns the requests since the last reset. */
export const received = () => requests;

/** @param {string} url @param {{ method: string, headers: Record<string, string>, body?: string, signal: AbortSignal }} init */
export async function scriptedFetch(url, { method, headers, body = '', signal }) {
  const { pathname, search, searchParams } = new URL(url, 'https://linq.test');
  requests.push({ method, target: pathname + search, body });
  const position = script.findIndex((step) => (step.method ?? method) === method);
  const step = script[position];
  if (step && !(--/** @type {any} */ (step).times > 0)) script.splice(position, 1);
  if (step?.fault === 'reset') throw new TypeError('Failed to fetch');
  if (step?.fault === 'stall_head') return aborted(signal);
  const { status, content } = step?.status
    ? scripted(step)
    : stored(method, searchParams.get('phone_number'), body, headers);
  // Browsers hide redirects that they don't follow.
  if (status >= 300 && status < 400) return { type: 'opaqueredirect', status: 0, headers: new Headers(), body: null };
  return new Response(status === 204 ? null : sent(content, step?.fault, signal), {
    status,
    headers: { ...JSON_TYPE, ...step?.headers },
  });
}

/** Returns a promise that rejects when the signal aborts. @param {AbortSignal} signal @returns {Promise<never>} */
const aborted = (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

/** @param {{ status?: number, body?: unknown }} step */
function scripted({ status = 200, body }) {
  if (body !== undefined) return { status, content: typeof body === 'string' ? body : JSON.stringify(body) };
  return status < 400 ? { status, content: '{}' } : failure(status);
}

/** @param {number} status */
function failure(status) {
  const error = { status, code: CODES[status], message: `This is a ${status}`, doc_url: 'https://example.com/error' };
  return { status, content: JSON.stringify({ error, success: false, trace_id: 'trace-1' }) };
}

/**
 * Reads or changes a card, as Linq does.
 * @param {string} method
 * @param {string | null} number
 * @param {string} body
 * @param {Record<string, string>} headers
 */
function stored(method, number, body, headers) {
  if (!headers.authorization?.startsWith('Bearer ')) return failure(401);
  if (method === 'GET') {
    const found = number ? [cards.get(number)].filter(Boolean) : [...cards.values()];
    return { status: 200, content: JSON.stringify({ contact_cards: found }) };
  }
  const fields = JSON.parse(body);
  const phone_number = number ?? fields.phone_number;
  if (method === 'POST' && cards.has(phone_number)) return failure(409);
  const card = {
    phone_number,
    first_name: 'John',
    last_name: null,
    image_url: null,
    is_active: true,
    ...cards.get(phone_number),
    ...fields,
  };
  cards.set(phone_number, card);
  return { status: 200, content: JSON.stringify(card) };
}

/**
 * Returns a body, or its first half if a fault cuts it off.
 * @param {string} content
 * @param {string | undefined} fault
 * @param {AbortSignal} signal
 */
function sent(content, fault, signal) {
  const bytes = new TextEncoder().encode(content);
  const isWhole = fault !== 'truncate' && fault !== 'stall_body';
  return new ReadableStream({
    start(stream) {
      if (bytes.length) stream.enqueue(isWhole ? bytes : bytes.subarray(0, bytes.length / 2));
      if (isWhole) stream.close();
      else if (fault === 'truncate') stream.error(new TypeError('Failed to fetch'));
      else signal.addEventListener('abort', () => stream.error(signal.reason));
    },
  });
}

/** The size of a call's state in bytes, as in `message.js`. */
const STATE = 32;
const PAGE = 65_536;

/**
 * Returns an instance as the package's driver expects it. `Instance` of `runtime/instance.js` can't be loaded here, so this one wraps
 * the exports of the tests' module.
 * @param {any} core
 */
export const instanceOf = (core) => ({
  core,
  calls: new Set(),
  decoder: new TextDecoder('utf-8', { fatal: true }),
  guard: (/** @type {() => unknown} */ run) => run(),
  exchange(/** @type {{ bytes: Uint8Array, length: number }} */ { bytes, length }, /** @type {number} */ startedAt) {
    for (let capacity = PAGE; ; capacity *= 2) {
      if (length > capacity) continue;
      const start = core.memory.grow(capacity / PAGE) * PAGE;
      const memory = new Uint8Array(core.memory.buffer, start, capacity);
      memory.set(bytes.subarray(0, length));
      const end = length + core.exchange(start, length, capacity, performance.now(), startedAt, Math.random());
      if (end > capacity) continue;
      bytes.set(memory.subarray(0, STATE));
      return JSON.parse(this.decoder.decode(memory.subarray(length, end)));
    }
  },
});
