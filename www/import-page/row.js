// One row of the table: its number, what would change, and its result. Fields with an issue are inputs; the others become inputs when the
// user edits the row.
import { english } from 'linq-contact-card/element';
import { fields } from '../import/columns.js';
import { hasFailed } from '../run/row.js';
import { element, fullName } from '../shell/page.js';
import { CellInput } from './cell-input.js';
import { minuteFrom } from '../shell/time.js';
import { describeOtherRun } from './outcome.js';
import { shownAs, shownResult } from './results.js';

/** @import { ContactCardField } from 'linq-contact-card/element' */
/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { CheckedRow, Verdict } from '../import/check.js' */
/** @import { Row } from '../import/rows.js' */
/** @import { RowState } from '../run/row.js' */

/** A row that is checked, or in a run. @typedef {Row & Omit<Verdict, 'result'> & Pick<CheckedRow, 'isLeftOut'> & Pick<RowState, 'result'> & Partial<RowState>} ShownRow */

/**
 * What the user can do to a row before it is sent.
 *
 * @template {ShownRow} Item
 * @typedef {object} FixActions
 * @property {(phone_number: string) => SetContactCard | undefined} cardOf returns the card of a number
 * @property {(row: Item, field: ContactCardField) => boolean} isEdited whether the user has changed a field
 * @property {(row: Item, field: ContactCardField, value: string) => void} edit
 * @property {(row: Item) => void} accept uses the suggestion for its number
 * @property {(row: Item) => void} leaveOut
 * @property {(row: Item) => void} include includes a row again that was left out
 * @property {(row: Item) => void} editList opens the text of the list, at the row
 * @property {(row: Item) => void} create opens the form that creates the card of its number
 */

/**
 * What the user can do to a row.
 *
 * @template {ShownRow} Item
 * @typedef {object} RowActions
 * @property {FixActions<Item>} [fix] absent where the row can't be changed any more
 * @property {(row: Item, decision: 'send' | 'skip') => void} [decide] decides about a row whose card has changed meanwhile
 * @property {(phone_number: string) => void} [openCard] opens the card of a row that has failed
 */

/** How many characters of a value that isn't sent are shown. */
const SHOWN = 300;

let rowsDrawn = 0;

/**
 * Draws a row. It is in the document only while its page is in view.
 *
 * @template {ShownRow} Item
 */
export class RowView {
  item = element('tr', {});
  #number = element('th', { scope: 'row' });
  #name = element('span', { className: 'hint' });
  #changes = element('td', {});
  #result = element('td', {});
  /** The inputs of fields that have an issue, or that the user has changed. @type {Map<ContactCardField, CellInput>} */
  #inputs = new Map();
  /** The elements of fields that are texts. @type {Map<ContactCardField, HTMLElement>} */
  #texts = new Map();
  /** The element of each field that is in the row: its text or its input. @type {Map<ContactCardField, HTMLElement>} */
  #shown = new Map();
  #id = `import-row-${rowsDrawn++}`;
  #row;
  #fix;
  #decide;
  #openCard;

