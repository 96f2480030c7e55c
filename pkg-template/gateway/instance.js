// @ts-check
// The instance of the gateway's module, which starts with the first gateway. One that broke is replaced.
import { starting } from '../unavailable.js';
import { createGlue } from './glue.js';
import { compile } from './place.js';

/** @type {Instance | undefined} */
let current;

/** The instance on which new exchanges begin. */
export function instance() {
  current ??= starting(() => new Instance());
  return current;
}

/** One instance, and what it has checked: the configs of gateways, and their exchanges. */
export class Instance {
  /** The functions of gateway/src/lib.rs. @type {any} */
  #functions;
  /** What broke it. @type {{ cause: unknown } | undefined} */
  #broken;

  constructor() {
    const glue = createGlue();
    this.#functions = glue.use(new WebAssembly.Instance(compile(), glue.imports).exports);
  }

  /**
   * Calls a function. What it throws, a trap or an exhausted stack, leaves the instance in the middle of something: nothing
   * is called in it again, and its exchanges end.
   * @param {string} name
   * @param {unknown[]} args
   */
  call(name, ...args) {
    if (this.#broken) throw this.#broken.cause;
    try {
      return this.#functions[name](...args);
    } catch (cause) {
      this.#broken = { cause };
      if (current === this) current = undefined;
      throw cause;
    }
  }
}
