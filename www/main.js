// The page: state here, one way to the parts that show it.
import { wireAnswers } from './answers.js';
import { renderBudget } from './budget.js';
import { client } from './client.js';
import { offerCreation, wireCreate, withdrawCreation } from './create.js';
import { openCard, wireEditor } from './editor.js';
import { renderList, wireSearch } from './list.js';
import { wireLocalLinq } from './local-linq.js';
import { wireMany } from './many/view.js';
import { wireOpenNumber } from './open-number.js';
import { announce, byId } from './page.js';
import { renderPicture } from './picture.js';
import { wireViews } from './views.js';
import { words } from './words.js';

const state = { cards: undefined, failure: undefined, selected: undefined };

const render = () => renderList(state, select);

async function load() {
  Object.assign(state, { cards: undefined, failure: undefined });
  render();
  try {
    state.cards = (await client.retrieve()).contact_cards;
  } catch (error) {
    const { title, text } = words(error);
    state.failure = `${title}. ${text}`;
    announce(state.failure);
  }
  render();
}

/** Opens the card of a number, as the server has it now, or the form that creates it. */
async function select(phone_number) {
  try {
    const { contact_cards: [card] } = await client.retrieve({ phone_number });
    state.selected = phone_number;
    byId('card').hidden = false;
    if (card) show(card);
    else offer(phone_number, `${phone_number} has no card yet.`);
    renderBudget(phone_number);
    focusEditor();
  } catch (error) {
    const { title, text } = words(error);
    tell(`${title}. ${text}`);
  }
  render();
}

/** Goes to the card; the page only moves where it would be out of sight. */
function focusEditor() {
  byId('editor').focus({ preventScroll: true });
  byId('editor-title').scrollIntoView({ block: 'nearest' });
}

function show(card) {
  replace(card);
  withdrawCreation();
  openCard(card);
}

function offer(phone_number, why, known = {}) {
  byId('editor-title').textContent = 'Create a card';
  byId('editor-empty').hidden = true;
  byId('editor-body').hidden = true;
  renderPicture({ phone_number }, { first_name: '', last_name: '', image_url: '', ...known });
  offerCreation(phone_number, why, known);
}

function tell(text) {
  byId('list-state').hidden = false;
  byId('list-state').textContent = text;
  announce(text);
}

/** Takes a card as the server answered it. */
function replace(card) {
  if (!state.cards) return;
  const index = state.cards.findIndex(({ phone_number }) => phone_number === card.phone_number);
  if (index >= 0) state.cards[index] = card;
  else state.cards = [...state.cards, card].sort((a, b) => (a.phone_number < b.phone_number ? -1 : 1));
}

/** Gives what a write gives, and shows what it cost. */
async function counted(write) {
  try {
    return await write;
  } finally {
    renderBudget(state.selected);
  }
}

wireViews();
wireAnswers();
wireSearch(render, announce);
wireOpenNumber(select);
wireEditor((params) => counted(client.update(params)), (card) => {
  replace(card);
  render();
});
wireCreate((params) => counted(client.create(params)), (card) => {
  show(card);
  render();
  announce(card.is_active ? 'The card is created' : 'The card is created, and not active yet');
  focusEditor();
}, (phone_number, edited) => renderPicture({ phone_number }, edited));
wireMany({ client, cards: () => state.cards, replace, done: render });
byId('reload').addEventListener('click', load);
wireLocalLinq(load);
load();
