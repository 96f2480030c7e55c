// What the user has changed in a list, so that it isn't lost when the list is read again.
import { fields } from '../import/columns.js';
import { rowFinder } from '../import/lines.js';

/** @import { ContactCardField } from 'linq-contact-card/element' */
/** @import { Check, CheckedRow } from '../import/check.js' */
/** @import { Column } from '../import/columns.js' */
/** @import { RowParams } from '../import/rows.js' */

/** A list that the user has changed, as it was read. @typedef {{ text: string, columns: readonly Column[] }} Reading */

/**
 * What the user has changed in a row.
 *
 * @typedef {object} RowEdit
 * @property {number} lastLine the line where the row ends
 * @property {Partial<RowParams>} values
 * @property {boolean} isLeftOut
 */

/** The changes of a list, by the line where a row starts. */
export class Edits {
  /** The number of rows whose changes were forgotten when the text was read again last. */
  forgotten = 0;
  /** @type {Map<number, RowEdit>} */
  #rows = new Map();

  /** Notes the value of a field that the user has changed. @param {CheckedRow} row @param {ContactCardField} field */
  add(row, field) {
    this.#of(row).values[field] = row.params[field];
  }

  /** Whether the user has changed a field. @param {CheckedRow} row @param {ContactCardField} field */
  has({ line }, field) {
    return Object.hasOwn(this.#rows.get(line)?.values ?? {}, field);
  }

  /** Notes that the user has left a row out. @param {CheckedRow} row */
  leaveOut(row) {
    this.#of(row).isLeftOut = true;
  }

  /** Notes that the user has included a row again. @param {CheckedRow} row */
  include(row) {
    this.#of(row).isLeftOut = false;
  }

  /** Forgets all changes. */
  clear() {
    this.#rows.clear();
    this.forgotten = 0;
  }

  /**
   * Follows the list to how it is read now: forgets the changes of rows whose text has changed, and the values of fields that are
   * read from another column.
   *
   * @param {Reading} before
   * @param {Reading} now
   * @param {{ isSameFile?: boolean }} [options] `isSameFile`: whether only the letters of a file are read in another way, so that
   * rows are the same where their ASCII characters are
   */
  follow(before, now, { isSameFile = false } = {}) {
    const texts = [before.text, now.text].map((text) => (isSameFile ? text.replace(/\P{ASCII}/gu, '') : text));
    const lineNow = rowFinder(texts[0] ?? '', texts[1] ?? '');
    const moved = fields.filter((field) => columnOf(field, before.columns) !== columnOf(field, now.columns));
    const rows = [...this.#rows].filter(([, edit]) => isChanged(edit));
    this.#rows.clear();
    for (const [line, edit] of rows) {
      const found = lineNow(line, edit.lastLine);
      if (found === undefined) continue;
      for (const field of moved) delete edit.values[field];
      this.#rows.set(found, { ...edit, lastLine: found + edit.lastLine - line });
    }
    if (before.text !== now.text) this.forgotten = rows.length - this.#rows.size;
  }

  /** Makes the changes in a list that was read again. @param {Check} check */
  apply(check) {
    /** @type {CheckedRow[]} */
    const leftOut = [];
    for (const row of check.rows) {
      const edit = this.#rows.get(row.line);
      if (edit?.lastLine !== row.lastLine) continue;
      if (hasValues(edit)) check.edit(row, { ...row.params, ...edit.values });
      if (edit.isLeftOut) leftOut.push(row);
    }
    check.leaveOut(leftOut);
  }

  /** Returns the changes of a row, which are none at first. @param {CheckedRow} row */
  #of({ line, lastLine }) {
    const edit = this.#rows.get(line) ?? { lastLine, values: {}, isLeftOut: false };
    this.#rows.set(line, edit);
    return edit;
  }
}

/** @param {RowEdit} edit */
const hasValues = ({ values }) => Object.keys(values).length > 0;

/** @param {RowEdit} edit */
const isChanged = (edit) => edit.isLeftOut || hasValues(edit);

/** @param {ContactCardField} field @param {readonly Column[]} columns */
const columnOf = (field, columns) => columns.findIndex(({ use }) => use === field);
