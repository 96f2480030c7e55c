// The second step: what was read is shown, and its rows are fixed in place. Nothing is sent here.
import { writeList } from '../import/export.js';
import { announce, byId, element, show } from '../shell/page.js';
import { downloadCSV } from './download.js';
import { filtersOf, some } from './results.js';
import { RowView } from './row.js';
import { RowsTable } from './table.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { ContactCardField } from 'linq-contact-card/element' */
/** @import { Check, CheckedRow } from '../import/check.js' */
/** @import { Warning } from './reading.js' */

/**
 * What the step reports.
 *
 * @typedef {object} FixListener
 * @property {(row: CheckedRow, field: ContactCardField) => void} edited is called when the user has changed a value of a row
 * @property {(row: CheckedRow) => void} leftOut is called when the user has left a row out
 * @property {() => void} next is called when the user continues
 * @property {(phone_number: string) => SetContactCard | undefined} cardOf returns the card of a number
 */

/** Shows why no row of a list can be sent. @param {string[]} problems */
export function showProblems(problems) {
  const box = byId('import-problems');
  box.hidden = problems.length === 0;
  box.replaceChildren(...problems.map((textContent) => element('p', { textContent })));
}

/** Shows what the user has to know before sending. @param {Warning[]} warnings */
export function showWarnings(warnings) {
  const box = byId('import-warnings');
  box.hidden = warnings.length === 0;
  box.replaceChildren(
    ...warnings.flatMap(({ title, lines }) => [
      element('h4', { textContent: title }),
      ...lines.map((textContent) => element('p', { textContent })),
    ]),
  );
}

/** The step in which rows are fixed. */
export class FixStep {
  /** The check that is shown. @type {Check | undefined} */
  check;
  #table;
  #listener;

  /** @param {FixListener} listener */
  constructor(listener) {
    this.#listener = listener;
    const actions = {
      isEditable: true,
      cardOf: listener.cardOf,
      edit: this.#edit.bind(this),
      accept: this.#accept.bind(this),
      leaveOut: this.#leaveOut.bind(this),
      decide() {},
    };
    this.#table = new RowsTable(byId('import-fix-rows'), (/** @type {CheckedRow} */ row) => new RowView(row, actions));
    byId('import-to-send').addEventListener('click', listener.next);
    byId('import-suggest').addEventListener('click', () => this.#acceptFormats());
    byId('import-export-invalid').addEventListener('click', () =>
      downloadCSV('contact-cards-to-fix.csv', writeList(this.#rowsToFix())),
    );
  }

  /** Shows a list that is checked: the rows to fix first. @param {Check} check */
  open(check) {
    this.check = check;
    const read = () => ({ all: check.rows.length, counts: check.counts });
    this.#table.open(this.#inOrder(), filtersOf(['fix', 'open', 'unchanged'], read));
    this.#draw();
  }

  /** Shows no rows. */
  close() {
    this.check = undefined;
    this.#table.close();
    byId('import-fix-actions').hidden = true;
    show(byId('import-nothing'), '');
  }

  /** Returns the line of the step when it is done. */
  summary() {
    const { ready = 0, invalid = 0, unchanged = 0 } = this.check?.counts ?? {};
    const parts = [
      `${ready} to send`,
      invalid > 0 && `${invalid} to fix, not sent`,
      unchanged > 0 && `${unchanged} unchanged`,
    ];
    return parts.filter(Boolean).join(' · ');
  }

  /** The rows, those to fix first. */
  #inOrder() {
    const others = this.check?.rows.filter(({ result }) => result !== 'invalid') ?? [];
    return [...this.#rowsToFix(), ...others];
  }

  #rowsToFix() {
    return this.check?.rows.filter(({ result }) => result === 'invalid') ?? [];
  }

  /** @param {CheckedRow} row @param {ContactCardField} field @param {string} value */
  #edit(row, field, value) {
    this.#recheck(row, (check) => check.edit(row, { ...row.params, [field]: value }));
    this.#listener.edited(row, field);
  }

  /** Accepts the suggestion for the number of a row. @param {CheckedRow} row */
  #accept(row) {
    this.#recheck(row, (check) => check.accept(row));
    this.#listener.edited(row, 'phone_number');
  }

  /**
   * Checks a row again, and draws those that have changed with it.
   *
   * @param {CheckedRow} row
   * @param {(check: Check) => CheckedRow[]} change
   */
  #recheck(row, change) {
    if (!this.check) return;
    const wasInvalid = row.result === 'invalid';
    this.#table.update(change(this.check));
    this.#draw();
    if (wasInvalid && row.result !== 'invalid') this.#announceFixed(`Line ${row.line} is fixed`);
  }

  /** Leaves a row out of the list. The focus moves to the row after it. @param {CheckedRow} row */
  #leaveOut(row) {
    if (!this.check) return;
    const index = this.#table.page.indexOf(row);
    const changed = this.check.remove(row);
    this.#listener.leftOut(row);
    this.#table.replace(this.#inOrder());
    this.#table.update(changed);
    this.#draw();
    const next = this.#table.page[index] ?? this.#table.page.at(-1);
    if (next) this.#table.drawn(next)?.focus();
    else byId('import-fix-title').focus();
    this.#announceFixed(`Line ${row.line} is left out`);
  }

  /** Writes the numbers that are only formatted differently as Linq has them. */
  #acceptFormats() {
    for (const row of this.#reformattable()) {
      this.check?.accept(row);
      this.#listener.edited(row, 'phone_number');
    }
    this.#table.replace(this.#inOrder());
    this.#table.update(this.#table.page);
    this.#draw();
    byId(byId('import-to-send').hidden ? 'import-fix-title' : 'import-to-send').focus();
    this.#announceFixed('The numbers are written in the format of Linq');
  }

  #reformattable() {
    return this.check?.rows.filter(({ suggestion, suggestionKind }) => suggestion && suggestionKind === 'format') ?? [];
  }

  /** @param {string} what */
  #announceFixed(what) {
    const { invalid = 0 } = this.check?.counts ?? {};
    announce(`${what}. ${invalid === 0 ? 'No row is left to fix.' : `${some(invalid, 'row')} to fix.`}`);
  }

  /** Draws all but the rows. */
  #draw() {
    const { ready = 0, invalid = 0 } = this.check?.counts ?? {};
    const formats = this.#reformattable().length;
    byId('import-fix-actions').hidden = ready === 0 && invalid === 0;
    show(byId('import-to-send'), ready > 0 && `Continue with ${some(ready, 'update')}`);
    show(byId('import-suggest'), formats > 0 && `Fix the format of ${some(formats, 'number')}`);
    byId('import-export-invalid').hidden = invalid === 0;
    show(byId('import-nothing'), ready === 0 && nothingToSend(invalid));
  }
}

/** Returns why there is nothing to send. @param {number} invalid */
const nothingToSend = (invalid) =>
  invalid > 0 ? 'Nothing to send yet. Fix a row to continue.' : 'Nothing to send: the cards already have these values.';
