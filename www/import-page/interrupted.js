// The notice of a run that was interrupted, as its page was closed or loaded again, or that is open in another tab.
import { announce, byId } from '../shell/page.js';
import { capital } from '../shell/text.js';
import { some } from './results.js';
import { nameOfRun } from './run-name.js';

/** @import { StoredRun } from '../run/stored-runs.js' */
/** @import { Found, OtherRuns } from './other-runs.js' */

/** The buttons of the notice. */
const actions = ['resume', 'move', 'discard', 'discard-yes', 'discard-no'].map((name) => `import-${name}`);

/** The text about a run of another tab that isn't stored. */
const unknownText =
  'This device’s storage is full or blocked, so its numbers are not known here. Wait until it is done, or close that tab, before you send anything else.';

/** What is found where other tabs have nothing. @type {Found} */
const nothing = { isOpen: false };

/** The notice. It is about one run at a time: one that no tab has open, if there is one. */
export class InterruptedRun {
  #others;
  #listener;
  /** What is shown. */
  #found = nothing;
  #isResuming = false;
  /** Ends the search, and the wait for the tab that has the run open. */
  #wait = new AbortController();

  /**
   * @param {OtherRuns} others
   * @param {object} listener
   * @param {(run: StoredRun, options: { staysPaused: boolean }) => Promise<string>} listener.resumed is called when the user resumes a
   * run, or moves it to this tab, where it may stay paused. Returns why that isn't possible, or an empty text
   * @param {() => void} listener.discarded
   */
  constructor(others, listener) {
    this.#others = others;
    this.#listener = listener;
    byId('import-resume').addEventListener('click', () => this.#resume());
    byId('import-move').addEventListener('click', () => this.#resume());
    byId('import-discard').addEventListener('click', () => this.#confirmDiscard());
    byId('import-discard-no').addEventListener('click', () => this.#drawAgain());
    byId('import-discard-yes').addEventListener('click', () => this.#discard());
  }

  /** Shows the notice, if a run is stored. It changes once a tab that has the run open is closed. */
  async offer() {
    this.#others.clean();
    if (await this.#find()) this.#draw();
  }

  /** Shows what has changed since, as another tab has started or ended a run. */
  async refresh() {
    if (this.#isResuming) return;
    const before = this.#found;
    if ((await this.#find()) && !isSame(before, this.#found)) this.#draw();
  }

  /**
   * Handles that another tab has noted something. A tab that notes a run has it open, though its lock may have come later than the run.
   *
   * @param {string} key of what was stored
   */
  otherNoted(key) {
    const { run, isOpen } = this.#found;
    if (run && !isOpen && key.includes(run.id)) this.refresh();
  }

  /** Hides the notice. */
  hide() {
    this.#set(nothing);
    this.#draw();
  }

  /** Whether anything else can be sent now. If not, it is shown what the user has to do before. */
  async isDecided() {
    const found = await this.#others.find();
    if (this.#isResuming) return false;
    const problem = problemOf(found);
    if (problem) this.#show(found, problem);
    return !problem;
  }

  /** Finds what the notice is about. Returns whether this is the latest search. */
  async #find() {
    this.#wait.abort();
    this.#wait = new AbortController();
    const { signal } = this.#wait;
    const found = await this.#others.find();
    if (signal.aborted) return false;
    this.#set(found);
    return true;
  }

  /** Sets what the notice is about, and waits for the tab that has it open. @param {Found} found */
  #set(found) {
    this.#wait.abort();
    this.#wait = new AbortController();
    this.#found = found;
    this.#others.whenClosed(found, this.#wait.signal, () => this.offer());
  }

  async #resume() {
    const { run } = this.#found;
    if (this.#isResuming || !run) return;
    this.#isResuming = true;
    const problem = await this.#tryToOpen(run);
    this.#isResuming = false;
    if (problem) this.#show(await this.#others.find(), problem);
  }

  /** Resumes a run as {@link #open}, and reports an error instead of failing. @param {StoredRun} run */
  async #tryToOpen(run) {
    try {
      return (await this.#isAsShown()) ? await this.#open(run) : '';
    } catch (error) {
      reportError(error);
      return 'The run could not be read. Try again.';
    }
  }

  /** Shows that a run is being read. Returns why it can't be resumed, or an empty text. @param {StoredRun} run */
  #open(run) {
    this.#wait.abort();
    showActions();
    this.#showText('Reading the run and the cards…');
    return this.#listener.resumed(run, { staysPaused: this.#found.isOpen && run.isPaused });
  }

  /** Lets the user confirm that the run is discarded. */
  #confirmDiscard() {
    if (!this.#found.run) return;
    const { all, ended } = this.#found.run;
    const left = all - ended;
    // What was being sent when the page was closed may be saved.
    const updates = `${left.toLocaleString('en')} of ${some(all, 'update')} ${left === 1 ? 'is' : 'are'} not sent, or not known to be saved.`;
    const lost = `If you discard the run, it can’t be resumed${ended > 0 ? ' or undone. What is saved stays' : ''}.`;
    const text = `${updates} ${lost}`;
    showActions('import-discard-yes', 'import-discard-no');
    this.#showText(text);
    byId('import-discard-no').focus();
  }

  async #discard() {
    const { run } = this.#found;
    if (!run || !(await this.#isAsShown())) return;
    this.#others.discard(run.id);
    await this.offer();
    this.#listener.discarded();
  }

  /** Shows the notice as it was before the user wanted to discard the run. */
  #drawAgain() {
    this.#draw();
    byId('import-discard').focus();
  }

  /** Whether other tabs still have what is shown. Else that is shown as it is. */
  async #isAsShown() {
    const found = await this.#others.find();
    if (isSame(found, this.#found)) return true;
    this.#set(found);
    this.#draw();
    byId('import-interrupted-title').focus();
    return false;
  }

  /** Shows what was found, and a problem with it. @param {Found} found @param {string} problem */
  #show(found, problem) {
    this.#set(found);
    this.#draw();
    byId('import-interrupted').hidden = false;
    this.#showText(problem);
  }

  #draw() {
    const { run, isOpen, unknown } = this.#found;
    byId('import-interrupted').hidden = !run && !unknown;
    byId('import-resumable').hidden = !run || isOpen;
    byId('import-resume').textContent = run?.undo ? 'Resume the undo' : 'Resume the run';
    byId('import-interrupted-title').textContent = titleOf(this.#found);
    byId('import-interrupted-text').textContent = this.#describe();
    if (unknown || !run) showActions();
    else if (isOpen) showActions('import-move');
    else showActions('import-resume', 'import-discard');
  }

  /** Returns why the run is paused or not known, and what happens if it is resumed. */
  #describe() {
    const { run, isOpen, unknown } = this.#found;
    if (unknown) return unknownText;
    if (!run) return '';
    if (isOpen) return describeMove(run);
    return [
      run.isPaused
        ? 'It was paused, and then its page was closed or loaded again.'
        : 'Its page was closed or loaded again.',
      'If you resume it, the rest is compared with the cards as they are now, and nothing is sent twice.',
      !this.#others.areOpenKnown && 'If it is open in another tab, it moves here.',
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

/** Whether the same was found. @param {Found} one @param {Found} other */
const isSame = (one, other) =>
  one.run?.id === other.run?.id &&
  one.run?.isPaused === other.run?.isPaused &&
  one.isOpen === other.isOpen &&
  one.unknown === other.unknown;

/** Returns what happens to a run that is moved to this tab. @param {StoredRun} run */
const describeMove = ({ isPaused }) =>
  isPaused
    ? 'It is paused. If you move it here, it stays paused until you resume it.'
    : 'If you move it here, it stops in that tab and goes on in this one.';

/** Returns why nothing else can be sent now; an empty text if it can. @param {Found} found */
function problemOf({ run, isOpen, unknown }) {
  if (unknown) return unknownText;
  return run && !isOpen ? 'Resume or discard this run before you send anything else.' : '';
}

/** Returns the title of the notice. @param {Found} found */
function titleOf({ run, isOpen, unknown }) {
  if (unknown) return 'A run is open in another tab';
  if (!run) return 'The run can’t be resumed';
  const { all, ended } = run;
  const done = `${ended.toLocaleString('en')} of ${all.toLocaleString('en')} done`;
  return capital(`${nameOfRun(run)} ${isOpen ? 'is open in another tab' : `is paused: ${done}`}`);
}

/** Shows these buttons, and no others. @param {string[]} ids */
function showActions(...ids) {
  for (const id of actions) byId(id).hidden = !ids.includes(id);
}
