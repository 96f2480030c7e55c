// The instance of the emulator's WebAssembly, which all emulators share. It starts when it is first needed, and is replaced
// when it broke.
import { startError } from '../shared.js';
import { compile, compileLater } from './environment.js';
import { createGlue } from './glue.js';

/** @typedef {import('./glue.js').EmulatorFunctions} Functions */

/** @type {WebAssembly.Module | undefined} */
let compiled;
/** @type {Instance | undefined} */
let current;

/** Returns the instance; compiles it synchronously where there is none. Throws where the host refuses that. */
export function getInstance() {
  if (current) return current;
  try {
    compiled ??= compile();
    const glue = createGlue();
    current = new Instance(glue.use(new WebAssembly.Instance(compiled, glue.imports).exports));
    return current;
  } catch (cause) {
    throw startError(cause, ', and await loadEmulator() first');
  }
}

/** @type {typeof import('../types/testing.js').loadEmulator} */
export async function loadEmulator() {
  try {
    compiled ??= await compileLater();
    const glue = createGlue();
    const { exports } = await WebAssembly.instantiate(compiled, glue.imports);
    current ??= new Instance(glue.use(exports));
  } catch (cause) {
    throw startError(cause);
  }
}

/** An instance, with the emulators that were made in it. */
export class Instance {
  #functions;
  /** What broke it. @type {Error | undefined} */
  #broken;

  /** @param {Functions} functions */
  constructor(functions) {
    this.#functions = functions;
  }

  /**
   * Runs a function that calls into the instance. A text that it throws is about the input, and becomes a `TypeError` that
   * begins with the name of the caller's function. Anything else leaves the instance in an unknown state: nothing is called in
   * it again.
   * @template T
   * @param {string} name
   * @param {(functions: Functions) => T} run
   */
  call(name, run) {
    if (!this.#broken) {
      try {
        return run(this.#functions);
      } catch (cause) {
        if (typeof cause === 'string') throw new TypeError(`${name}: ${cause}`);
        this.#broken = new Error('The emulator broke, which is a bug in it: make a new one with createEmulator()', {
          cause,
        });
        if (current === this) current = undefined;
      }
    }
    throw this.#broken;
  }
}
