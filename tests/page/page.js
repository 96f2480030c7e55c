// @ts-check
// Linq for the tests in a page, without a server: a `fetch` that stores cards, and responds as a script says. It
// takes the emulator's script.

const JSON_TYPE = { 'content-type': 'application/json' };

/** The vendor's codes for the statuses that a script names alone. @type {Record<number, number>} */
const CODES = { 400: 1002, 401: 2004, 403: 2005, 404: 2001, 409: 2014, 429: 1007, 500: 3006, 503: 4004 };

/** @type {Map<string, object>} */
const cards = new Map();

/** @type {{ method?: string, status?: number, headers?: Record<string, string>, body?: unknown, fault?: string, times?: number }[]} */
let script = [];

/** @type {{ method: string, target: string, body: string }[]} */
let requests = [];

/** Forgets everything. */
export function reset() {
  cards.clear();
  script = [];
  requests = [];
}

/** Adds responses to come. @param {string} answers JSON */
export function respondWith(answers) {
  script.push(...JSON.parse(answers));
}

/** The requests so far. */
export const received = () => requests;

/** @param {string} url @param {{ method: string, headers: Record<string, string>, body?: string, signal: AbortSignal }} init */
export async function scriptedFetch(url, { method, headers, body = '', signal }) {
  const { pathname, search, searchParams } = new URL(url, 'https://linq.test');
  requests.push({ method, target: pathname + search, body });
  const position = script.findIndex((answer) => (answer.method ?? method) === method);
  const answer = script[position];
  if (answer && !(--/** @type {any} */ (answer).times > 0)) script.splice(position, 1);
  if (answer?.fault === 'reset') throw new TypeError('Failed to fetch');
  if (answer?.fault === 'stall_head') return aborted(signal);
  const { status, content } = answer?.status
    ? scripted(answer)
    : real(method, searchParams.get('phone_number'), body, headers);
  // Browsers hide a redirect that isn't followed.
  if (status >= 300 && status < 400) return { type: 'opaqueredirect', status: 0, headers: new Headers(), body: null };
  return new Response(status === 204 ? null : sent(content, answer?.fault, signal), {
    status,
    headers: { ...JSON_TYPE, ...answer?.headers },
  });
}

/** A promise that the signal rejects. @param {AbortSignal} signal @returns {Promise<never>} */
const aborted = (signal) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

/** @param {{ status?: number, body?: unknown }} answer */
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
 * What Linq would respond.
 * @param {string} method
 * @param {string | null} number
 * @param {string} body
 * @param {Record<string, string>} headers
 */
function real(method, number, body, headers) {
  if (!headers.authorization?.startsWith('Bearer ')) return failure(401);
  if (method === 'GET') {
    const found = number ? [cards.get(number)].filter(Boolean) : [...cards.values()];
    return { status: 200, content: JSON.stringify({ contact_cards: found }) };
  }
  const given = JSON.parse(body);
  const phone_number = number ?? given.phone_number;
  if (method === 'POST' && cards.has(phone_number)) return failure(409);
  const card = {
    phone_number,
    first_name: 'John',
    last_name: null,
    image_url: null,
    is_active: true,
    ...cards.get(phone_number),
    ...given,
  };
  cards.set(phone_number, card);
  return { status: 200, content: JSON.stringify(card) };
}

/**
 * A body, or the part of it that arrives.
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

/** What the core keeps of a call, in bytes, as in `message.js`. */
const STATE = 32;
const PAGE = 65_536;

/**
 * The core as the package's driver knows it: `Instance` of `load.js`, which can't be loaded here, over the exports of the
 * tests' own module.
 * @param {any} core
 */
export const instanceOf = (core) => ({
  core,
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
