// Ctrl-C: what is in flight ends, and nothing more is begun.
import { exitCodes } from './exit-codes.js';

/** The signals that end a command. Windows has only the first. */
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM']);

/** The first signal ends a command after what is in flight; the next one ends it at once. */
export class Interruption {
  #controller = new AbortController();
  #process;

  /** @param {Pick<NodeJS.Process, 'on' | 'exit'>} process */
  constructor(process) {
    this.#process = process;
  }

  /** Is aborted by the first signal. */
  get signal() {
    return this.#controller.signal;
  }

  /** Whether the command should end. */
  get isRequested() {
    return this.signal.aborted;
  }

  /** From now on, a signal doesn't end the process. @param {() => void} [requested] is called by the first one */
  defer(requested = () => {}) {
    for (const signal of signals) {
      this.#process.on(signal, () => {
        if (this.isRequested) this.#process.exit(exitCodes.interrupted);
        this.#controller.abort();
        requested();
      });
    }
  }

  /**
   * Ends the process, without waiting for timers that are left.
   *
   * @param {import('./exit-codes.js').ExitCode} exitCode
   * @returns {never}
   */
  exit(exitCode) {
    return this.#process.exit(exitCode);
  }
}
