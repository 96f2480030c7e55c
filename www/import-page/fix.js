// The second step: what was read is shown, and its rows are fixed in place. Nothing is sent here.
import { writeList } from '../import/export.js';
import { announce, byId, element, onPress, show } from '../shell/page.js';
import { downloadCSV } from './download.js';
import { Edits } from './edits.js';
import { wireNextBar } from './next-bar.js';
import { filtersOf, some } from './results.js';
import { RowView } from './row.js';
import { RowsTable } from './table.js';

/** @import { ContactCardFields, SetContactCard } from 'linq-contact-card' */
/** @import { ContactCardField } from 'linq-contact-card/element' */
/** @import { Check, CheckedRow } from '../import/check.js' */
/** @import { List } from '../import/list.js' */
/** @import { Warning } from './reading.js' */

/**
 * What the step reports.
 *
 * @typedef {object} FixListener
 * @property {() => void} next is called when the user continues
 * @property {() => void} newPressed is called when the user starts another import
 * @property {(line: number) => void} editList is called when a line is to be edited as text
 * @property {(phone_number: string, values: ContactCardFields) => void} create is called when the card of a number is to be created
 * @property {(phone_number: string) => SetContactCard | undefined} cardOf returns the card of a number
 */

/**
 * Shows why no row of a list can be sent. Where its text causes that, it can be edited; where a column is a guess, the user can
 * decide about it; where the cards are missing, they can be loaded.
 *
 * @param {Pick<List, 'problems' | 'problemLine' | 'guess'> & { canLoad?: boolean }} list
 */
