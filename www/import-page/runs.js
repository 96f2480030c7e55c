// The runs of the page: of a list, of an undo, and one that was interrupted.
import { deviceStorage } from '../account/device-storage.js';
import { Check } from '../import/check.js';
import { isSaved } from '../run/row.js';
import { FRESH, Run } from '../run/run.js';
import { undoOf } from '../run/undo.js';
import { UndoneRows } from '../run/undone.js';
import { inSlices } from '../shell/slices.js';
import { some } from './results.js';
import { titleOfRun } from './run-name.js';
import { canStore } from './storage.js';

/** @import { ContactCards, SetContactCard } from 'linq-contact-card' */
/** @import { Journal } from '../run/journal.js' */
/** @import { NewRow, RunRow } from '../run/row.js' */
/** @import { Budget, Undoing } from '../run/run-options.js' */
/** @import { StoredRun } from '../run/stored-runs.js' */
/** @import { OtherRuns } from './other-runs.js' */
/** @import { Sending } from './send.js' */

/**
 * What runs use of the page.
 *
 * @typedef {object} RunAccount
 * @property {ContactCards} client
 * @property {() => readonly SetContactCard[] | undefined} cards absent until they are loaded
 * @property {() => readonly SetContactCard[] | undefined} cardsOfRun the cards, also while the user is signed out: for what can be undone
 * @property {(phone_number: string) => SetContactCard | undefined} cardOf returns the card of a number
 * @property {(phone_number: string) => Budget | undefined} budgetOf what is known of a number's writes
 * @property {(card: SetContactCard) => void} replace stores a card that was saved
 * @property {() => number} readAt returns when the cards were read, in milliseconds since 1970
 * @property {() => Promise<void>} load reads the cards again; where that fails, the earlier ones remain
 */

/** Why a run can't be resumed. */
const problems = {
  refused: 'This device’s storage is full or blocked, so the run can’t be resumed. It is left as it is. Try again.',
  notLoaded: 'The cards of the account could not be loaded. Try again.',
  lost: 'Meanwhile, another tab has taken or discarded the run.',
  unreadable: 'What was stored of the run can’t be read, so it was removed.',
};

/** Makes runs as the page shows them. */
export class Runs {
  #account;
  #journal;
  #others;
  #changed;

  /**
   * @param {RunAccount} account
   * @param {Journal} journal
   * @param {OtherRuns} others
   * @param {(run: Run, row?: RunRow) => void} changed is called with each row that changes, and without one when a run's state does
   */
  constructor(account, journal, others, changed) {
    this.#account = account;
    this.#journal = journal;
    this.#others = others;
    this.#changed = changed;
  }

