// What the user has changed in a list, so that it isn't lost when the list is read again.
import { fields } from '../import/columns.js';

/** @import { ContactCardField } from 'linq-contact-card/element' */
/** @import { Check, CheckedRow } from '../import/check.js' */
/** @import { Column } from '../import/columns.js' */
/** @import { RowParams } from '../import/rows.js' */

/** The changes of a list, by line. */
export class Edits {
  /** @type {Map<number, Partial<RowParams>>} */
  #values = new Map();
  /** @type {Set<number>} */
  #leftOut = new Set();

  /** Notes the value of a field that the user has changed. @param {CheckedRow} row @param {ContactCardField} field */
  add({ line, params }, field) {
    this.#values.set(line, { ...this.#values.get(line), [field]: params[field] });
  }

  /** Notes that the user has left a row out. @param {CheckedRow} row */
  leaveOut({ line }) {
    this.#leftOut.add(line);
  }

  /** Whether the user has changed nothing. */
  get isEmpty() {
    return this.#values.size + this.#leftOut.size === 0;
  }

  /** Forgets all changes. */
  clear() {
    this.#values.clear();
    this.#leftOut.clear();
  }

  /**
   * Forgets the values of fields that are read from another column now.
   *
   * @param {Column[]} before
   * @param {Column[]} now
   */
  keep(before, now) {
    const moved = fields.filter((field) => columnOf(field, before) !== columnOf(field, now));
    for (const values of this.#values.values()) for (const field of moved) delete values[field];
  }

  /** Makes the changes in a list that was read again. @param {Check} check */
  apply(check) {
    if (this.isEmpty) return;
    for (const row of [...check.rows]) {
      const values = this.#values.get(row.line);
      if (this.#leftOut.has(row.line)) check.remove(row);
      else if (values) check.edit(row, { ...row.params, ...values });
    }
  }
}

/** @param {ContactCardField} field @param {Column[]} columns */
const columnOf = (field, columns) => columns.findIndex(({ use }) => use === field);
