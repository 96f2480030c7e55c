// The dialog that confirms leaving a card with unsaved changes.
import { byId } from '../shell/page.js';

const dialog = () => byId('discard', HTMLDialogElement);

/** Lets the user decide whether to discard what is typed. @param {string} name that of the card @returns {Promise<boolean>} */
export function mayDiscard(name) {
  byId('discard-title').textContent = `Discard your changes to \u2068${name}\u2069?`;
  dialog().returnValue = '';
  dialog().showModal();
  return new Promise((settle) => {
    dialog().addEventListener('close', () => settle(dialog().returnValue === 'discard'), { once: true });
  });
}

for (const choice of ['keep', 'discard'])
  byId(`discard-${choice}`).addEventListener('click', () => dialog().close(choice));
