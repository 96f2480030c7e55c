// What the user has changed in a list, so that it isn't lost when the list is read again.
import { fields } from '../import/columns.js';

/** @import { ContactCardField } from 'linq-contact-card/element' */
/** @import { Check, CheckedRow } from '../import/check.js' */
/** @import { Column } from '../import/columns.js' */
/** @import { RowParams } from '../import/rows.js' */

/** A list that the user has changed, as it was read. @typedef {{ text: string, columns: readonly Column[] }} Reading */

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

  /** Whether the user has changed a field. @param {CheckedRow} row @param {ContactCardField} field */
  has({ line }, field) {
    return Object.hasOwn(this.#values.get(line) ?? {}, field);
  }

  /** Notes that the user has left a row out. @param {CheckedRow} row */
  leaveOut({ line }) {
    this.#leftOut.add(line);
  }

  /** Whether the user has changed nothing. */
  get isEmpty() {
    return this.#values.size + this.#leftOut.size === 0;
  }

  /** Notes that the user has included a row again. @param {CheckedRow} row */
  include({ line }) {
    this.#leftOut.delete(line);
  }

  /** Forgets all changes. */
  clear() {
    this.#values.clear();
    this.#leftOut.clear();
  }

  /**
   * Follows the list to how it is read now: forgets the changes of lines whose text has changed, and the values of fields that are
   * read from another column.
   *
   * @param {Reading} before
   * @param {Reading} now
   */
  follow(before, now) {
    const lineNow = lineFinder(before.text, now.text);
    const moved = fields.filter((field) => columnOf(field, before.columns) !== columnOf(field, now.columns));
    const values = [...this.#values];
    const leftOut = [...this.#leftOut];
    this.clear();
    for (const [lineBefore, changed] of values) {
      const line = lineNow(lineBefore);
      if (line === undefined) continue;
      for (const field of moved) delete changed[field];
      this.#values.set(line, changed);
    }
    for (const line of leftOut.map(lineNow)) if (line !== undefined) this.#leftOut.add(line);
  }

  /** Makes the changes in a list that was read again. @param {Check} check */
  apply(check) {
    if (this.isEmpty) return;
    for (const row of [...check.rows]) {
      const values = this.#values.get(row.line);
      if (values) check.edit(row, { ...row.params, ...values });
      if (this.#leftOut.has(row.line)) check.leaveOut(row);
    }
  }
}

/** @param {ContactCardField} field @param {readonly Column[]} columns */
const columnOf = (field, columns) => columns.findIndex(({ use }) => use === field);

/**
 * Returns a function that finds where a line is after the text was edited; nothing where its text has changed, or where it isn't known
 * which of several equal lines it is. Lines before the first edit and after the last one are found by their position.
 *
 * @param {string} textBefore
 * @param {string} textNow
 * @returns {(line: number) => number | undefined}
 */
function lineFinder(textBefore, textNow) {
  const before = textBefore.split('\n');
  const now = textNow.split('\n');
  const shift = now.length - before.length;
  const most = Math.min(before.length, now.length);
  let start = 0;
  while (start < most && before[start] === now[start]) start += 1;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === now.at(-1 - end)) end += 1;
  const [countsBefore, countsNow] = [countsOf(before), countsOf(now)];
  return (line) => {
    const index = line - 1;
    const text = before[index] ?? '';
    if (countsBefore.get(text) !== countsNow.get(text)) return undefined;
    if (index < start) return line;
    if (index >= before.length - end) return line + shift;
    if (now[index] === text) return line;
    return countsNow.get(text) === 1 ? now.indexOf(text) + 1 : undefined;
  };
}

/** Returns how often each line occurs. @param {readonly string[]} lines */
function countsOf(lines) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}
