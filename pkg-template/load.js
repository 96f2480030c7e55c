// @ts-check
// Loading: the first call instantiates, importing does nothing. An instance that broke is replaced.
import { Call, trapped } from './call.js';
import { imports, use } from './glue.js';
import { own, STATE } from './message.js';
import { explained, unavailable } from './unavailable.js';

/**
 * @typedef {object} Place where an entry runs
 * @property {() => WebAssembly.Module | Uint8Array} source its module, or the bytes of that
 * @property {boolean} isServer whether it is known to be no page
 * @property {number} waiting how many calls wait for the module: later ones wait behind them
 * @property {Promise<void> | undefined} loading what they wait for
 */

const PAGE = 65_536;

/** @type {Instance | undefined} */
let current;

/** The instance, at once: where the host refuses to compile at once, what was loaded before. @param {Place} place */
export function instance(place) {
  try {
    return (current ??= new Instance(new WebAssembly.Instance(moduleOf(place.source()), imports)));
  } catch (cause) {
    throw explained(cause);
  }
}

/** A module may be of another realm: it is what bytes aren't. @param {any} source */
const moduleOf = (source) => (ArrayBuffer.isView(source) ? new WebAssembly.Module(source) : source);

/**
 * Runs what needs the instance: at once where the host lets it compile at once, so that a request leaves before the page
 * can; else once it was compiled, in the order of the calls and with nothing in between.
 * @template T
 * @param {Place} place
 * @param {(instance: Instance) => Promise<T>} run
 */
export function load(place, run) {
  let found;
  try {
    found = place.waiting ? undefined : instance(place);
  } catch {
    // Older engines refuse it on a page's main thread.
  }
  return found ? run(found) : runLater(place, run);
}

/** @type {typeof load} */
async function runLater(place, run) {
  place.waiting++;
  let running;
  try {
    place.loading ??= compiled(place);
    await place.loading;
    running = run(instance(place));
  } finally {
    if (!--place.waiting) place.loading = undefined;
  }
  return running;
}

/** @param {Place} place */
async function compiled(place) {
  try {
    // Of bytes, the instance comes with its module.
    const made = /** @type {any} */ (await WebAssembly.instantiate(place.source(), imports));
    current ??= new Instance(made.instance ?? made);
  } catch (cause) {
    throw explained(cause);
  }
}

/** An instance of the core. */
export class Instance {
  /** A view of the memory for messages, which the instance itself never uses: it may add its own behind it. */
  #bytes = new Uint8Array();
  /** Where that memory starts. */
  start = 0;
  /** How many bytes it has. */
  #capacity = 0;
  /** What made the instance unusable. @type {Error | undefined} */
  #broken;
  /** For responses, of the core and of servers: making one takes longer than reading most of them. */
  decoder = new TextDecoder('utf-8', { fatal: true });

  /** @param {WebAssembly.Instance} instance */
  constructor({ exports }) {
    /** The core's functions, and its memory. @type {any} */
    this.core = use(exports);
  }

  /** The memory for messages, of at least so many bytes. @param {number} needed */
  room(needed) {
    const { memory } = this.core;
    if (needed > this.#capacity) {
      // Twice as much, so that what is left behind is never more than what is used.
      const pages = Math.ceil((2 * needed) / PAGE);
      this.start = memory.grow(pages) * PAGE;
      this.#capacity = pages * PAGE;
    }
    // Memory that grows leaves views of it empty.
    if (!this.#bytes.length) this.#bytes = new Uint8Array(memory.buffer, this.start, this.#capacity);
    return this.#bytes;
  }

  /**
   * Hands a message to the core, again with more memory until there is room for the response.
   * @param {import('./message.js').Message} message
   * @param {number} [startedAt] when the call was made
   * @param {number} [random] from 0 to 1
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
          return own(JSON.parse(this.decoder.decode(bytes.subarray(length, end))));
        }
        needed = end;
      }
    });
  }

  /**
   * Runs what calls into the instance. What it throws, a trap or an exhausted stack, leaves the instance in the middle of
   * something: nothing is called in it again.
   * @template T
   * @param {() => T} run
   */
  guard(run) {
    if (!this.#broken) {
      try {
        return run();
      } catch (cause) {
        this.#broken = trapped('not_sent', cause);
        if (current === this) current = undefined;
        Call.breakAll(cause);
      }
    }
    throw this.#broken;
  }
}

/**
 * The module that the caller of the slim entry has given.
 * @param {WebAssembly.Module | undefined} module
 */
export function present(module) {
  if (module) return module;
  throw unavailable('The slim entry has no module yet: await init(source) first');
}
