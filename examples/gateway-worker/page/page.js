// Shows an editor for each card that the user may see, as the gateway returns them.
import { defineContactCardEditor, describeError } from 'linq-contact-card/element';
import { AuthenticationError, retrieveContactCards } from 'linq-contact-card';

/** @param {string} selector */
const show = (selector) => document.querySelector(selector)?.removeAttribute('hidden');

defineContactCardEditor();
try {
  const { contact_cards } = await retrieveContactCards();
  show('form[action="/sign-out"]');
  for (const card of contact_cards) {
    const editor = document.createElement('contact-card-editor');
    editor.phoneNumber = card.phone_number;
    editor.card = card;
    document.querySelector('#cards')?.append(editor);
  }
} catch (error) {
  if (error instanceof AuthenticationError) show('#sign-in');
  else document.querySelector('#problem')?.append(describeError(error).title);
}
