// The dialog that confirms what would lose something.
import { byId } from './page.js';

const dialog = () => byId('discard', HTMLDialogElement);

/** Settles the decision that is open. @type {(isDiscarded: boolean) => void} */
let decide = () => {};

/**
 * Lets the user decide whether something is discarded.
 *
 * @param {{ title: string, text: string, keep: string, discard: string }} texts those of the dialog and its buttons
 * @returns {Promise<boolean>}
 */
export function mayDiscard(texts) {
  for (const [part, text] of Object.entries(texts)) byId(`discard-${part}`).textContent = text;
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
