// What an undo has come to, in the rows of the run that it undoes.
import { english } from 'linq-contact-card/element';
import { savedWith } from './outcomes.js';
import { isSendable } from './row.js';

/** @import { RunRow } from './row.js' */
/** @import { Run } from './run.js' */
/** @import { CannotUndo, Undo } from './undo.js' */

/** A row of the run that undoes another one. @typedef {Pick<RunRow, 'params' | 'result' | 'reason'>} UndoRow */

/** The rows of a run that is undone. */
export class UndoneRows {
  #run;
  #back;
  #before;
  /** The rows by their number. @type {Map<string, RunRow>} */
  #rows;
  /** What can't be undone of a row. @type {Map<RunRow, CannotUndo[]>} */
  #cannot = new Map();

  /**
   * @param {Run} run
   * @param {Pick<Undo, 'cannot' | 'back'>} undo
   * @param {UndoneRows} [before] the rows of the run that `run` undoes: they are saved again
   */
  constructor(run, { cannot, back }, before) {
    this.#run = run;
    this.#back = back;
    this.#before = before;
    this.#rows = new Map(run.rows.filter(isSendable).map((row) => [row.params.phone_number, row]));
    for (const each of cannot) this.#cannot.set(each.row, [...(this.#cannot.get(each.row) ?? []), each]);
  }

  /** Notes that a row was undone. @param {UndoRow} undo the row that has done that @param {string} [reason] why it wasn't needed */
  note(undo, reason) {
    const row = this.#rows.get(undo.params.phone_number);
    if (row) this.#run.amend(row, { result: 'undone', reason: reason ?? describeLeft(this.#cannot.get(row)) });
    this.#before?.noteSavedAgain(undo);
  }

  /** Notes that the undo of a row was undone. @param {UndoRow} undo the row that has done that */
  noteSavedAgain(undo) {
    const { result, reason } = undo;
    const row = this.#rows.get(undo.params.phone_number);
    if (row) this.#run.amend(row, { result, reason });
    this.#before?.note(undo);
  }

  /** Notes the other rows, after the run that undoes them has ended. @param {readonly RunRow[]} undos its rows */
  end(undos) {
    for (const { row, card } of this.#back)
      this.note({ params: row.params, ...savedWith(card) }, 'The card already had its old values.');
    for (const [row, cannot] of this.#cannot) this.#explain(row, describeLeft(cannot));
    for (const { params } of undos) this.#explain(this.#rows.get(params.phone_number), 'It was not undone.');
  }

  /** Sets why a row is still saved. @param {RunRow | undefined} row @param {string | undefined} reason */
  #explain(row, reason) {
    if (row && row.result !== 'undone') this.#run.amend(row, { result: row.result, reason });
  }
}

/** Returns which fields of a row stay as they are, and why. @param {CannotUndo[]} [cannot] */
const describeLeft = (cannot) =>
  cannot?.map(({ field, why }) => `${english.labels[field]} was not undone. ${why}`).join(' ');
