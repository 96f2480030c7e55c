// The values that the form of a new card is filled in with: nothing is saved by that.
import { fields } from './changes.js';
import { fillForm } from './fill-form.js';

/** @import { ContactCardFields } from 'linq-contact-card' */
/** @import { ContactCardEditorElement } from 'linq-contact-card/element' */

/** The values for the form of one number. */
export class Prefill {
  /** @type {{ phone_number: string, values: ContactCardFields, isDone: boolean } | undefined} */
  #noted;

  /**
   * Notes the values, in place of earlier ones.
   *
   * @param {string} phone_number
   * @param {ContactCardFields} values
   */
  note(phone_number, values) {
    this.#noted = { phone_number, values, isDone: false };
  }

  /** Forgets the values, as they are of a user who has signed out. */
  forget() {
    this.#noted = undefined;
  }

  /** Fills in the form that creates the card of the number, once. @param {ContactCardEditorElement} editor */
  fill(editor) {
    if (!this.#noted || this.#noted.isDone || this.#noted.phone_number !== editor.phoneNumber) return;
    this.#noted.isDone = true;
    fillForm(editor, this.#noted.values);
  }

  /**
   * Whether a form has these values and no others: the user has typed nothing in it.
   *
   * @param {string} phone_number
   * @param {ContactCardFields} edited
   */
  isAll(phone_number, edited) {
    const { values } = this.#noted?.phone_number === phone_number ? this.#noted : {};
    return values !== undefined && fields.every((name) => (edited[name] ?? '') === (values[name] ?? ''));
  }
}
