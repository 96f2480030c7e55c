// The head of the pane: the card as it is saved, its state, and the write budget.
import { byId, copyButton, element, fullName, initials, show } from '../shell/page.js';
import { makeAvatar, Picture } from './avatar.js';
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
 * @property {Budget | undefined} budget
 */

/** Adds the picture to the page. Returns the function that shows a card. */
export function wireHeader() {
  const avatar = makeAvatar();
  byId('card-picture').append(avatar.root);
  /** @type {SetContactCard | undefined} */
  let shown;
  const renderPicture = () => avatar.render(shown ? initials(shown) : '', picture.loadedURL);
  const picture = new Picture(renderPicture);
  let copied = '';

  /** @param {Head} head */
  return ({ phone_number, card, isKnown, budget }) => {
    shown = card;
    picture.load(card?.image_url);
    renderPicture();
    byId('card-header').dataset.state = isKnown ? 'known' : 'loading';
    setText('editor-title', card ? fullName(card).trim() || phone_number : isKnown ? 'New card' : 'Loading…');
    setText('card-number', phone_number);
    if (copied !== phone_number) byId('card-copy').replaceChildren(copyButton(phone_number, 'number'));
    copied = phone_number;
    const [state, tone] = describeState(card, isKnown);
    show(byId('card-state'), state);
    byId('card-state').dataset.tone = tone;
    renderBudget(budget);
  };
}

/** @param {SetContactCard | undefined} card @param {boolean} isKnown @returns {[state: string, tone: string]} */
function describeState(card, isKnown) {
  if (card) return card.is_active ? ['Active', 'good'] : ['Not active yet', 'warn'];
  return isKnown ? ['No card yet', 'quiet'] : ['', ''];
}

/** @param {Budget | undefined} budget */
function renderBudget(budget) {
  const { dots, text } = describeBudget(budget, Date.now());
  const key = dots.map(Number).join('');
  const box = byId('budget-dots');
  if (box.dataset.key !== key) {
    box.dataset.key = key;
    box.replaceChildren(...dots.map((isLeft) => element('span', { className: isLeft ? 'dot' : 'dot used' })));
  }
  setText('budget-text', text);
}
