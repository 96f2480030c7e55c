// The third step: what a run costs, then its progress, then its outcome.
import { writeList } from '../import/export.js';
import { hasEnded, isRepeatable } from '../run/row.js';
import { hasLeft } from '../run/halt.js';
import { announce, byId, element, onPress, show } from '../shell/page.js';
import { closeToast, toast } from '../shell/toast.js';
import { drawCost, drawOtherRuns, drawWaits, showNotes } from './cost.js';
import { downloadCSV } from './download.js';
import {
  describeAgain,
  describeEnd,
  describeHalt,
  describeLastingHalt,
  describeProgress,
  describeState,
  describeTimeLeft,
  describeUndo,
} from './outcome.js';
import { countOf, filtersOf, groupsOfRun, some } from './results.js';
import { RowView } from './row.js';
import { nameOfRun, titleOfRun } from './run-name.js';
import { RowsTable } from './table.js';

/** @import { RunRow } from '../run/row.js' */
/** @import { Run } from '../run/run.js' */
/** @import { CannotUndo, Undo } from '../run/undo.js' */
/** @import { UndoneRows } from '../run/undone.js' */
/** @import { End } from './outcome.js' */

/**
 * A run, and what the page knows of it.
 *
 * @typedef {object} Sending
 * @property {Run} run
 * @property {{ upload: string, fix: string }} summaries the lines of the steps before
 * @property {() => boolean} canBeRestored returns whether it can be continued after the page was loaded again
 * @property {Date} [startedAt] when it was started; absent before
 * @property {boolean} [isBeginning] whether the user has started to send it, and it is being found out if that is possible
 * @property {CannotUndo[]} [cannotUndo] what stays as it is, if the run undoes another one
 * @property {Sending} [previous] the run that it undoes
 * @property {UndoneRows} [undone] the rows of that run
 * @property {boolean} [isRestored] whether it, or the run that it undoes, was stored: the list in the first step is another one
 */

/**
 * What the step reports.
 *
 * @typedef {object} SendListener
 * @property {(sending: Sending) => Promise<number | undefined>} mayBegin returns when the cards of the run were read, in milliseconds
 * since 1970; nothing if it can't be sent now, which is shown
 * @property {() => void} heldBack is called when a run that the user wanted to send is still as it was
 * @property {(sending: Sending) => void} started is called when the user starts to send
 * @property {(run: Run) => Undo} undo returns what can be undone of a run
 * @property {() => void} undoPressed
 * @property {() => void} backPressed is called when the user returns from an undo
 * @property {() => void} fixPressed is called when the user wants to fix the rows that weren't sent
 * @property {() => void} newPressed is called when the user starts another import
 * @property {(phone_number: string) => void} openCard opens the card of a number
 * @property {() => void} stateChanged is called when the run has started, paused or ended
 */

/** Progress is announced each time another one of so many parts has ended. */
const ANNOUNCED_PARTS = 4;

/** The step in which rows are sent. */
export class SendStep {
  /** @type {Sending | undefined} */
  sending;
  #table;
  #listener;
  /** The rows to draw in the next frame. @type {Set<RunRow>} */
  #stale = new Set();
  #isDrawing = false;
  /** What was announced last, so that it isn't repeated. */
  #announced = '';
  /** What can be undone, once the run has ended. @type {Undo | undefined} */
  #undo;
  /** Why the run had paused that the user has resumed, until a row has ended since. @type {Run['halted']} */
  #resumedFrom;
  /** Whether the rows that aren't saved were exported. */
  #isExported = false;

