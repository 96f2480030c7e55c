// What runs are called.
import { capital } from '../shell/text.js';
import { timeOf } from '../shell/time.js';

/** @import { Undoing } from '../run/run-options.js' */

/**
 * Returns the name of a run.
 *
 * @param {object} run
 * @param {Date | undefined} [run.at] when it was started
 * @param {Undoing | undefined} [run.undo] what it undoes
 */
export function nameOfRun({ at, undo }) {
  if (undo) return `the ${'undo of the '.repeat(undo.times)}run of ${timeOf(undo.at)}`;
  return at ? `the run of ${timeOf(at)}` : 'the run';
}

/** Returns the name of a run as a title. @param {Parameters<typeof nameOfRun>[0]} run */
export const titleOfRun = (run) => capital(nameOfRun(run).replace(/^the /, ''));
