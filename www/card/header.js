// The head of the pane: the card as it is saved, its state, and the write budget.
import { avatar } from '../shell/avatar.js';
import { byId, copyButton, element, fullName, show } from '../shell/page.js';
import { describeBudget } from './budget-text.js';
import { setText } from './set-text.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { Budget } from '../account/budgets.js' */

/**
 * What the head shows.
 *
 * @typedef {object} Head
 * @property {string} phone_number
 * @property {SetContactCard | undefined} card
 * @property {boolean} isKnown whether the card was read, or is known not to exist
 * @property {boolean} isReading
 * @property {Budget | undefined} budget
 * @property {string} undo what undoing the last save restores; empty where that isn't possible
 */

/** The titles without a card. */
const titles = { known: 'New card', loading: 'Loading…', failed: 'Card not loaded' };

/** Makes the function that shows the head. */
export function wireHeader() {
  /** @type {SetContactCard | undefined} */
  let pictured;
  let copied = '';

  /** @param {Head} head */
  return ({ phone_number, card, isKnown, isReading, budget, undo }) => {
    if (!pictured || card !== pictured) byId('card-picture').replaceChildren(avatar(card ?? { first_name: '' }));
    pictured = card;
    const state = isKnown ? 'known' : isReading ? 'loading' : 'failed';
    byId('card-header').dataset.state = state;
    setText('card-name', card ? fullName(card).trim() || phone_number : titles[state]);
    setText('card-number', phone_number);
    if (copied !== phone_number) byId('card-copy').replaceChildren(copyButton(phone_number, 'number'));
    copied = phone_number;
    const [text, tone] = describeState(card, isKnown);
    show(byId('card-state'), text);
    const isNoted = card?.is_active === false;
    if (!isNoted) passFocusOn('card-check');
    byId('card-note').hidden = !isNoted;
    byId('card-state').dataset.tone = tone;
    renderBudget(budget);
    renderUndo(undo);
  };
}

/** @param {SetContactCard | undefined} card @param {boolean} isKnown @returns {[text: string, tone: string]} */
function describeState(card, isKnown) {
  if (card) return card.is_active ? ['Active', 'good'] : ['Not active yet', 'warn'];
  return isKnown ? ['No card yet', 'quiet'] : ['', ''];
}

/** Moves the focus from a button that is about to be hidden to the heading: it would be lost. @param {string} id */
function passFocusOn(id) {
  if (document.activeElement === byId(id)) byId('editor-title').focus({ preventScroll: true });
}

/** @param {string} undo */
function renderUndo(undo) {
  const button = byId('card-undo');
  if (!undo) passFocusOn('card-undo');
  button.hidden = undo === '';
  button.title = undo;
}

/** @param {Budget | undefined} budget */
function renderBudget(budget) {
  const { dots, text } = describeBudget(budget);
  const key = dots.map(Number).join('');
  const box = byId('budget-dots');
  if (box.dataset.key !== key) {
    box.dataset.key = key;
    box.replaceChildren(...dots.map((isLeft) => element('span', { className: isLeft ? 'dot' : 'dot used' })));
  }
  setText('budget-text', text);
}
