// The SDK's log: a line for each attempt.
import { ownMembers } from '../shared.js';
import { issueOf } from './issues.js';
import { variable } from './variables.js';

/** @typedef {import('../types/index.js').AttemptEvent} AttemptEvent */
/** @typedef {import('../types/sdk.js').Logger} Logger */

/** The levels, from the quietest one. @type {readonly unknown[]} */
const levels = ['off', 'error', 'warn', 'info', 'debug'];

export class Log {
  #logger;
  #level;

  /**
   * @param {Logger | null | undefined} logger
   * @param {unknown} level
   */
  constructor(logger, level) {
    this.#logger = logger ?? console;
    this.#level = level ?? variable('LINQ_API_V3_LOG') ?? 'warn';
  }

  /** Returns the issues of the options for it. */
  check() {
    const issues = [];
    if (!levels.includes(this.#level)) {
      const all = "must be 'off', 'error', 'warn', 'info' or 'debug'; without it, LINQ_API_V3_LOG is the level";
      issues.push(issueOf(['logLevel'], 'invalid_option', all));
    }
    if (typeof this.#logger.info !== 'function') {
      issues.push(issueOf(['logger'], 'invalid_option', 'must have a function info, as console has'));
    }
    return issues;
  }

  /**
   * Returns an `onAttempt` that also logs each attempt; where the level leaves attempts out, the caller's own.
   * @param {((attempt: AttemptEvent) => void) | undefined} onAttempt
   */
  observe(onAttempt) {
    if (levels.indexOf(this.#level) < levels.indexOf('info')) return onAttempt;
    return (/** @type {AttemptEvent} */ attempt) => {
      const result = onAttempt?.(attempt);
      this.#logger.info(lineOf(ownMembers(attempt)));
      return result;
    };
  }
}

/**
 * Returns the line about an attempt, such as `PATCH /v3/contact_card for +1•••••••567: status 500 in 12 ms, again in 3000 ms`.
 * @param {AttemptEvent} attempt own members
 */
function lineOf({ method, phone_number, status, duration, nextWait }) {
  const number = phone_number === undefined ? '' : ` for ${phone_number}`;
  const result = status === undefined ? 'no response' : `status ${status}`;
  const retry = nextWait === undefined ? '' : `, again in ${Math.round(nextWait)} ms`;
  return `${method} /v3/contact_card${number}: ${result} in ${Math.round(duration)} ms${retry}`;
}
