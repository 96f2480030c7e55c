// The notice of a run that was interrupted, as the page was loaded again.
import { announce, byId } from '../shell/page.js';
import { timeOf } from './results.js';

/** @import { Found } from '../run/journal.js' */

/**
 * Wires the notice.
 *
 * @param {object} listener
 * @param {() => Promise<string>} listener.continued returns why the run can't be continued yet, or an empty text
 * @param {() => void} listener.discarded
 */
export function wireInterrupted({ continued, discarded }) {
  byId('import-continue').addEventListener('click', async () => {
    const problem = await continued();
    if (!problem) return;
    byId('import-interrupted-text').textContent = problem;
    announce(problem);
  });
  byId('import-discard').addEventListener('click', discarded);
}

/** Shows the notice of a run, or hides it. @param {Found | undefined} found */
export function drawInterrupted(found) {
  byId('import-interrupted').hidden = found === undefined;
  if (!found) return;
  const { at, all, ended } = found;
  byId('import-interrupted-title').textContent =
    `A run of ${timeOf(at)} was interrupted: ${ended.toLocaleString('en')} of ${all.toLocaleString('en')} done`;
  byId('import-interrupted-text').textContent =
    'Continue checks the rest again with the cards of now, and sends nothing twice. If the run is open in another tab, it moves here.';
}

/** Whether there is no interrupted run that another one would replace. Else the user has to decide about it first. */
export function isDecided() {
  if (byId('import-interrupted').hidden) return true;
  const problem = 'Continue or discard this run before you send another list.';
  byId('import-interrupted-text').textContent = problem;
  byId('import-interrupted-title').focus();
  announce(problem);
  return false;
}
