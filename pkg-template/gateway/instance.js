// The instance of the gateway's WebAssembly, which all gateways and stores share. It starts when it is first needed, and is
// replaced when it broke, and when its memory has grown: WebAssembly has no way to return memory.
import { startError } from '../runtime/unavailable.js';
import { compile } from './environment.js';
import { createGlue } from './glue.js';

export { isServer } from './environment.js';

/** @typedef {import('./glue.js').GatewayFunctions} Functions */

/**
 * The memory from which on an instance is replaced, in bytes. A list of 4 MiB and its response need 10 MB: with less than that,
 * each long list would cost a new instance, which takes as long as the list.
 */
const LARGE = 16 * 1024 * 1024;

/** Compiled once, as it may be instantiated often. @type {WebAssembly.Module | undefined} */
let compiled;
/** @type {Instance | undefined} */
let current;

/** Returns the instance for a new exchange or reservation. */
export function getInstance() {
  try {
    current ??= new Instance();
    return current;
  } catch (cause) {
    throw startError(cause);
  }
}

/** An instance. It stores the configs of gateways, and their exchanges. */
export class Instance {
  #functions;
  #memory;
  /** What broke it. @type {{ cause: unknown } | undefined} */
  #broken;

  constructor() {
    const glue = createGlue();
    compiled ??= compile();
    const { exports } = new WebAssembly.Instance(compiled, glue.imports);
    this.#functions = glue.use(exports);
    this.#memory = /** @type {WebAssembly.Memory} */ (exports.memory);
  }

  /**
   * Calls a function. What it throws, a trap or an exhausted stack, leaves the instance in an unknown state: nothing is
   * called in it again, and its exchanges end.
   * @template {keyof Functions} Name
   * @param {Name} name
   * @param {Parameters<Functions[Name]>} args
   * @returns {ReturnType<Functions[Name]>}
   */
  call(name, ...args) {
    if (this.#broken) throw this.#broken.cause;
    const run = /** @type {(...args: unknown[]) => ReturnType<Functions[Name]>} */ (this.#functions[name]);
    try {
      return run(...args);
    } catch (cause) {
      this.#broken = { cause };
      this.#retire();
      throw cause;
    } finally {
      if (this.#memory.buffer.byteLength > LARGE) this.#retire();
    }
  }

  /**
   * Ends its use for new exchanges and reservations. Those in flight have a reference to it, and end in it: the last one frees
   * its memory.
   */
  #retire() {
    if (current === this) current = undefined;
  }
}
