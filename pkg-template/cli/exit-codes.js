// The exit codes of the command, which docs/command.md lists.

/** @typedef {(typeof exitCodes)[keyof typeof exitCodes]} ExitCode */

export const exitCodes = /** @type {const} */ ({
  /** What was demanded is so. */
  done: 0,
  /** It failed, and Linq changed nothing by it. */
  failed: 1,
  /** The arguments are wrong. */
  usage: 2,
  /** A number, a field, a list or the key can't be sent. */
  invalid: 3,
  /** Linq refused. */
  refused: 4,
  /** It isn't known whether Linq saved something. */
  unknown: 5,
  /** It is saved, but not active in time. */
  notActive: 6,
  /** It ended by Ctrl-C. */
  interrupted: 130,
});
