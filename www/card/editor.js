// The package's editor on this page, and what surrounds it: the picture, the write budget, and the request to be sent.
import { defineContactCardEditor } from 'linq-contact-card/element';
import { renderBudget } from './budget.js';
import { byId } from '../shell/page.js';
import { renderPicture } from './picture.js';
import { renderRequest } from './request.js';

/** @import { ContactCards, SetContactCard } from 'linq-contact-card' */
/** @import { ContactCardEditorElement } from 'linq-contact-card/element' */

/** @type {ContactCardEditorElement} */
let editor;

/**
 * What the pane uses of the page.
 *
 * @typedef {object} Page
 * @property {ContactCards} client
 * @property {(card: SetContactCard) => void} seen is called with each card that was read
 * @property {(card: SetContactCard) => void} saved is called with each card that was saved
 */

/** Defines the editor. @param {Page} page */
export function wireEditor({ client, seen, saved }) {
  defineContactCardEditor();
  editor = document.createElement('contact-card-editor');
  editor.client = client;
  editor.addEventListener('loaded', ({ detail: { card } }) => {
    if (card) seen(card);
  });
  editor.addEventListener('changed', ({ detail }) => {
    const { phoneNumber, card } = editor;
    byId('editor-title').textContent = card ? 'Edit the card' : 'Create the card';
    renderPicture({ phone_number: phoneNumber, ...card }, detail.edited);
    renderRequest(phoneNumber, card, detail);
  });
  editor.addEventListener('saved', ({ detail: { card } }) => {
    saved(card);
    renderBudget(editor.phoneNumber);
  });
  editor.addEventListener('failed', () => renderBudget(editor.phoneNumber));
}

/**
 * Opens the card of a number, or the form that creates it.
 *
 * @param {string} phone_number
 * @param {SetContactCard} [known] its card, if one is known
 */
export function openCard(phone_number, known) {
  if (editor.phoneNumber === phone_number) editor.reload();
  editor.phoneNumber = phone_number;
  renderBudget(phone_number);
  byId('editor-title').textContent = 'The card';
  renderPicture({ phone_number }, { first_name: '', last_name: '', image_url: '', ...known });
  // Not sooner: without a number, the editor would show its own form for one.
  if (!editor.isConnected) byId('editor-place').append(editor);
}

/** Closes the card. What is typed and not saved is lost. */
export function closeCard() {
  editor.phoneNumber = '';
}

/** Whether what is typed isn't saved. */
export const isDirty = () => editor.isDirty;

/** Lets the user decide whether to discard what is typed. @returns {Promise<boolean>} */
export function mayDiscard() {
  const dialog = discardDialog();
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((settle) => {
    dialog.addEventListener('close', () => settle(dialog.returnValue === 'discard'), { once: true });
  });
}

const discardDialog = () => byId('discard', HTMLDialogElement);

for (const choice of ['keep', 'discard'])
  byId(`discard-${choice}`).addEventListener('click', () => discardDialog().close(choice));
