// What the user has changed in a list, so that it isn't lost when the list is read again.
import { fields } from '../import/columns.js';
import { RowFinder } from '../import/lines.js';

/** @import { ContactCardField } from 'linq-contact-card/element' */
/** @import { Check, CheckedRow } from '../import/check.js' */
/** @import { Column } from '../import/columns.js' */

/** A list as it was read. @typedef {{ text: string, columns: readonly Column[] }} Reading */

/**
 * What the user has changed in a row.
 *
 * @typedef {object} RowEdit
 * @property {number} lastLine the line where the row ends
 * @property {Map<number, string | undefined>} cells what was typed in place of a cell, by the index of its column
 * @property {boolean} isLeftOut
 * @property {boolean} [wasSent] whether it is left out as it was part of a run, not by the user
 */

/** How many rows' changes were forgotten, and how many of these rows were left out. @typedef {{ rows: number, leftOut: number }} Forgotten */

/** The changes of a list, by the line where a row starts. */
export class Edits {
  /** What was forgotten when the text was last read again. @type {Forgotten} */
  forgotten = { rows: 0, leftOut: 0 };
  /** The list that was changed. @type {Reading | undefined} */
  #reading;
  /** @type {Map<number, RowEdit>} */
  #rows = new Map();

  /** Whether the user has changed anything. */
  get isAny() {
    return [...this.#rows.values()].some(({ cells, isLeftOut, wasSent }) => cells.size > 0 || (isLeftOut && !wasSent));
  }

  /** Whether the user has typed something in place of a cell. */
  get hasCells() {
    return [...this.#rows.values()].some(({ cells }) => cells.size > 0);
  }

  /** Notes the value of a field that the user has changed. @param {CheckedRow} row @param {ContactCardField} field */
  add(row, field) {
    this.#of(row).cells.set(this.#columnOf(field), row.params[field]);
  }

  /** Whether the user has changed a field. @param {CheckedRow} row @param {ContactCardField} field */
  has({ line }, field) {
    return this.#rows.get(line)?.cells.has(this.#columnOf(field)) ?? false;
  }

  /**
   * Notes that a row is left out.
   *
   * @param {Pick<CheckedRow, 'line' | 'lastLine'>} row
   * @param {{ wasSent?: boolean }} [options] `wasSent`: as it was part of a run
   */
  leaveOut(row, { wasSent = false } = {}) {
    Object.assign(this.#of(row), { isLeftOut: true, wasSent });
  }

  /** Notes that the user has included a row again. @param {CheckedRow} row */
  include(row) {
    this.#of(row).isLeftOut = false;
  }

  /** Forgets the list and all changes. */
  clear() {
    this.#reading = undefined;
    this.#rows.clear();
    this.forgotten = { rows: 0, leftOut: 0 };
  }

  /**
   * Follows the list to how it is read now. The changes of rows whose text has changed are forgotten, as are those of rows that were
   * removed. A value that was typed stays with its column, whatever the column is used for.
   *
   * @param {Reading} now
   * @param {{ isSameFile?: boolean }} [options] `isSameFile`: whether only the letters of a file are read in another way, so that
   * rows are the same where their ASCII characters are
   */
  follow(now, { isSameFile = false } = {}) {
    const before = this.#reading;
    this.#reading = now;
    if (!before || before.text === now.text) return;
    const textOf = (/** @type {Reading} */ { text }) => (isSameFile ? text.replace(/\P{ASCII}/gu, '') : text);
    const finder = new RowFinder(textOf(before), textOf(now));
    const rows = [...this.#rows].filter(([, edit]) => isChanged(edit));
    this.#rows.clear();
    this.forgotten = { rows: 0, leftOut: 0 };
    for (const [line, edit] of rows) {
      const found = finder.find(line, edit.lastLine);
      if (found !== undefined) this.#rows.set(found, { ...edit, lastLine: found + edit.lastLine - line });
      else if (isSameFile || !finder.isRemoved(line, edit.lastLine)) this.#forget(edit);
    }
  }

  /** Makes the changes in a list that was read again. @param {Check} check */
  apply(check) {
    /** @type {CheckedRow[]} */
    const leftOut = [];
    for (const row of check.rows) {
      const edit = this.#rows.get(row.line);
      if (edit?.lastLine !== row.lastLine) continue;
      const changed = fields.filter((field) => this.has(row, field));
      const values = changed.map((field) => [field, edit.cells.get(this.#columnOf(field))]);
      if (values.length > 0) check.edit(row, { ...row.params, ...Object.fromEntries(values) });
      if (edit.isLeftOut) leftOut.push(row);
    }
    check.leaveOut(leftOut);
  }

  /** Counts a row whose changes are forgotten. @param {RowEdit} edit */
  #forget({ isLeftOut }) {
    this.forgotten.rows += 1;
    if (isLeftOut) this.forgotten.leftOut += 1;
  }

  /** Returns the index of the column of a field. @param {ContactCardField} field */
  #columnOf(field) {
    return this.#reading?.columns.findIndex(({ use }) => use === field) ?? -1;
  }

  /** Returns the changes of a row, which are none at first. @param {Pick<CheckedRow, 'line' | 'lastLine'>} row */
  #of({ line, lastLine }) {
    const edit = this.#rows.get(line) ?? { lastLine, cells: new Map(), isLeftOut: false };
    this.#rows.set(line, edit);
    return edit;
  }
}

/** @param {RowEdit} edit */
const isChanged = ({ cells, isLeftOut }) => isLeftOut || cells.size > 0;