  /** @param {SendListener} listener */
  constructor(listener) {
    this.#listener = listener;
    const actions = {
      decide: (/** @type {RunRow} */ row, /** @type {'send' | 'skip'} */ choice) => this.#decide(row, choice),
      openCard: listener.openCard,
    };
    this.#table = new RowsTable(byId('import-send-rows'), (/** @type {RunRow} */ row) => new RowView(row, actions));
    byId('import-start').addEventListener('click', () => this.#start());
    byId('import-again').addEventListener('click', () => this.#again());
    onPress('import-pause', () => this.#pauseOrResume());
    byId('import-cancel').addEventListener('click', () => this.#cancel());
    byId('import-wait').addEventListener('change', () => this.#draw());
    byId('import-export').addEventListener('click', () => this.#export());
    byId('import-undo').addEventListener('click', listener.undoPressed);
    byId('import-back').addEventListener('click', listener.backPressed);
    byId('import-fix-rest').addEventListener('click', listener.fixPressed);
    byId('import-new').addEventListener('click', listener.newPressed);
  }

  /** Shows a run. @param {Sending} sending */
  open(sending) {
    const { run, cannotUndo = [] } = sending;
    this.sending = sending;
    this.#stale.clear();
    this.#announced = '';
    this.#undo = undefined;
    this.#resumedFrom = undefined;
    this.#isExported = false;
    byId('import-wait', HTMLInputElement).checked = run.wait;
    const rows = run.rows.filter(({ changes }) => changes);
    const read = () => ({ all: rows.length, counts: run.counts });
    this.#table.open(rows, filtersOf(groupsOfRun, read));
    showNotes(cannotUndo);
    this.#draw();
  }

  /** Shows no run. */
  close() {
    this.sending = undefined;
    byId('import-send-title').textContent = 'Send';
    byId('import-send').removeAttribute('data-tone');
    byId('import-going-on').hidden = true;
    this.#table.close();
  }

  /** Whether closing the page would stop something. */
  get isBusy() {
    const { run } = this.sending ?? {};
    return run !== undefined && (run.isBusy || run.state === 'running');
  }

  /** How many rows are not saved, and not exported either. */
  get unsaved() {
    const { run } = this.sending ?? {};
    return run?.state === 'done' && !this.#isExported ? run.rows.filter(isExported).length : 0;
  }

  /** Whether closing the page would stop something, or lose rows that aren't saved. */
  get wouldLose() {
    if (!this.sending || this.isBusy) return this.isBusy;
    const { run, canBeRestored } = this.sending;
    if (run.state === 'paused') return !canBeRestored() && !hasLeft(run);
    return this.unsaved > 0;
  }

  /**
   * Handles a change of a run, or of one of its rows. The page is drawn once a frame.
   *
   * @param {Run} run
   * @param {RunRow} [row]
   */
  changed(run, row) {
    if (run !== this.sending?.run) return;
    this.#showLastingHalt(run, row);
    if (row) this.#stale.add(row);
    else this.#listener.stateChanged();
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      this.#table.update(this.#stale);
      this.#stale.clear();
      this.#draw();
      this.#announceProgress();
    });
  }

  /** Whether it is to be sent, and can't be continued after the page was loaded again. */
  get #cannotBeRestored() {
    const { run, canBeRestored } = this.sending ?? {};
    return run !== undefined && run.state !== 'done' && !hasLeft(run) && !canBeRestored?.();
  }

  /** Whether the list in the first step is that of the run. */
  get #hasList() {
    const { previous, isRestored = false } = this.sending ?? {};
    return !previous && !isRestored;
  }

  /** What an undo leaves as it is. */
  get #left() {
    const { previous, cannotUndo = [] } = this.sending ?? {};
    return { values: cannotUndo.length, unconfirmed: previous?.run.counts.unknown ?? 0 };
  }

  /** Whether the user agrees that rows wait for their numbers. */
  get #wait() {
    return byId('import-wait', HTMLInputElement).checked;
  }

  /** Whether a row of a run that isn't started yet is to be sent. @param {RunRow} row */
  #isToSend = ({ result }) => result === 'ready' || (result === 'held' && this.#wait);

