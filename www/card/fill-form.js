// Values that the editor's form is filled in with, as if they were typed.

/** @import { ContactCardFields } from 'linq-contact-card' */
/** @import { ContactCardEditorElement } from 'linq-contact-card/element' */

/**
 * Fills in the form. Nothing is saved by that.
 *
 * @param {ContactCardEditorElement} editor
 * @param {ContactCardFields} values
 */
export function fillForm(editor, values) {
  for (const [name, value] of Object.entries(values)) {
    const input = editor.querySelector(`input[name="${name}"]`);
    if (!(input instanceof HTMLInputElement)) continue;
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }
}
