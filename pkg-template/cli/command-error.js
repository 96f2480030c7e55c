// The errors of the command itself.
import { exitCodes } from './exit-codes.js';

/** @typedef {import('./exit-codes.js').ExitCode} ExitCode */

/** An error that ends the command, with what to do about it. */
export class CommandError extends Error {
  name = 'CommandError';

  /**
   * @param {string} message a sentence
   * @param {{ exitCode?: ExitCode, hint?: string }} [options] `hint`: what to do, if the message doesn't have it
   */
  constructor(message, { exitCode = exitCodes.failed, hint } = {}) {
    super(message);
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** Wrong arguments. */
export class UsageError extends CommandError {
  name = 'UsageError';

  /**
   * @param {string} message a sentence
   * @param {string} [hint]
   */
  constructor(message, hint) {
    super(message, { exitCode: exitCodes.usage, hint });
  }
}

/** Input that can't be sent. */
export class InputError extends CommandError {
  name = 'InputError';

  /**
   * @param {string} message a sentence
   * @param {string} [hint]
   */
  constructor(message, hint) {
    super(message, { exitCode: exitCodes.invalid, hint });
  }
}