  #start() {
    this.#begin((sending, options) => {
      sending.startedAt = new Date();
      this.#listener.started(sending);
      sending.run.start(options);
    });
  }

  #again() {
    this.#begin(({ run }, options) => {
      this.#isExported = false;
      run.again(options);
    });
  }

  /**
   * Has the run sent, once, unless something prevents that.
   *
   * @param {(sending: Sending, options: { wait: boolean, knownAt: number }) => void} send
   */
  async #begin(send) {
    const { sending } = this;
    if (!sending || sending.isBeginning) return;
    sending.isBeginning = true;
    this.#draw();
    try {
      const knownAt = await this.#listener.mayBegin(sending);
      if (knownAt !== undefined && sending === this.sending) send(sending, { wait: this.#wait, knownAt });
    } finally {
      sending.isBeginning = false;
      this.#draw();
      if (sending.run.state === 'idle') this.#listener.heldBack();
    }
  }

  #pauseOrResume() {
    const { run } = this.sending ?? {};
    if (run?.state !== 'paused' || run.halted === 'limited') run?.pause();
    else {
      // It is about an earlier try.
      closeToast();
      this.#resumedFrom = run.halted;
      run.resume();
    }
  }

  /** Shows that resuming a run was in vain, as what had paused it lasts: the page looks as before. @param {Run} run @param {RunRow} [row] */
  #showLastingHalt({ state, halted }, row) {
    if (row && hasEnded(row)) this.#resumedFrom = undefined;
    if (state !== 'paused' || !this.#resumedFrom) return;
    if (halted === this.#resumedFrom) toast({ text: describeLastingHalt(halted) });
    this.#resumedFrom = undefined;
  }

  /** Cancels the rest, and shows at once that its buttons do nothing any more. */
  #cancel() {
    closeToast();
    this.sending?.run.cancel();
    this.#draw();
  }

  /** @param {RunRow} row @param {'send' | 'skip'} choice */
  #decide(row, choice) {
    // First, as the button disappears.
    this.#table.drawn(row)?.focus();
    this.sending?.run.decide(row, choice);
  }

  /** Downloads the rows to be corrected, as CSV. */
  #export() {
    const rows = this.sending?.run.rows.filter(isExported) ?? [];
    downloadCSV('contact-cards-failed.csv', writeList(rows));
    this.#isExported = true;
  }

  /** Draws all but the rows. */
  #draw() {
    if (!this.sending) return;
    const { run, previous } = this.sending;
    const { state } = run;
    const focused = document.activeElement;
    const isOpen = (state === 'running' || state === 'paused') && !hasLeft(run);
    byId('import-send-title').textContent = titleOf(this.sending);
    byId('import-going-on').hidden = !isOpen && !this.isBusy;
    byId('import-going-on-state').textContent = this.isBusy ? 'going on' : 'paused';
    byId('import-before').hidden = state !== 'idle';
    const rows = state === 'idle' ? run.rows.filter(this.#isToSend) : [];
    drawCost(rows, previous);
    drawOtherRuns(run);
    drawWaits(run, this.#wait);
    byId('import-bar').hidden = !isOpen;
    byId('import-not-resumable').hidden = !this.#cannotBeRestored;
    this.#drawProgress(run);
    this.#drawOutcome(run);
    this.#drawStart(this.sending, rows.length);
    show(byId('import-back'), previous && !isOpen && `Back to ${nameOf(previous)}`);
    byId('import-new').hidden = state === 'idle' || isOpen;
    byId('import-send-rows').hidden = hasLeft(run);
    byId('import-actions').hidden = isOpen;
    // A button that disappears passes its focus on.
    if (focused?.closest('#import-send') && focused.closest('[hidden]'))
      byId(isOpen && !run.isCancelling ? 'import-pause' : 'import-send-title').focus();
  }

  /** Draws the buttons that send, which show at once that they were pressed. @param {Sending} sending @param {number} count */
  #drawStart({ run: { state, counts }, previous, isBeginning = false }, count) {
    const updates = `${previous ? 'Undo' : 'Send'} ${some(count, 'update')}`;
    const labels = {
      'import-start': state === 'idle' && count > 0 && updates,
      'import-again': state === 'done' && describeAgain(counts),
    };
    byId('import-again').classList.toggle('primary', countOf('failed', counts) > 0);
    for (const [id, label] of Object.entries(labels)) {
      show(byId(id), label && isBeginning ? 'Starting…' : label);
      byId(id).setAttribute('aria-disabled', String(isBeginning));
    }
  }

  /** Draws the progress. @param {Run} run */
  #drawProgress(run) {
    const { state, halted, progress } = run;
    const isResumable = state === 'paused' && halted !== 'limited';
    byId('import-progress-label').textContent = describeProgress(run);
    Object.assign(byId('import-progress'), { max: progress.all || 1, value: progress.ended });
    byId('import-left').textContent = describeTimeLeft(run, new Date());
    show(byId('import-halted'), !hasLeft(run) && describeHalt(run));
    byId('import-bar-actions').hidden = run.isCancelling;
    byId('import-pause').textContent = isResumable ? 'Resume' : 'Pause';
    byId('import-pause').classList.toggle('primary', isResumable);
  }

  /** Draws how the run has ended. @param {Run} run */
  #drawOutcome(run) {
    const isDone = run.state === 'done';
    const end = describeEnd(run, this.#left);
    if (isDone) byId('import-send').dataset.tone = end.tone;
    else byId('import-send').removeAttribute('data-tone');
    showEnd(end);
    this.#undo = isDone ? (this.#undo ?? this.#listener.undo(run)) : undefined;
    const failed = countOf('failed', run.counts);
    show(
      byId('import-export'),
      isDone && run.rows.some(isExported) && `Export what ${failed > 0 ? 'failed' : 'was not sent'} (CSV)`,
    );
    const toFix = isDone && this.#hasList ? run.rows.filter(({ result }) => result === 'invalid') : [];
    const [first] = toFix;
    show(
      byId('import-fix-rest'),
      first && (toFix.length === 1 ? `Fix line ${first.line}` : `Fix the ${some(toFix.length, 'row')} not sent`),
    );
    byId('import-undo').textContent = run.undo ? 'Undo the undo…' : 'Undo this run…';
    byId('import-undo').hidden = !this.#undo || this.#undo.count === 0;
    show(byId('import-undo-hint'), this.#undo && describeUndo(this.#undo, run.counts));
  }

  /** Announces the progress when the run's state changes, and a few times in between. */
  #announceProgress() {
    if (!this.sending) return;
    const { run } = this.sending;
    const { all, ended } = run.progress;
    const title = titleOf(this.sending);
    const part = Math.floor((ended / (all || 1)) * ANNOUNCED_PARTS);
    const warning = this.#cannotBeRestored && byId('import-not-resumable').textContent;
    const now = `${title} ${part} ${warning}`;
    if (now === this.#announced) return;
    this.#announced = now;
    const { text, details } = describeEnd(run, this.#left);
    const rest = text ? [text, ...details] : [describeHalt(run), describeProgress(run)];
    announce([`${title}.`, ...rest, warning].filter(Boolean).join(' '));
  }
}

/** Shows how a run has ended; nothing if it hasn't. @param {End} end */
function showEnd({ tone, text, details }) {
  const box = byId('import-result');
  box.hidden = text === '';
  box.dataset.tone = tone;
  const items = details.map((textContent) => element('li', { textContent }));
  const list = items.length > 0 ? [element('ul', {}, ...items)] : [];
  box.replaceChildren(element('p', { textContent: text }), ...list);
}

/** Returns the name of a run. @param {Sending} sending */
const nameOf = ({ startedAt, run: { undo } }) => nameOfRun({ at: startedAt, undo });

/** Returns the title of the step: the state of the run, and what it undoes. @param {Sending} sending */
function titleOf({ run }) {
  const state = describeState(run);
  if (!run.undo) return state;
  return run.state === 'idle' ? titleOfRun(run) : `${titleOfRun(run)}: ${state.toLowerCase()}`;
}

/** Whether a row is exported, to be corrected and imported again. @param {RunRow} row */
const isExported = (row) => isRepeatable(row) || row.result === 'invalid' || row.result === 'skipped';