export function showProblems({ problems, problemLine, guess, canLoad = false }) {
  byId('import-problems').hidden = problems.length === 0;
  byId('import-problems').dataset.tone = guess ? 'warn' : 'bad';
  byId('import-problems-text').replaceChildren(...problems.map((textContent) => element('p', { textContent })));
  byId('import-problems-actions').hidden = problemLine === undefined && !canLoad;
  byId('import-edit-list').hidden = problemLine === undefined;
  byId('import-load-cards').hidden = !canLoad;
  for (const id of ['import-names-use', 'import-names-ignore']) byId(id).hidden = guess === undefined;
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
  /** What the user has changed. */
  edits = new Edits();
  #table;
  #create;
  /** The line of the row whose card the user has left to create. @type {number | undefined} */
  #left;

  /** @param {FixListener} listener */
  constructor({ next, newPressed, editList, create, cardOf }) {
    this.#create = create;
    const fix = {
      cardOf,
      create: this.#leaveToCreate.bind(this),
      editList: (/** @type {CheckedRow} */ { line }) => editList(line),
      isEdited: this.edits.has.bind(this.edits),
      edit: this.#edit.bind(this),
      accept: this.#accept.bind(this),
      leaveOut: this.#leaveOut.bind(this),
      include: this.#include.bind(this),
    };
    this.#table = new RowsTable(byId('import-fix-rows'), (/** @type {CheckedRow} */ row) => new RowView(row, { fix }));
    onPress('import-to-send', next);
    byId('import-fix-new').addEventListener('click', newPressed);
    /** @type {readonly [string, () => void][]} */
    const bulk = [
      ['import-suggest', () => this.#acceptFormats()],
      ['import-leave-out', () => this.#leaveOutInvalid()],
      ['import-include', () => this.#includeAll()],
      ['import-export-invalid', () => this.#exportInvalid()],
    ];
    for (const [id, press] of bulk) onPress(id, press);
    wireNextBar();
  }

  /** Shows a list that is checked, with what the user has changed in it: the rows to fix first. @param {Check} check */
  open(check) {
    this.check = check;
    this.edits.apply(check);
    const read = () => ({
      all: check.rows.length + check.leftOut.length,
      counts: { ...check.counts, left_out: check.leftOut.length },
    });
    this.#table.open(this.#inOrder(), filtersOf(['fix', 'open', 'unchanged', 'leftOut'], read));
    this.#draw();
  }

  /** Marks the step, as the user continues, where rows are left to fix. */
  leave() {
    if (this.#rowsToFix().length > 0) byId('import-fix').dataset.tone = 'warn';
  }

  /** Removes the mark of {@link leave}. */
  reopen() {
    byId('import-fix').removeAttribute('data-tone');
  }

  /** Shows no rows. */
  close() {
    this.check = undefined;
    this.reopen();
    this.#table.close();
    byId('import-bulk').hidden = true;
    byId('import-fix-actions').hidden = true;
  }

  /** Forgets what the user has done in a list, as it is another one now. */
  forget() {
    this.edits.clear();
    this.#left = undefined;
  }

  /**
   * Moves the focus to the row whose card the user has left to create, or to the next one to fix if it needs nothing more, unless the
   * user has moved the focus meanwhile. That of an element that is hidden goes to the body.
   *
   * @param {Element | null} from where it was
   */
  returnFocus(from) {
    // Later, as the list waits for the cards.
    if (!this.check) return;
    const left = this.check.rows.find(({ line }) => line === this.#left);
    this.#left = undefined;
    if (!left || ![from, document.body].includes(document.activeElement)) return;
    const toFix = this.#rowsToFix();
    const next = toFix.find(({ line }) => line >= left.line) ?? toFix[0];
    this.#table.focus(next ?? left);
    if (left.result !== 'invalid') this.#announceFixed(left);
  }

  /** Returns the line of the step when it is done. */
  summary() {
    const { ready = 0, invalid = 0, unchanged = 0 } = this.check?.counts ?? {};
    const leftOut = this.check?.leftOut.length ?? 0;
    const parts = [
      `${ready} to send`,
      invalid > 0 && `${invalid} to fix, not sent`,
      unchanged > 0 && `${unchanged} unchanged`,
      leftOut > 0 && `${leftOut} left out`,
    ];
    return parts.filter(Boolean).join(' · ');
  }

  /** The rows, those to fix first. */
  #inOrder() {
    const { rows = [], leftOut = [] } = this.check ?? {};
    const others = [...rows.filter(({ result }) => result !== 'invalid'), ...leftOut];
    return [...this.#rowsToFix(), ...others.sort((one, other) => one.line - other.line)];
  }

  #rowsToFix() {
    return this.check?.rows.filter(({ result }) => result === 'invalid') ?? [];
  }

  /** Opens the form that creates the card of a row's number, with the row's values. @param {CheckedRow} row */
  #leaveToCreate({ line, params: { phone_number, ...values } }) {
    this.#left = line;
    this.#create(phone_number, values);
  }

  /** @param {CheckedRow} row @param {ContactCardField} field @param {string} value */
  #edit(row, field, value) {
    this.#change(row, (check) => check.edit(row, { ...row.params, [field]: value }));
    this.edits.add(row, field);
  }

  /** Accepts the suggestion for the number of a row. @param {CheckedRow} row */
  #accept(row) {
    this.#change(row, (check) => check.accept(row));
    this.edits.add(row, 'phone_number');
  }

  /** Leaves a row out of the list. It stays in the table, so that it can be included again. @param {CheckedRow} row */
  #leaveOut(row) {
    this.edits.leaveOut(row);
    this.#change(row, (check) => check.leaveOut([row]));
    this.#announce(`Line ${row.line} is left out`);
  }

  /** Includes a row again that was left out. @param {CheckedRow} row */
  #include(row) {
    this.edits.include(row);
    this.#change(row, (check) => check.include([row]));
    this.#announce(`Line ${row.line} is included again`);
  }

  /**
   * Changes a row, and draws those that have changed with it.
   *
   * @param {CheckedRow} row
   * @param {(check: Check) => CheckedRow[]} change
   */
  #change(row, change) {
    if (!this.check) return;
    const wasInvalid = row.result === 'invalid';
    this.#table.update(change(this.check));
    this.#draw();
    if (wasInvalid && row.result !== 'invalid') this.#announceFixed(row);
  }

  /** @param {CheckedRow} row */
  #announceFixed({ line }) {
    this.#announce(`Line ${line} is fixed`);
  }

  /** Writes the numbers that are only formatted differently as Linq has them. */
  #acceptFormats() {
    for (const row of this.check?.reformattable ?? []) {
      this.check?.accept(row);
      this.edits.add(row, 'phone_number');
    }
    this.#drawAll('The numbers are written in the format of Linq');
  }

  /** Leaves out every row that can't be sent, unless the user has to decide which one of several is meant. */
  #leaveOutInvalid() {
    const rows = this.check?.dispensable ?? [];
    for (const row of rows) this.edits.leaveOut(row);
    this.check?.leaveOut(rows);
    this.#drawAll(`${some(rows.length, 'row')} left out`);
  }

  /** Downloads the rows that can't be sent, as CSV. */
  #exportInvalid() {
    downloadCSV('contact-cards-to-fix.csv', writeList(this.#rowsToFix()));
  }

  /** Includes every row again that was left out. */
  #includeAll() {
    const rows = [...(this.check?.leftOut ?? [])];
    for (const row of rows) this.edits.include(row);
    this.check?.include(rows);
    this.#drawAll(`${some(rows.length, 'row')} included again`);
  }

  /** Draws everything after a change of many rows. The button that made it may have disappeared. @param {string} what the user has done */
  #drawAll(what) {
    this.#table.replace(this.#inOrder());
    this.#table.update(this.#table.page);
    this.#draw();
    byId(byId('import-to-send').hidden ? 'import-fix-title' : 'import-to-send').focus();
    this.#announce(what);
  }

  /** Announces what the user has done, and what is left to fix. @param {string} what */
  #announce(what) {
    const { invalid = 0 } = this.check?.counts ?? {};
    announce(`${what}. ${invalid === 0 ? 'No row is left to fix.' : `${some(invalid, 'row')} to fix.`}`);
  }

  /** Draws all but the rows. */
  #draw() {
    const { ready = 0, invalid = 0, unchanged = 0 } = this.check?.counts ?? {};
    const formats = this.check?.reformattable.length ?? 0;
    const leftOut = this.check?.leftOut.length ?? 0;
    byId('import-bulk').hidden = invalid + leftOut === 0;
    show(byId('import-suggest'), formats > 0 && `Fix the format of ${some(formats, 'number')}`);
    this.#drawLeaveOut(invalid);
    show(byId('import-include'), leftOut > 0 && `Include ${theRows(leftOut)} left out again`);
    byId('import-export-invalid').hidden = invalid === 0;
    byId('import-fix-actions').hidden = false;
    byId('import-fix-state').textContent = ready > 0 ? this.summary() : nothingToSend(invalid, unchanged);
    show(byId('import-to-send'), ready > 0 && `Continue with ${some(ready, 'update')}`);
    // What is still to be fixed would be lost with the list.
    byId('import-fix-new').hidden = ready + invalid > 0;
  }

  /** Draws the button that leaves out many rows at once, and which ones it leaves. @param {number} invalid how many can't be sent */
  #drawLeaveOut(invalid) {
    const { dispensable = [], duplicates: { repeated = [], differing = [] } = {} } = this.check ?? {};
    const count = dispensable.length;
    const which = count === invalid ? theRows(count) : `${count.toLocaleString('en')} of ${theRows(invalid)}`;
    show(byId('import-leave-out'), count > 0 && `Leave out ${which} to fix`);
    const rules = [
      repeated.length > 0 && 'Of equal rows, the first stays.',
      differing.length > 0 && 'Where rows with the same number differ, leave out all but one of them yourself.',
    ];
    show(byId('import-leave-out-hint'), rules.filter(Boolean).join(' '));
  }
}

/** Returns so many rows: `the row`, `the 12 rows`. @param {number} count */
const theRows = (count) => (count === 1 ? 'the row' : `the ${some(count, 'row')}`);

/** Returns why there is nothing to send. @param {number} invalid @param {number} unchanged */
function nothingToSend(invalid, unchanged) {
  if (invalid > 0) return 'Nothing to send yet. Fix a row to continue.';
  return unchanged > 0
    ? 'Nothing to send: the cards already have these values.'
    : 'Nothing to send: every row is left out.';
}
