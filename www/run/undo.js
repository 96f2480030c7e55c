// What can be undone of a save, and the list that undoes a run. Pure functions.
import { fields } from '../import/columns.js';
import { isSaved } from './row.js';

/** @import { ContactCardField } from 'linq-contact-card/element' */
/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { Row } from '../import/rows.js' */
/** @import { RunRow } from './row.js' */

/**
 * What can be undone of a run.
 *
 * @typedef {object} Undo
 * @property {Row[]} rows the rows of a new list, which writes the old values
 * @property {CannotUndo[]} cannot what stays as it is
 * @property {WrittenBack[]} back the rows whose cards have the old values already
 * @property {number} count how many writes it costs, one of each number
 */

/** A row whose card, as it is now, has the old values: someone else has written them back. @typedef {{ row: RunRow, card: SetContactCard }} WrittenBack */

/** @typedef {Exclude<ContactCardField, 'phone_number'>} ValueField a field that can be changed */

/**
 * A value that can't be undone.
 *
 * @typedef {object} CannotUndo
 * @property {RunRow} row
 * @property {ValueField} field
 * @property {string} why in a sentence
 */

/**
 * What can be undone of one save.
 *
 * @typedef {object} CardUndo
 * @property {Partial<Record<ValueField, string>>} values the old values, to be written back
 * @property {Omit<CannotUndo, 'row'>[]} cannot what stays as it is
 */

const values = /** @type {ValueField[]} */ (fields.filter((field) => field !== 'phone_number'));

/**
 * Returns the list that writes the values of before a run. A row without anything to undo isn't in it.
 *
 * @param {readonly RunRow[]} rows of the run
 * @param {readonly SetContactCard[]} cards as they are now
 * @returns {Undo}
 */
export function undoOf(rows, cards) {
  const now = new Map(cards.map((card) => [card.phone_number, card]));
  /** @type {Undo} */
  const undo = { rows: [], cannot: [], back: [], count: 0 };
  for (const row of rows) {
    const { before, changes } = row;
    if (!before || !changes || !isSaved(row)) continue;
    const { phone_number } = changes;
    const card = now.get(phone_number);
    const { values, cannot } = undoOfSave(before, changes, card);
    undo.cannot.push(...cannot.map((each) => ({ row, ...each })));
    if (Object.keys(values).length > 0)
      undo.rows.push({ line: row.line, lastLine: row.lastLine, params: { phone_number, ...values }, problems: [] });
    else if (card && cannot.length === 0) undo.back.push({ row, card });
  }
  undo.count = undo.rows.length;
  return undo;
}

/** Whether a row that is to be sent changes something that can't be undone. @param {RunRow} row */
export const hasLasting = ({ card, changes }) =>
  card !== undefined && changes !== undefined && undoOfSave(card, changes, { ...card, ...changes }).cannot.length > 0;

/**
 * Returns what can be undone of the save of one card.
 *
 * @param {SetContactCard} before the card as it was
 * @param {Partial<Record<ValueField, string>>} saved the values that were saved
 * @param {SetContactCard | undefined} now the card as it is now
 * @returns {CardUndo}
 */
export function undoOfSave(before, saved, now) {
  /** @type {CardUndo} */
  const undo = { values: {}, cannot: [] };
  for (const field of values) {
    // An empty text can't be written.
    const [old, value] = [before[field] || undefined, saved[field]];
    // Someone has written it back.
    const isBack = now && (now[field] || undefined) === old;
    if (value === undefined || isBack) continue;
    const why = whyNot(field, value, old, now);
    if (why) undo.cannot.push({ field, why });
    else if (old !== undefined) undo.values[field] = old;
  }
  return undo;
}

/**
 * Returns why a value can't be undone.
 *
 * @param {ValueField} field
 * @param {string} saved
 * @param {string | undefined} old
 * @param {SetContactCard | undefined} now
 */
function whyNot(field, saved, old, now) {
  if (!now) return 'The number has no card any more.';
  if (field === 'image_url')
    return 'A picture can’t be restored: Linq stores a copy of each under an address of its own. Enter the link of the old one.';
  if (now[field] !== saved) return 'It was changed again since.';
  return old === undefined ? 'It was empty before, and can’t be removed once set.' : undefined;
}
