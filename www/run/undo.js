// The list that undoes a run. A pure function.
import { fields } from '../import/columns.js';

/** @import { ContactCardField } from 'linq-contact-card/element' */
/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { Row, RowParams } from '../import/rows.js' */
/** @import { RunRow } from './run.js' */

/**
 * What can be undone of a run.
 *
 * @typedef {object} Undo
 * @property {Row[]} rows the rows of a new list, which writes the old values
 * @property {CannotUndo[]} cannot what stays as it is
 * @property {number} count how many writes it costs, one of each number
 */

/**
 * A value that can't be undone.
 *
 * @typedef {object} CannotUndo
 * @property {RunRow} row
 * @property {Exclude<ContactCardField, 'phone_number'>} field
 * @property {string} why in a sentence
 */

/** The fields that can be changed. */
const values = /** @type {Exclude<ContactCardField, 'phone_number'>[]} */ (
  fields.filter((field) => field !== 'phone_number')
);

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
  const undo = { rows: [], cannot: [], count: 0 };
  for (const row of rows) {
    const { before, changes, result } = row;
    if (!before || !changes || (result !== 'saved' && result !== 'saved_inactive')) continue;
    const { phone_number } = changes;
    /** @type {RowParams} */
    const params = { phone_number };
    for (const field of values) {
      const saved = changes[field];
      if (saved === undefined) continue;
      const old = before[field];
      const card = now.get(phone_number);
      // Someone has written it back.
      if (card && card[field] === old) continue;
      const why = whyNot(field, saved, old, card);
      if (why) undo.cannot.push({ row, field, why });
      else params[field] = old;
    }
    if (values.some((field) => params[field] !== undefined))
      undo.rows.push({ line: row.line, lastLine: row.lastLine, params, problems: [] });
  }
  undo.count = undo.rows.length;
  return undo;
}

/**
 * Returns why a value can't be undone.
 *
 * @param {keyof Omit<RowParams, 'phone_number'>} field
 * @param {string} saved by the run
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
