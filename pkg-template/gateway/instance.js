// The instance of the gateway's WebAssembly, which all gateways and stores share. It starts when it is first needed, and is
// replaced when it broke.
import { startError } from '../runtime/unavailable.js';
import { compile } from './environment.js';
import { createGlue } from './glue.js';

export { isServer } from './environment.js';

/** @typedef {import('./glue.js').GatewayFunctions} Functions */

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
  /** What broke it. @type {{ cause: unknown } | undefined} */
  #broken;

  constructor() {
    const glue = createGlue();
    this.#functions = glue.use(new WebAssembly.Instance(compile(), glue.imports).exports);
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
      if (current === this) current = undefined;
      throw cause;
    }
  }
}
