// What runs are called.
import { timeOf } from '../shell/time.js';

/**
 * Returns the name of a run.
 *
 * @param {object} run
 * @param {Date | undefined} [run.at] when it was started
 * @param {Date | undefined} [run.undoOf] when the run was started that it undoes
 * @returns {string}
 */
export function nameOfRun({ at, undoOf }) {
  if (undoOf) return `the undo of ${nameOfRun({ at: undoOf })}`;
  return at ? `the run of ${timeOf(at)}` : 'the run';
}

/** Returns the name of a run as a title. @param {Parameters<typeof nameOfRun>[0]} run */
export const titleOfRun = (run) => nameOfRun(run).replace(/^the ./, (start) => start.slice(4).toUpperCase());