  /**
   * @param {Item} row
   * @param {RowActions<Item>} actions
   */
  constructor(row, { fix, decide, openCard }) {
    this.#row = row;
    this.#fix = fix;
    this.#decide = decide;
    this.#openCard = openCard;
    const roles = /** @type {const} */ ([
      [this.item, 'row'],
      [this.#number, 'rowheader'],
      [this.#changes, 'cell'],
      [this.#result, 'cell'],
    ]);
    for (const [each, role] of roles) each.setAttribute('role', role);
    this.item.append(this.#number, this.#changes, this.#result);
    this.item.tabIndex = -1;
    for (const field of fields) {
      const text = element(field === 'phone_number' ? 'bdi' : 'p', {});
      this.#texts.set(field, text);
      this.#shown.set(field, text);
      (field === 'phone_number' ? this.#number : this.#changes).append(text);
    }
    this.#number.append(this.#name);
    this.update();
  }

  /** Draws the row as it is now. An input that has the focus keeps it; a button that disappears passes it on. */
  update() {
    const result = shownResult(this.#row);
    const hadFocus = this.#result.contains(document.activeElement);
    this.item.dataset.result = result;
    this.item.dataset.tone = shownAs[result].tone;
    this.#name.replaceChildren(...whose(this.#row));
    for (const field of fields) this.#drawField(field);
    this.#result.replaceChildren(element('div', { className: 'result' }, ...this.#results()));
    if (hadFocus) ([...this.#result.querySelectorAll('button')].at(-1) ?? this.item).focus();
  }

  /** Moves the focus to the row. */
  focus() {
    this.item.focus();
  }

  /** @param {ContactCardField} field */
  #drawField(field) {
    const text = /** @type {HTMLElement} */ (this.#texts.get(field));
    const input = this.#row.isLeftOut ? undefined : this.#inputOf(field);
    this.#place(field, input?.item ?? text);
    if (input) input.update(this.#row.params[field] ?? '', this.#hasIssue(field) ? this.#errorId(field) : undefined);
    else if (field === 'phone_number') drawNumber(text, this.#row);
    else drawDifference(text, this.#row, field);
  }

  /** Puts an element into the row for a field. @param {ContactCardField} field @param {HTMLElement} shown */
  #place(field, shown) {
    const before = this.#shown.get(field);
    if (before !== shown) before?.replaceWith(shown);
    this.#shown.set(field, shown);
  }

  /** Returns the input of a field, if the user needs one. @param {ContactCardField} field */
  #inputOf(field) {
    const [row, fix] = [this.#row, this.#fix];
    const isNeeded = fix && (this.#hasIssue(field) || fix.isEdited(row, field));
    return this.#inputs.get(field) ?? (isNeeded ? this.#makeInput(field, fix) : undefined);
  }

  /** @param {ContactCardField} field @param {FixActions<Item>} fix */
  #makeInput(field, fix) {
    const row = this.#row;
    const input = new CellInput(field, `${this.#id}-${field}`, inLine(row), (value) => fix.edit(row, field, value));
    this.#inputs.set(field, input);
    return input;
  }

  /** The fields that have a value, and no input. */
  get #texted() {
    return fields.filter((field) => this.#row.params[field] && !this.#inputs.has(field));
  }

  /** Makes an input of each value, and moves the focus to the first one. @param {FixActions<Item>} fix */
  #edit(fix) {
    const [first] = this.#texted.map((field) => this.#makeInput(field, fix));
    this.update();
    first?.focus();
  }

  /** @param {ContactCardField} field */
  #hasIssue(field) {
    return this.#row.issues.some((issue) => issue.field === field);
  }

  /** @param {ContactCardField} field */
  #errorId(field) {
    return `${this.#id}-${field}-error`;
  }

  /** Makes what is known of the row's result, and what can be done. */
  #results() {
    const row = this.#row;
    const { label, tone } = shownAs[shownResult(row)];
    const state = element('p', { className: 'state', textContent: label });
    state.dataset.tone = tone;
    const buttons = this.#fix ? this.#fixButtons(this.#fix) : this.#runButtons();
    return [
      state,
      ...(this.#fix && row.issues.length > 0 ? this.#issues() : reasons(row)),
      ...(row.traceId
        ? [element('p', { className: 'hint' }, 'Trace id ', element('code', { textContent: row.traceId }))]
        : []),
      ...(buttons.length > 0 ? [element('div', { className: 'row row-actions' }, ...buttons)] : []),
    ];
  }

  /** Makes the texts of the row's issues. Those of fields describe their inputs. */
  #issues() {
    return this.#row.issues.map(({ field, message: textContent }) =>
      element('p', { className: 'reason', textContent, ...(field && { id: this.#errorId(field) }) }),
    );
  }

  /** Makes the buttons of a row in a run: of one that needs a decision, or has failed. */
  #runButtons() {
    const [row, decide, openCard] = [this.#row, this.#decide, this.#openCard];
    if (hasFailed(row) && openCard)
      return [rowButton('Open the card', row, () => openCard(row.params.phone_number), 'plain')];
    if (row.result !== 'changed_elsewhere' || !decide) return [];
    return [rowButton('Send', row, () => decide(row, 'send')), rowButton('Skip', row, () => decide(row, 'skip'))];
  }

  /** Makes the buttons of a row that can be fixed, the most helpful first. @param {FixActions<Item>} fix */
  #fixButtons(fix) {
    const row = this.#row;
    const { issues, suggestion } = row;
    if (row.isLeftOut) return [rowButton('Include again', row, () => fix.include(row), 'plain')];
    if (row.result === 'unchanged') return [];
    const isBroken = issues.some(({ field }) => !field);
    return [
      suggestion && rowButton(this.#offer(suggestion, fix), row, () => this.#accept(suggestion, fix), 'suggestion'),
      issues.some(({ code }) => code === 'no_card') && rowButton('Create the card', row, () => fix.create(row)),
      isBroken && rowButton('Edit the text', row, () => fix.editList(row)),
      rowButton('Leave out', row, () => fix.leaveOut(row), 'plain'),
      !isBroken && this.#texted.length > 0 && rowButton('Edit', row, () => this.#edit(fix), 'plain'),
    ].filter((button) => button instanceof HTMLElement);
  }

  /** Uses the suggestion. The focus moves to the input first, as the button disappears. @param {string} suggestion @param {FixActions<Item>} fix */
  #accept(suggestion, fix) {
    this.#inputs.get('phone_number')?.write(suggestion);
    fix.accept(this.#row);
  }

  /**
   * Makes the name of the button that uses a suggestion: with the card of a number that was guessed.
   *
   * @param {string} suggestion
   * @param {FixActions<Item>} fix
   */
  #offer(suggestion, { cardOf }) {
    const card = this.#row.suggestionKind === 'account' ? cardOf(suggestion) : undefined;
    return element(
      'span',
      {},
      'Use ',
      element('bdi', { dir: 'ltr', textContent: suggestion }),
      ...(card ? [' (', element('bdi', { textContent: fullName(card) }), ')'] : []),
    );
  }
}

/**
 * Makes a button of a row.
 *
 * @param {string | Node} content
 * @param {ShownRow} row
 * @param {() => void} pressed
 * @param {string} [className]
 */
function rowButton(content, row, pressed, className = '') {
  const button = element('button', { type: 'button', className }, content, inLine(row));
  button.addEventListener('click', pressed);
  return button;
}

/** Makes the part of a name that distinguishes rows, for screen readers. @param {ShownRow} row */
const inLine = ({ line }) => element('span', { className: 'visually-hidden', textContent: ` in line ${line}` });

/** Returns whose card a row is about, and where the row is in the list. @param {ShownRow} row */
function whose({ card, line, lastLine }) {
  const lines = line === lastLine ? `line ${line}` : `lines ${line} to ${lastLine}`;
  return card ? [element('bdi', { textContent: fullName(card) }), ` · ${lines}`] : [lines.replace('l', 'L')];
}

/** @param {HTMLElement} target @param {ShownRow} row */
function drawNumber(target, { params }) {
  target.dir = 'ltr';
  target.textContent = params.phone_number || 'no number';
}

/**
 * Draws what would change in a field: the value of the card, and the new one.
 *
 * @param {HTMLElement} target
 * @param {ShownRow} row
 * @param {Exclude<ContactCardField, 'phone_number'>} field
 */
function drawDifference(target, { params, changes, card, before = card }, field) {
  const value = (changes ?? params)[field];
  target.hidden = value === undefined;
  if (value === undefined) return;
  const old = before?.[field];
  target.replaceChildren(
    element('span', { className: 'hint', textContent: `${english.labels[field]}: ` }),
    ...(changes && old && old !== value ? [element('del', { dir: 'auto', textContent: old }), ' '] : []),
    element(changes ? 'ins' : 'span', { dir: 'auto', textContent: changes ? value : shorten(value) }),
  );
}

/** Returns the start of a value that isn't sent: after an unclosed quote, it is the rest of the list. @param {string} value */
const shorten = (value) => (value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value);

/** Makes the texts that explain a row's result. @param {ShownRow} row */
const reasons = ({ result, reason, retryAt, heldUntil, otherRunAt, tries = 0 }) =>
  [
    reason && (/[.!?]$/.test(reason) ? reason : `${reason}.`),
    otherRunAt && describeOtherRun(otherRunAt),
    heldUntil && `The number has a write again at ${minuteFrom(heldUntil)}.`,
    retryAt && `You can try again at ${minuteFrom(retryAt)}.`,
    tries > 1 && hasFailed({ result }) && `Sent ${tries} times.`,
  ].flatMap((textContent) => (textContent ? element('p', { className: 'reason', textContent }) : []));
