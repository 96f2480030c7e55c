// An instance of the core, and the calls that run on it.
import { createTrapError } from './errors.js';
import { use } from './glue.js';
import { ownMembers, STATE } from './message.js';

const PAGE = 65_536;

/** The instance that all entries share. @type {{ instance: Instance | undefined }} */
export const current = { instance: undefined };

export class Instance {
  /** A view of the memory for messages: pages that are added here, and that the core uses for nothing else. */
  #bytes = new Uint8Array();
  /** The address of the memory for messages. */
  start = 0;
  /** The length of the memory for messages, in bytes. */
  #capacity = 0;
  /** Why the instance is unusable. @type {Error | undefined} */
  #broken;
  /** The calls in flight. @type {Set<{ stop(cause: unknown): void }>} */
  calls = new Set();
  /** Decodes the responses of the core and of servers: making a decoder takes longer than decoding most of them. */
  decoder = new TextDecoder('utf-8', /** @type {TextDecoderOptions} */ ({ __proto__: null, fatal: true }));

  /** @param {WebAssembly.Instance} instance */
  constructor({ exports }) {
    /** The core's functions, and its memory. */
    this.core = use(exports);
  }

  /** Returns the memory for messages, of at least `needed` bytes. @param {number} needed */
  room(needed) {
    const { memory } = this.core;
    if (needed > this.#capacity) {
      // Earlier pages are abandoned: doubling makes all of them together fewer than those in use.
      const pages = Math.ceil((2 * needed) / PAGE);
      this.start = memory.grow(pages) * PAGE;
      this.#capacity = pages * PAGE;
    }
    // Growing the memory, here or in the core, empties the views of it.
    if (!this.#bytes.length) this.#bytes = new Uint8Array(memory.buffer, this.start, this.#capacity);
    return this.#bytes;
  }

  /**
   * Passes a message to the core, again with more memory until there is room for the response.
   * @template Response
   * @param {import('./message.js').Message} message
   * @param {number} [startedAt] when the call was made
   * @param {number} [random] from 0 to 1
   * @returns {Response}
   */
  exchange(message, startedAt, random) {
    const { length } = message;
    const now = performance.now();
    return this.guard(() => {
      for (let needed = length; ; ) {
        const bytes = this.room(needed);
        bytes.set(message.bytes.subarray(0, length));
        const end = length + this.core.exchange(this.start, length, this.#capacity, now, startedAt, random);
        if (end <= this.#capacity) {
          message.bytes.set(bytes.subarray(0, STATE));
          return ownMembers(JSON.parse(this.decoder.decode(bytes.subarray(length, end))));
        }
        needed = end;
      }
    });
  }

  /**
   * Runs a function that calls into the instance. What it throws, a trap or an exhausted stack, leaves the instance in an
   * unknown state: nothing is called in it again, and its calls stop.
   * @template T
   * @param {() => T} run
   */
  guard(run) {
    if (!this.#broken) {
      try {
        return run();
      } catch (cause) {
        this.#broken = createTrapError('not_sent', cause);
        if (current.instance === this) current.instance = undefined;
        for (const call of this.calls) call.stop(cause);
      }
    }
    throw this.#broken;
  }
}
