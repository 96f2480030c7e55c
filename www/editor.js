// The package's editor on this page, with what surrounds it: the picture, the write budget, and what will be sent.
import { defineContactCardEditor } from 'linq-contact-card/element';
import { renderBudget } from './budget.js';
import { byId } from './page.js';
import { renderPicture } from './picture.js';
import { renderRequest } from './request.js';

let editor;

/** Defines the editor; `seen` hears of each card as the server has it. */
export function wireEditor(client, seen) {
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
    seen(card);
    renderBudget(editor.phoneNumber);
  });
  editor.addEventListener('failed', () => renderBudget(editor.phoneNumber));
}

/** Opens a number, of which a card may be known; gives whether it did: what is typed and not saved is only given up on being asked. */
export async function openEditor(phone_number, known) {
  if (editor.phoneNumber === phone_number) editor.reload();
  else if (editor.isDirty && !(await mayDiscard())) return false;
  editor.phoneNumber = phone_number;
  renderBudget(phone_number);
  byId('editor-title').textContent = 'The card';
  renderPicture({ phone_number }, { first_name: '', last_name: '', image_url: '', ...known });
  byId('editor-empty').hidden = true;
  byId('editor-body').hidden = false;
  // It asks for a number where it has none, so it comes with one.
  if (!editor.isConnected) byId('editor-place').append(editor);
  byId('editor').focus({ preventScroll: true });
  byId('editor-title').scrollIntoView({ block: 'nearest' });
  return true;
}

/** Asks whether what is typed may go. */
function mayDiscard() {
  const dialog = byId('discard');
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((settle) => {
    dialog.addEventListener('close', () => settle(dialog.returnValue === 'discard'), { once: true });
  });
}

for (const choice of ['keep', 'discard'])
  byId(`discard-${choice}`).addEventListener('click', () => byId('discard').close(choice));