  /**
   * Makes the run of rows, and finds those whose number has no write left.
   *
   * @param {readonly NewRow[]} rows
   * @param {Sending['summaries']} summaries
   * @param {{ undone?: UndoneRows, undo?: Undoing | undefined }} [options] the rows that it undoes, and their run
   * @returns {Promise<Sending>}
   */
  async of(rows, summaries, { undone, undo } = {}) {
    const { client, budgetOf, cardOf } = this.#account;
    const journal = this.#journal;
    /** @type {Run} */
    const run = new Run(rows, client, (row) => this.#note(run, row, undone), {
      budgetOf,
      cardOf,
      journal,
      undo,
    });
    await inSlices(run.findBlocked());
    const fits = canStore(deviceStorage, rows);
    const canBeRestored = () => (run.state === 'idle' ? fits : journal.isResumable);
    return { run, canBeRestored, summaries, undone };
  }

  /** Returns what can be undone of a run. @param {Run} run */
  undoable(run) {
    return undoOf(run.rows, this.#account.cardsOfRun() ?? []);
  }

  /**
   * Makes the run that writes the values of before another one.
   *
   * @param {Sending} previous
   * @param {AbortSignal} signal
   * @returns {Promise<Sending | undefined>} absent while the cards are unknown, and where the signal is aborted
   */
  async undoOf(previous, signal) {
    const cards = this.#account.cardsOfRun();
    if (!cards) return undefined;
    const { rows, cannot, back } = undoOf(previous.run.rows, cards);
    const check = await inSlices(new Check(rows, cards).slices(), { signal });
    if (!check) return undefined;
    const undone = new UndoneRows(previous.run, { cannot, back }, previous.undone);
    const sending = await this.of(check.rows, previous.summaries, { undone, undo: nextUndoing(previous) });
    if (signal.aborted) return undefined;
    return { ...sending, cannotUndo: cannot, previous, isRestored: previous.isRestored };
  }

  /** Reads the cards again where they are old, or another tab may have changed them. Returns whether they were. */
  async refreshCards() {
    const isOld = !this.#areOfNow || Date.now() - this.#account.readAt() > FRESH;
    if (isOld) await this.#account.load();
    return isOld;
  }

  /**
   * Returns when the cards of a run were read that is about to be sent, in milliseconds since 1970. It is 0 where each card has to be read
   * first: where another tab may have changed it, and before an undo, as it may have changed since it was saved.
   *
   * @param {Sending} sending
   */
  knownAt({ previous }) {
    return this.#areOfNow && !previous ? this.#account.readAt() : 0;
  }

  /** Whether no other tab may have changed the cards since they were read. */
  get #areOfNow() {
    return this.#account.readAt() > this.#others.notedAt;
  }

  /**
   * Takes a run that is stored, paused and checked again. It then belongs to this page.
   *
   * @param {StoredRun} stored
   * @param {AbortSignal} signal
   * @returns {Promise<{ sending?: Sending, problem?: string }>} the run, or why it can't be resumed; neither where the signal is aborted
   */
  async restore({ id, at, all, undo }, signal) {
    if (!this.#journal.take(id)) return { problem: problems.refused };
    /** @type {Run | keyof typeof problems | undefined} */
    let run;
    try {
      run = await this.#restored(signal);
    } finally {
      if (!(run instanceof Run)) this.#journal.release(id);
    }
    if (signal.aborted || !run) return {};
    if (!(run instanceof Run)) return { problem: problems[run] };
    const summaries = { upload: titleOfRun({ at, undo }), fix: some(all, 'update') };
    const canBeRestored = () => this.#journal.isResumable;
    return { sending: { run, canBeRestored, startedAt: at, summaries, isRestored: true } };
  }

  /**
   * Continues the run that was taken, with the cards as it has left them, now that no other tab sends it. Returns what prevents that, if
   * so; nothing where the signal is aborted.
   *
   * @param {AbortSignal} signal
   */
  async #restored(signal) {
    await this.#account.load();
    if (signal.aborted) return undefined;
    const cards = this.#account.cards();
    if (!cards) return 'notLoaded';
    /** @type {Run | undefined} */
    let run;
    const changed = (/** @type {RunRow | undefined} */ row) => run && this.#note(run, row);
    const { client, budgetOf, cardOf } = this.#account;
    const restored = await inSlices(this.#journal.restoring(cards, client, changed, { budgetOf, cardOf }), { signal });
    if (restored instanceof Run) run = restored;
    return restored;
  }

  /** @param {Run} run @param {RunRow} [row] @param {UndoneRows} [undone] the rows that the run undoes */
  #note(run, row, undone) {
    // A row that changes after the end has the card of before.
    if (row?.card && isSaved(row) && run.state !== 'done') {
      this.#account.replace(row.card);
      undone?.note(row);
    }
    if (!row && run.state === 'done') undone?.end(run.rows);
    this.#changed(run, row);
  }
}

/** Returns what the undo of a run undoes. @param {Sending} previous @returns {Undoing | undefined} */
function nextUndoing({ startedAt, run: { undo } }) {
  if (undo) return { ...undo, times: undo.times + 1 };
  return startedAt && { at: startedAt, times: 1 };
}
