// @ts-check
// What is handed to the core: values in its wire format, see src/wire/mod.rs. What a value means is for the core to decide.

/** What the core keeps of a call between two steps, in bytes: the start of every message. */
export const STATE = 32;

/** The letter and the length in front of what belongs to a value, in bytes. */
const PREFIX = 5;

/** What is nested deeper than this is nothing that the core reads, and may contain itself. */
const DEPTH = 5;

/** A message: what the core keeps of a call, and values. */
export class Message {
  /** Longer than most messages, and longer where one needs it. */
  bytes = new Uint8Array(1024);
  /** How many of the bytes are written. */
  length = STATE;

  /**
   * Adds values. Of objects, own members alone are read, each once: what the caller changes later doesn't count. Throws what
   * a getter throws.
   * @param {unknown[]} values
   */
  add(...values) {
    for (const value of values) this.#add(value, DEPTH);
    return this;
  }

  /** @param {any} value @param {number} depth */
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
    if (typeof value !== 'object' || !depth) return this.#put('?');
    // Whatever can be iterated is a list: an array, a `Headers` object, a `Map`.
    const isList = value[Symbol.iterator];
    const start = this.#open(isList ? '[' : '{');
    if (isList) {
      for (const item of value) this.#add(item, depth - 1);
    } else {
      for (const name of Object.keys(value)) {
        const member = value[name];
        if (member !== undefined) {
          this.#put('"', name);
          this.#add(member, depth - 1);
        }
      }
    }
    this.#close(start);
  }

  /**
   * Puts a value that has no values inside. A text with a lone surrogate, which UTF-8 can't carry, is a kind of its own.
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
   * Opens a value: its letter, and room for its length and for so many bytes behind that.
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

  /** Closes a value: what was written since is its own. @param {number} start */
  #close(start) {
    let length = this.length - start - PREFIX;
    for (let place = start + 1; place < start + PREFIX; place++) {
      this.bytes[place] = length;
      length >>= 8;
    }
  }
}

/** @param {string} letter */
const codeOf = (letter) => letter.charCodeAt(0);

/** Values alone, as bytes. @param {unknown[]} values */
export function encoded(...values) {
  const { bytes, length } = new Message().add(...values);
  return bytes.subarray(STATE, length);
}

/** What has no members, and inherits none. */
export const none = /* @__PURE__ */ Object.freeze({ __proto__: null });

/**
 * An object's own members, each read once, with nothing inherited; anything else, for the core to refuse, as it is.
 * @param {any} value
 */
export function own(value) {
  return typeof value === 'object' && value && !value[Symbol.iterator]
    ? Object.assign(Object.create(none), value)
    : value;
}
