// One row of the table: its number, what would change, and its result. Fields with an issue are inputs.
import { english } from 'linq-contact-card/element';
import { fields } from '../import/columns.js';
import { badge, element, fullName, setFieldError } from '../shell/page.js';
import { shownAs, timeOf } from './results.js';

/** @import { ContactCardField } from 'linq-contact-card/element' */
/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { Verdict } from '../import/check.js' */
/** @import { Row } from '../import/rows.js' */
/** @import { RowState } from '../run/row.js' */

/** A row that is checked, or in a run. @typedef {Row & Omit<Verdict, 'result'> & Pick<RowState, 'result'> & Partial<RowState>} ShownRow */

/**
 * What the user can do to a row.
 *
 * @template {ShownRow} Item
 * @typedef {object} RowActions
 * @property {boolean} isEditable whether its cells can be changed
 * @property {(phone_number: string) => SetContactCard | undefined} cardOf returns the card of a number
 * @property {(row: Item, field: ContactCardField, value: string) => void} edit
 * @property {(row: Item) => void} accept uses the suggestion for its number
 * @property {(row: Item) => void} leaveOut
 * @property {(row: Item, decision: 'send' | 'skip') => void} decide
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
  /** The inputs of fields that had an issue. They stay when it is fixed. @type {Map<ContactCardField, CellInput<Item>>} */
  #inputs = new Map();
  /** The elements of fields that are texts. @type {Map<ContactCardField, HTMLElement>} */
  #texts = new Map();
  #id = `import-row-${rowsDrawn++}`;
  #row;
  #actions;

  /**
   * @param {Item} row
   * @param {RowActions<Item>} actions
   */
  constructor(row, actions) {
    this.#row = row;
    this.#actions = actions;
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
      (field === 'phone_number' ? this.#number : this.#changes).append(text);
    }
    this.#number.append(this.#name);
    this.update();
  }

  /** Draws the row as it is now. An input that has the focus keeps it. */
  update() {
    const row = this.#row;
    this.item.dataset.result = row.result;
    this.item.dataset.tone = shownAs[row.result].tone;
    this.#name.replaceChildren(...whose(row));
    for (const field of fields) this.#drawField(field);
    this.#result.replaceChildren(...this.#results());
  }

  /** Moves the focus to the row. */
  focus() {
    this.item.focus();
  }

  /** @param {ContactCardField} field */
  #drawField(field) {
    const text = /** @type {HTMLElement} */ (this.#texts.get(field));
    const messages = this.#row.issues.filter((issue) => issue.field === field).map(({ message }) => message);
    if (this.#actions.isEditable && messages.length > 0 && !this.#inputs.has(field)) {
      const input = new CellInput(this.#row, field, `${this.#id}-${field}`, this.#actions);
      this.#inputs.set(field, input);
      text.replaceWith(input.item);
      // As the input has its error and a button below it.
      if (field === 'phone_number') this.#number.prepend(this.#name);
    }
    const input = this.#inputs.get(field);
    if (input) input.update(messages.join(' '));
    else if (field === 'phone_number') drawNumber(text, this.#row);
    else drawDifference(text, this.#row, field);
  }

  /** Makes what is known of the row's result, and what can be done. */
  #results() {
    const row = this.#row;
    const { label, tone } = shownAs[row.result];
    return [
      badge(label, tone),
      ...reasons(row, this.#actions.isEditable).map((textContent) => element('p', { className: 'hint', textContent })),
      ...(row.traceId
        ? [element('p', { className: 'hint' }, 'Trace id ', element('code', { textContent: row.traceId }))]
        : []),
      ...this.#buttons(),
    ];
  }

  /** Makes the buttons of a row that needs the user. */
  #buttons() {
    const row = this.#row;
    const { decide, leaveOut, isEditable } = this.#actions;
    if (row.result === 'changed_elsewhere')
      return [
        element(
          'div',
          { className: 'row row-actions' },
          rowButton('Send', row, () => decide(row, 'send')),
          rowButton('Skip', row, () => decide(row, 'skip')),
        ),
      ];
    return isEditable && row.result !== 'unchanged' ? [rowButton('Leave out', row, () => leaveOut(row), 'plain')] : [];
  }
}

/**
 * The input of a field with an issue.
 *
 * @template {ShownRow} Item
 */
class CellInput {
  #row;
  #field;
  #error;
  #suggestion;
  #actions;

  /**
   * @param {Item} row
   * @param {ContactCardField} field
   * @param {string} id of the input
   * @param {RowActions<Item>} actions
   */
  constructor(row, field, id, actions) {
    this.#row = row;
    this.#field = field;
    this.#actions = actions;
    this.#error = element('p', { id: `${id}-error`, className: 'error' });
    this.input = element('input', {
      id,
      className: 'cell-field',
      autocomplete: 'off',
      spellcheck: false,
      value: row.params[field] ?? '',
    });
    this.input.dir = field === 'phone_number' || field === 'image_url' ? 'ltr' : 'auto';
    this.input.inputMode = field === 'phone_number' ? 'tel' : field === 'image_url' ? 'url' : 'text';
    this.input.setAttribute('aria-describedby', this.#error.id);
    this.input.addEventListener('input', () => actions.edit(row, field, this.input.value));
    this.#suggestion = element('button', { type: 'button', className: 'suggestion' });
    this.#suggestion.addEventListener('click', () => {
      this.input.value = row.suggestion ?? this.input.value;
      // First, as the button disappears.
      this.input.focus();
      actions.accept(row);
    });
    // The number's column is named in the heading of the table.
    const className = field === 'phone_number' ? 'visually-hidden' : '';
    const label = element('label', { htmlFor: id, className }, english.labels[field], inLine(row));
    this.item = element('div', { className: 'cell-input' }, label, this.input, this.#error, this.#suggestion);
  }

  /** Shows the field's error, or that it is fixed. @param {string} error */
  update(error) {
    setFieldError(this.input, this.#error, error);
    if (document.activeElement !== this.input) this.input.value = this.#row.params[this.#field] ?? '';
    const suggestion = error && this.#field === 'phone_number' ? this.#row.suggestion : undefined;
    this.#suggestion.hidden = suggestion === undefined;
    if (suggestion) this.#suggestion.replaceChildren(...this.#offer(suggestion));
  }

  /** Makes the name of the button that uses a suggestion: with the card of a number that was guessed. @param {string} suggestion */
  #offer(suggestion) {
    const card = this.#row.suggestionKind === 'account' ? this.#actions.cardOf(suggestion) : undefined;
    return [
      'Use ',
      element('bdi', { dir: 'ltr', textContent: suggestion }),
      ...(card ? [' (', element('bdi', { textContent: fullName(card) }), ')'] : []),
      inLine(this.#row),
    ];
  }
}

/**
 * Makes a button of a row.
 *
 * @param {string} text
 * @param {ShownRow} row
 * @param {() => void} pressed
 * @param {string} [className]
 */
function rowButton(text, row, pressed, className = '') {
  const button = element('button', { type: 'button', className }, text, inLine(row));
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

/**
 * Returns the texts that explain a row's result: not those that are shown at its inputs.
 *
 * @param {ShownRow} row
 * @param {boolean} isEditable
 */
function reasons({ reason, issues, retryAt, heldUntil, tries = 0 }, isEditable) {
  const unread = issues.filter(({ field }) => !field).map(({ message }) => message);
  const rest = isEditable && issues.length > 0 ? unread : [reason];
  return [
    ...rest.map((text) => text && (/[.!?]$/.test(text) ? text : `${text}.`)),
    isEditable && unread.length > 0 && 'To edit the list, choose “Change” above.',
    heldUntil && `The number has a write again at ${timeOf(heldUntil)}.`,
    retryAt && english.texts.tryAt(retryAt),
    tries > 1 && `Sent ${tries} times.`,
  ].flatMap((text) => text || []);
}
