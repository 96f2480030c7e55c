// The runs of the page: of a list, of an undo, and one that was interrupted.
import { deviceStorage } from '../account/device-storage.js';
import { Check } from '../import/check.js';
import { isSaved } from '../run/row.js';
import { Run } from '../run/run.js';
import { undoOf } from '../run/undo.js';
import { UndoneRows } from '../run/undone.js';
import { inSlices } from '../shell/slices.js';
import { timeOf } from '../shell/time.js';
import { some } from './results.js';
import { canStore } from './storage.js';

/** @import { ContactCards, SetContactCard } from 'linq-contact-card' */
/** @import { Journal, StoredRun } from '../run/journal.js' */
/** @import { NewRow, RunRow } from '../run/row.js' */
/** @import { Budget } from '../run/run-options.js' */
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
 * @property {() => Promise<void>} load reads the cards again; where that fails, the earlier ones remain
 */

/** Makes runs as the page shows them. */
export class Runs {
  #account;
  #journal;
  #changed;

  /**
   * @param {RunAccount} account
   * @param {Journal} journal
   * @param {(run: Run, row?: RunRow) => void} changed is called with each row that changes, and without one when a run's state does
   */
  constructor(account, journal, changed) {
    this.#account = account;
    this.#journal = journal;
    this.#changed = changed;
  }

  /**
   * Makes the run of rows, and finds those whose number has no write left.
   *
   * @param {readonly NewRow[]} rows
   * @param {number} knownAt when their cards were read, in milliseconds since 1970
   * @param {Sending['summaries']} summaries
   * @param {UndoneRows} [undone] the rows that it undoes
   * @returns {Promise<Sending>}
   */
  async of(rows, knownAt, summaries, undone) {
    const { client, budgetOf, cardOf } = this.#account;
    const journal = this.#journal;
    /** @type {Run} */
    const run = new Run(rows, client, (row) => this.#note(run, row, undone), { budgetOf, cardOf, journal, knownAt });
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
   * @returns {Promise<Sending | undefined>} absent while the cards are unknown
   */
  async undoOf(previous) {
    const cards = this.#account.cardsOfRun();
    if (!cards) return undefined;
    const { rows, cannot, back } = undoOf(previous.run.rows, cards);
    const check = await inSlices(new Check(rows, cards).slices());
    if (!check) return undefined;
    // Each card is read first: it may have changed since it was saved.
    const undone = new UndoneRows(previous.run, { cannot, back }, previous.undone);
    const sending = await this.of(check.rows, 0, previous.summaries, undone);
    return { ...sending, cannotUndo: cannot, previous, isRestored: previous.isRestored };
  }

  /**
   * Takes a run that is stored, paused and checked again. It then belongs to this page.
   *
   * @param {StoredRun} stored
   * @returns {Promise<{ sending?: Sending, problem?: string }>} the run, or why it can't be resumed: it is to be released then
   */
  async restore({ id, at, all }) {
    this.#journal.take(id);
    // As the run has left them, now that no other tab sends it.
    await this.#account.load();
    const cards = this.#account.cards();
    if (!cards) return { problem: 'The cards of the account could not be loaded. Try again.' };
    /** @type {Run | undefined} */
    let run;
    const changed = (/** @type {RunRow | undefined} */ row) => run && this.#note(run, row);
    const { client, budgetOf, cardOf } = this.#account;
    run = await inSlices(this.#journal.restoring(cards, client, changed, { budgetOf, cardOf }));
    if (!run) return { problem: 'What was stored of the run can’t be read, so it was removed.' };
    const summaries = { upload: `Run of ${timeOf(at)}`, fix: some(all, 'update') };
    const canBeRestored = () => this.#journal.isResumable;
    return { sending: { run, canBeRestored, startedAt: at, summaries, isRestored: true } };
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
