// The input of a field in a row that is being fixed.
import { english } from 'linq-contact-card/element';
import { element } from '../shell/page.js';

/** @import { ContactCardField } from 'linq-contact-card/element' */

/** What the browser is told of a field. @type {Record<ContactCardField, { dir: string, inputMode: string }>} */
const kinds = {
  phone_number: { dir: 'ltr', inputMode: 'tel' },
  first_name: { dir: 'auto', inputMode: 'text' },
  last_name: { dir: 'auto', inputMode: 'text' },
  image_url: { dir: 'ltr', inputMode: 'url' },
};

/** An input with its label. Why its value is invalid is shown elsewhere in the row. */
export class CellInput {
  #input;

  /**
   * @param {ContactCardField} field
   * @param {string} id of the input
   * @param {Node} line the end of its name, which names the line
   * @param {(value: string) => void} edited is called when the user has changed the value
   */
  constructor(field, id, line, edited) {
    this.#input = element('input', {
      id,
      className: 'cell-field',
      autocomplete: 'off',
      spellcheck: false,
      ...kinds[field],
    });
    this.#input.addEventListener('input', () => edited(this.#input.value));
    // The number's column is named in the heading of the table.
    const className = field === 'phone_number' ? 'visually-hidden' : '';
    const label = element('label', { htmlFor: id, className }, english.labels[field], line);
    this.item = element('div', { className: 'cell-input' }, label, this.#input);
  }

  /**
   * Shows the value, unless the user is typing it, and whether it is invalid.
   *
   * @param {string} value
   * @param {string | undefined} errorId the id of the element with its error
   */
  update(value, errorId) {
    if (document.activeElement !== this.#input) this.#input.value = value;
    this.#input.setAttribute('aria-invalid', String(errorId !== undefined));
    if (errorId) this.#input.setAttribute('aria-describedby', errorId);
    else this.#input.removeAttribute('aria-describedby');
  }

  /** Writes a value for the user, and moves the focus there. @param {string} value */
  write(value) {
    this.#input.value = value;
    this.focus();
  }

  focus() {
    this.#input.focus();
  }
}
