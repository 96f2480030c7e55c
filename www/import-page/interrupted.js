// The notice of a run that was interrupted, as its page was closed or loaded again, or that is open in another tab.
import { announce, byId } from '../shell/page.js';
import { timeOf } from '../shell/time.js';
import { some } from './results.js';

/** @import { Journal, StoredRun } from '../run/journal.js' */
/** @import { RunLocks } from './run-locks.js' */

/** The buttons of the notice. */
const actions = ['resume', 'move', 'discard', 'discard-yes', 'discard-no'].map((name) => `import-${name}`);

/** The text about a run of another tab that isn't stored. */
const unknownText =
  'This device’s storage is full or blocked, so its numbers are not known here. Wait until it is done, or close that tab, before you send another list.';

/** The notice. It is about one run at a time: one that no tab has open, if there is one. */
export class InterruptedRun {
  #journal;
  #locks;
  #listener;
  /** The run that is shown. @type {StoredRun | undefined} */
  #run;
  #isOpenElsewhere = false;
  /** Whether another tab sends a run that isn't stored: its numbers are unknown, so that nothing else may be sent meanwhile. */
  #isUnknownOpen = false;
  #isResuming = false;
  /** The ids of the runs that a tab has open. @type {readonly string[]} */
  #openRuns = [];
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
    if (!(await this.#find())) return;
    this.#journal.clean(this.#openRuns);
    this.#draw();
  }

  /** Shows what has changed since, as another tab has started or ended a run. */
  async refresh() {
    if (this.#isResuming) return;
    const before = this.#shown;
    if ((await this.#find()) && this.#shown !== before) this.#draw();
  }

  /**
   * Handles that another tab has noted something. A tab that notes a run has it open, though its lock may have come later than the run.
   *
   * @param {string} key of what was stored
   */
  otherNoted(key) {
    if (this.#run && !this.#isOpenElsewhere && key.includes(this.#run.id)) this.refresh();
  }

  /** What the notice shows, to be compared. */
  get #shown() {
    return [this.#run?.id, this.#isOpenElsewhere, this.#isUnknownOpen].join();
  }

  /** Finds the run that the notice is about. Returns whether this is the latest search. */
  async #find() {
    this.#wait.abort();
    this.#wait = new AbortController();
    const { signal } = this.#wait;
    const open = await this.#locks.open();
    if (signal.aborted) return false;
    this.#openRuns = open;
    const runs = this.#journal.runs(open).filter(({ id }) => id !== this.#locks.held);
    const unknown = open.find((id) => id !== this.#locks.held && !runs.some((run) => run.id === id));
    this.#isUnknownOpen = unknown !== undefined;
    this.#run = runs.find(({ id }) => !open.includes(id)) ?? runs[0];
    this.#isOpenElsewhere = this.#run !== undefined && open.includes(this.#run.id);
    const waitedFor = unknown ?? (this.#isOpenElsewhere ? this.#run?.id : undefined);
    if (waitedFor) this.#locks.whenClosed(waitedFor, signal, () => this.offer());
    return true;
  }

  /** Hides the notice. */
  hide() {
    this.#wait.abort();
    this.#run = undefined;
    this.#isUnknownOpen = false;
    this.#draw();
  }

  /** Whether another list can be sent. Else it is shown what the user has to do before. */
  isDecided() {
    if (this.#isResuming) return false;
    if (this.#isUnknownOpen) {
      this.#showText(unknownText);
      return false;
    }
    if (!this.#run || this.#isOpenElsewhere) return true;
    this.#showText('Resume or discard this run before you send another list.');
    return false;
  }

  async #resume() {
    if (this.#isResuming || !this.#run) return;
    this.#isResuming = true;
    const problem = await this.#tryToOpen(this.#run);
    this.#isResuming = false;
    if (problem) await this.#offerAgain(problem);
  }

  /** Resumes a run as {@link #open}, and reports an error instead of failing. @param {StoredRun} run */
  async #tryToOpen(run) {
    try {
      return (await this.#isAsShown(run)) ? await this.#open(run) : '';
    } catch (error) {
      reportError(error);
      return 'The run could not be read. Try again.';
    }
  }

  /** Leaves a run that can't be resumed yet, and shows the notice again. @param {string} problem */
  async #offerAgain(problem) {
    this.#journal.release();
    await this.offer();
    this.#showText(problem);
  }

  /** Shows that a run is being read. Returns why it can't be resumed yet, or an empty text. @param {StoredRun} run */
  #open(run) {
    this.#wait.abort();
    showActions();
    this.#showText('Reading the run and the cards…');
    return this.#listener.resumed(run);
  }

  /** Lets the user confirm that the run is discarded. */
  #confirmDiscard() {
    if (!this.#run) return;
    const { all, ended } = this.#run;
    const left = all - ended;
    const updates = `${left.toLocaleString('en')} of ${some(all, 'update')} ${left === 1 ? 'is' : 'are'} not done`;
    const text = `${updates}. If you discard the run, it can’t be resumed${ended > 0 ? ' or undone' : ''}.`;
    showActions('import-discard-yes', 'import-discard-no');
    this.#showText(text);
    byId('import-discard-no').focus();
  }

  async #discard() {
    const run = this.#run;
    if (!run || !(await this.#isAsShown(run))) return;
    this.#journal.discard(run.id);
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
    byId('import-interrupted').hidden = !this.#run && !this.#isUnknownOpen;
    if (this.#isUnknownOpen) {
      byId('import-interrupted-title').textContent = 'A run is open in another tab';
      byId('import-interrupted-text').textContent = unknownText;
      showActions();
      return;
    }
    if (!this.#run) return;
    const { at, all, ended } = this.#run;
    const state = this.#isOpenElsewhere
      ? 'is open in another tab'
      : `is paused: ${ended.toLocaleString('en')} of ${all.toLocaleString('en')} done`;
    byId('import-interrupted-title').textContent = `The run of ${timeOf(at)} ${state}`;
    byId('import-interrupted-text').textContent = this.#isOpenElsewhere
      ? 'If you move it here, it stops in that tab and goes on in this one.'
      : this.#describe();
    if (this.#isOpenElsewhere) showActions('import-move');
    else showActions('import-resume', 'import-discard');
  }

  /** Returns why the run is paused, and what happens if it is resumed. */
  #describe() {
    return [
      'It stopped when its page was closed or loaded again.',
      'If you resume it, the rest is compared with the cards as they are now, and nothing is sent twice.',
      !this.#locks.areSupported && 'If it is open in another tab, it moves here.',
    ]
      .filter(Boolean)
      .join(' ');
  }

  /** Shows what the user has to know, and moves the focus there. @param {string} text */
  #showText(text) {
    byId('import-interrupted-text').textContent = text;
    byId('import-interrupted-title').focus();
    announce(text);
  }
}

/** Shows these buttons, and no others. @param {string[]} ids */
function showActions(...ids) {
  for (const id of actions) byId(id).hidden = !ids.includes(id);
}
