// The dialog that confirms leaving a card with unsaved changes.
import { byId } from '../shell/page.js';

const dialog = () => byId('discard', HTMLDialogElement);

/** Settles the decision that is open. @type {(isDiscarded: boolean) => void} */
let decide = () => {};

/** Lets the user decide whether to discard what is typed. @param {string} name that of the card @returns {Promise<boolean>} */
export function mayDiscard(name) {
  byId('discard-title').textContent = `Discard your changes to \u2068${name}\u2069?`;
  dialog().showModal();
  return new Promise((settle) => {
    decide = settle;
  });
}

for (const choice of ['keep', 'discard'])
  byId(`discard-${choice}`).addEventListener('click', () => {
    dialog().close();
    // Not by the event, which is late: the user may go Back before it.
    decide(choice === 'discard');
  });
// With the key Escape, or as the user has signed out.
dialog().addEventListener('close', () => {
  if (dialog().open) return;
  byId('discard-title').textContent = '';
  decide(false);
});
