// The notice of a run that was interrupted, as its page was closed or loaded again, or that is open in another tab.
import { announce, byId } from '../shell/page.js';
import { some, timeOf } from './results.js';

/** @import { Journal, StoredRun } from '../run/journal.js' */
/** @import { RunLocks } from './run-locks.js' */

/** The notice. It is about one run at a time: one that no tab has open, if there is one. */
export class InterruptedRun {
  #journal;
  #locks;
  #listener;
  /** The run that is shown. @type {StoredRun | undefined} */
  #run;
  #isOpenElsewhere = false;
  /** Ends the wait for the tab that has the run open. */
  #wait = new AbortController();

  /**
   * @param {Journal} journal
   * @param {RunLocks} locks
   * @param {object} listener
   * @param {(run: StoredRun) => Promise<string>} listener.resumed returns why the run can't be resumed yet, or an empty text
   * @param {() => void} listener.discarded
   */
  constructor(journal, locks, listener) {
    this.#journal = journal;
    this.#locks = locks;
    this.#listener = listener;
    byId('import-resume').addEventListener('click', () => this.#resume());
    byId('import-move').addEventListener('click', () => this.#resume());
    byId('import-discard').addEventListener('click', () => this.#confirmDiscard());
    byId('import-discard-no').addEventListener('click', () => this.#drawAgain());
    byId('import-discard-yes').addEventListener('click', () => this.#discard());
  }

  /** Shows the notice, if a run is stored. It changes once a tab that has the run open is closed. */
  async offer() {
    this.#wait.abort();
    this.#wait = new AbortController();
    const { signal } = this.#wait;
    const open = await this.#locks.open();
    if (signal.aborted) return;
    const runs = this.#journal.runs().filter(({ id }) => id !== this.#locks.held);
    this.#run = runs.find(({ id }) => !open.includes(id)) ?? runs[0];
    this.#isOpenElsewhere = this.#run !== undefined && open.includes(this.#run.id);
    this.#draw();
    if (this.#run && this.#isOpenElsewhere) this.#locks.whenClosed(this.#run.id, signal, () => this.offer());
  }

  /** Hides the notice. */
  hide() {
    this.#wait.abort();
    this.#run = undefined;
    this.#draw();
  }

  /** Whether no interrupted run is shown. Else the user has to decide about it before another list is sent. */
  isDecided() {
    if (!this.#run || this.#isOpenElsewhere) return true;
    this.#showProblem('Resume or discard this run before you send another list.');
    return false;
  }

  async #resume() {
    const run = this.#run;
    if (!run || !(await this.#isAsShown(run)) || run !== this.#run) return;
    this.hide();
    const problem = await this.#listener.resumed(run);
    if (!problem) return;
    await this.offer();
    this.#showProblem(problem);
  }

  /** Lets the user confirm that the run is discarded. */
  #confirmDiscard() {
    if (!this.#run) return;
    const { all, ended } = this.#run;
    const left = all - ended;
    const updates = `${left.toLocaleString('en')} of ${some(all, 'update')} ${left === 1 ? 'is' : 'are'} not done`;
    const text = `${updates}. If you discard the run, it can’t be resumed${ended > 0 ? ' or undone' : ''}.`;
    byId('import-interrupted-text').textContent = text;
    this.#drawActions({ isConfirming: true });
    byId('import-discard-no').focus();
    announce(text);
  }

  async #discard() {
    if (!this.#run || !(await this.#isAsShown(this.#run))) return;
    this.#journal.discard(this.#run.id);
    await this.offer();
    this.#listener.discarded();
  }

  /** Shows the notice as it was before the user wanted to discard the run. */
  #drawAgain() {
    this.#draw();
    byId('import-discard').focus();
  }

  /** Whether a run is still open in another tab, or not, as it is shown. Else it is shown as it is. @param {StoredRun} run */
  async #isAsShown({ id }) {
    const isOpen = (await this.#locks.open()).includes(id);
    if (isOpen === this.#isOpenElsewhere) return true;
    await this.offer();
    byId('import-interrupted-title').focus();
    return false;
  }

  #draw() {
    byId('import-interrupted').hidden = this.#run === undefined;
    if (!this.#run) return;
    const { at, all, ended } = this.#run;
    const name = `The run of ${timeOf(at)}`;
    byId('import-interrupted-title').textContent = this.#isOpenElsewhere
      ? `${name} is open in another tab`
      : `${name} is paused: ${ended.toLocaleString('en')} of ${all.toLocaleString('en')} done`;
    byId('import-interrupted-text').textContent = this.#isOpenElsewhere
      ? 'If you move it here, it stops in that tab and goes on in this one.'
      : this.#describe();
    this.#drawActions({ isConfirming: false });
  }

  /** Returns why the run is paused, and what happens if it is resumed. */
  #describe() {
    return [
      'It stopped when its page was closed or loaded again.',
      'If you resume it, the rest is compared with the cards of now, and nothing is sent twice.',
      !this.#locks.areSupported && 'If it is open in another tab, it moves here.',
    ]
      .filter(Boolean)
      .join(' ');
  }

  /** @param {{ isConfirming: boolean }} state */
  #drawActions({ isConfirming }) {
    const isInterrupted = !this.#isOpenElsewhere;
    byId('import-resume').hidden = !isInterrupted || isConfirming;
    byId('import-discard').hidden = !isInterrupted || isConfirming;
    byId('import-move').hidden = isInterrupted;
    byId('import-discard-yes').hidden = !isConfirming;
    byId('import-discard-no').hidden = !isConfirming;
  }

  /** Shows why something isn't possible, and moves the focus there. @param {string} problem */
  #showProblem(problem) {
    byId('import-interrupted-text').textContent = problem;
    byId('import-interrupted-title').focus();
    announce(problem);
  }
}
