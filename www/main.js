// The page: its state, and the parts that show it.
import { writeBudget } from 'linq-contact-card';
import { describeError } from 'linq-contact-card/element';
import { client } from './account/client.js';
import { openEditor, wireEditor } from './card/editor.js';
import { wireEmulator } from './developers/test-server.js';
import { renderList, wireSearch } from './cards/list.js';
import { ImportView } from './import-page/view.js';
import { wireOpenNumber } from './cards/open-number.js';
import { announce, byId } from './shell/page.js';
import { wireResponses } from './developers/request-log.js';
import { wireViews } from './shell/views.js';

/** @import { SetContactCard } from 'linq-contact-card' */
/** @import { State } from './cards/list.js' */

/** @type {State} */
const state = { cards: undefined, failure: undefined, selected: undefined };

const render = () => renderList(state, select);

/** Loads the account's cards, or shows why that failed. */
async function load() {
  Object.assign(state, { cards: undefined, failure: undefined });
  render();
  try {
    state.cards = (await client.retrieve()).contact_cards;
  } catch (error) {
    const { title, text } = describeError(error);
    state.failure = `${title}. ${text}`;
    announce(state.failure);
  }
  render();
}

/** Opens a number: its card as the server has it now, or the form that creates it. @param {string} phone_number */
async function select(phone_number) {
  const known = state.cards?.find((card) => card.phone_number === phone_number);
  if (!(await openEditor(phone_number, known))) return;
  state.selected = phone_number;
  render();
}

/** Stores a card as the server returned it. @param {SetContactCard} card */
function replace(card) {
  if (!state.cards) return;
  const index = state.cards.findIndex(({ phone_number }) => phone_number === card.phone_number);
  if (index >= 0) state.cards[index] = card;
  else state.cards = [...state.cards, card].sort((a, b) => (a.phone_number < b.phone_number ? -1 : 1));
}

wireViews();
wireResponses();
wireSearch(render, announce);
wireOpenNumber(select);
wireEditor(client, (card) => {
  replace(card);
  render();
});
new ImportView({ client, user: '', cards: () => state.cards, budgetOf: writeBudget, replace, done: render });
byId('reload').addEventListener('click', load);
wireEmulator(load);
load();
