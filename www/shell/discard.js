// The dialog that confirms what would lose something.
import { byId, show } from './page.js';

const dialog = () => byId('discard', HTMLDialogElement);

/** @typedef {'keep' | 'discard' | 'save'} Choice */

/** @type {readonly Choice[]} */
const choices = ['keep', 'discard', 'save'];

/**
 * The texts of the dialog and its buttons.
 *
 * @typedef {object} Texts
 * @property {string} title
 * @property {string} text
 * @property {string} keep
 * @property {string} discard
 * @property {string} [save] absent where nothing can be saved
 */

/** Settles the decision that is open. @type {(choice: Choice) => void} */
let settle = () => {};

/**
 * Lets the user decide whether something is discarded, kept, or saved.
 *
 * @param {Texts} texts
 * @returns {Promise<Choice>}
 */
export function decide({ title, text, keep, discard, save }) {
  for (const [part, content] of Object.entries({ title, text, keep, discard, save }))
    show(byId(`discard-${part}`), content);
  dialog().showModal();
  return new Promise((resolve) => {
    settle = resolve;
  });
}

/** Lets the user decide whether something is discarded. @param {Texts} texts */
export const mayDiscard = async (texts) => (await decide(texts)) === 'discard';

for (const choice of choices)
  byId(`discard-${choice}`).addEventListener('click', () => {
    dialog().close();
    // Not by the event, which is late: the user may go Back before it.
    settle(choice);
  });
// With the key Escape, or as the user has signed out.
dialog().addEventListener('close', () => {
  if (dialog().open) return;
  byId('discard-title').textContent = '';
  settle('keep');
});
