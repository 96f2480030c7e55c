// Messages to the core: values in its wire format, which src/wire/mod.rs describes. The core decides what they mean.

/** The length of the core's state of a call, in bytes. Every message starts with it. */
export const STATE = 32;

/** The length of a value's header, which is a letter for its type and its length: 1 byte and 4. */
const PREFIX = 5;

/** How many levels the core needs at most, which are those of a response. A value may contain itself. */
export const DEEPEST = 5;

/** A message: the core's state of a call, and values. */
export class Message {
  /** The buffer: longer than most messages, and replaced by a longer one where that isn't enough. */
  bytes = new Uint8Array(1024);
  /** How many bytes are written. */
  length = STATE;

  /**
   * Adds values. Only own members of objects are read, each once, so that later changes by the caller don't count. Throws
   * what a getter throws.
   * @param {number} depth how many levels of them are read: no more than can be valid, as a caller may pass anything
   * @param {unknown[]} values
   */
  add(depth, ...values) {
    for (const value of values) this.#add(value, depth);
    return this;
  }

  /**
   * Adds one value.
   * @param {unknown} value
   * @param {number} depth how many levels of it are read
   */
  #add(value, depth) {
    switch (typeof value) {
      case 'undefined':
        return this.#put('u');
      case 'string':
        return this.#put('"', value);
      case 'number':
        return this.#put('#', String(value));
      case 'boolean':
        return this.#put(value ? 't' : 'f');
      case 'function':
        return this.#put('F');
    }
    if (value === null) return this.#put('n');
    // Whatever can be iterated is a list: an array, a `Headers` object, a `Map`.
    const isList = /** @type {Partial<Iterable<unknown>>} */ (value)[Symbol.iterator];
    // No list is valid where only one level is read, and bytes nowhere.
    const isRead = typeof value === 'object' && depth >= (isList ? 2 : 1) && !ArrayBuffer.isView(value);
    if (!isRead) return this.#put('?');
    const start = this.#open(isList ? '[' : '{');
    if (isList) {
      for (const item of /** @type {Iterable<unknown>} */ (value)) this.#add(item, depth - 1);
    } else {
      for (const name of Object.keys(value)) {
        const member = /** @type {Record<string, unknown>} */ (value)[name];
        if (member !== undefined) {
          this.#put('"', name);
          this.#add(member, depth - 1);
        }
      }
    }
    this.#close(start);
  }

  /**
   * Writes a value that contains no other values. A text with a lone surrogate, which UTF-8 can't encode, has a letter of its
   * own.
   * @param {string} letter
   * @param {string} text
   */
  #put(letter, text = '') {
    const start = this.#open(letter, 3 * text.length);
    const { bytes } = this;
    let end = this.length;
    // A loop: most texts are short and ASCII, and a `TextEncoder` takes longer to call than to encode them.
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code > 127) {
        end = this.length;
        // `isWellFormed` is younger than some of the engines that run this.
        if (/\p{Surrogate}/u.test(text)) bytes[start] = codeOf('x');
        else end += new TextEncoder().encodeInto(text, bytes.subarray(end)).written;
        break;
      }
      bytes[end++] = code;
    }
    this.length = end;
    this.#close(start);
  }

  /**
   * Opens a value: writes its letter, and makes room for its length and for `room` bytes after that.
   * @param {string} letter
   * @param {number} room
   */
  #open(letter, room = 0) {
    const start = this.length;
    this.length += PREFIX;
    const needed = this.length + room;
    const { bytes } = this;
    if (needed > bytes.length) {
      this.bytes = new Uint8Array(2 * needed);
      this.bytes.set(bytes);
    }
    this.bytes[start] = codeOf(letter);
    return start;
  }

  /** Closes a value: writes its length, which is that of everything written since it was opened. @param {number} start */
  #close(start) {
    let length = this.length - start - PREFIX;
    for (let index = start + 1; index < start + PREFIX; index++) {
      this.bytes[index] = length;
      length >>= 8;
    }
  }
}

/** @param {string} letter */
const codeOf = (letter) => letter.charCodeAt(0);

/** Returns values as bytes, without the state of a call in front of them. @param {unknown[]} values */
export function encoded(...values) {
  const { bytes, length } = new Message().add(DEEPEST, ...values);
  return bytes.subarray(STATE, length);
}

/** An object without members, own or inherited. */
export const emptyObject = /* @__PURE__ */ Object.freeze(
  /** @type {Record<string, undefined>} */ (/** @type {unknown} */ ({ __proto__: null })),
);

/**
 * Returns an object's own members, each read once, in an object that inherits nothing; anything else as it is, for the core
 * to refuse.
 * @template Value
 * @param {Value} value
 * @returns {Value}
 */
export function ownMembers(value) {
  return typeof value === 'object' && value && !(/** @type {Partial<Iterable<unknown>>} */ (value)[Symbol.iterator])
    ? Object.assign(Object.create(emptyObject), value)
    : value;
}

/** Returns the report of a response's head, as far as it can be read: the core's `Response`. @param {unknown} response */
export function headOf(response) {
  try {
    const { headers, status, type } = /** @type {Response} */ (response);
    // A caller's `fetch` may return anything, and encoding an object could throw.
    const primitive = (/** @type {unknown} */ value) => (typeof value === 'object' ? undefined : value);
    const header = (/** @type {string} */ name) => /** @type {string | undefined} */ (primitive(headers?.get?.(name)));
    const retryAfter = header('retry-after');
    // The server's clock, where it can be read: this host's may be off.
    const now = retryAfter ? Date.parse(/** @type {string} */ (header('date'))) || Date.now() : 0;
    return {
      status: primitive(status),
      type: primitive(type),
      retryAfter,
      retryIn: retryAfter && Math.max(0, Math.ceil((Date.parse(retryAfter) - now) / 1000)),
      traceId: header('x-trace-id'),
      shouldRetry: header('x-should-retry'),
      writeBudget: header('x-write-budget'),
    };
  } catch {
    return {};
  }
}
