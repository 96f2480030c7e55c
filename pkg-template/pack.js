// @ts-check
// A value as one text for the core, which reads it in place: see src/value.rs. It translates: what a value means is for
// the core to say.

/** Objects nested deeper than this hold nothing that the core reads, and may hold themselves. */
const DEPTH = 5;

/** @param {string} text */
function isAscii(text) {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) > 127) return false;
  return true;
}

/** A text of ours, or of a caller that is known to be well formed. @param {string} text */
const packText = (text) => `${isAscii(text) ? text.length : new TextEncoder().encode(text).length}:${text}`;

/**
 * Packs a value. An object's own members are read once, here: what the caller changes later doesn't count. Throws what a
 * getter throws.
 * @param {any} value
 * @param {number} [depth]
 * @returns {string}
 */
export function pack(value, depth = DEPTH) {
  switch (typeof value) {
    case 'undefined':
      return 'u';
    case 'string':
      return isAscii(value) || value.isWellFormed() ? '"' + packText(value) : 'x';
    case 'number':
      return '#' + packText(String(value));
    case 'boolean':
      return value ? 't' : 'f';
    case 'function':
      return 'F';
  }
  if (value === null) return 'n';
  if (typeof value !== 'object' || !depth) return '?';
  let inside = '';
  // Whatever can be iterated is a list: an array, a `Headers` object, a `Map`.
  if (value[Symbol.iterator]) {
    for (const item of value) inside += pack(item, depth - 1);
    return `[${inside}]`;
  }
  for (const name of Object.keys(value)) {
    const member = value[name];
    if (member !== undefined) inside += pack(name) + pack(member, depth - 1);
  }
  return `{${inside}}`;
}

/**
 * Options as plain data: a `URL` object stands for its text, a signal for the function that makes it one.
 * @param {any} options
 */
export function plain(options) {
  const { baseURL, signal } = options ?? {};
  if (typeof baseURL !== 'object' && typeof signal !== 'object') return options;
  return { ...options, baseURL: baseURL?.href ?? baseURL, signal: signal?.addEventListener ?? signal };
}

/** The report of a response's head, as far as it can be read; in the order of the core's `Head`. @param {any} response */
export function headOf(response) {
  /** @type {unknown[]} */
  const head = [seconds(Date.now())];
  try {
    const { headers } = response;
    const retryAfter = headers.get('retry-after');
    head.push(
      response.status, response.type, retryAfter, headers.get('x-trace-id'), headers.get('x-should-retry'),
      headers.get('x-write-budget'), retryAfter && seconds(Date.parse(retryAfter)),
    );
  } catch {}
  return head;
}

/** @param {number} ms */
const seconds = (ms) => Math.floor(ms / 1000);
