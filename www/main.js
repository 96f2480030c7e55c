// The page: state here, one way to the parts that show it. It holds no key: calls go to /api/linq on its own origin.
import { retrieveContactCards, updateContactCard } from 'linq-contact-card';
import { openCard, wireEditor } from './editor.js';
import { renderList, wireOpen } from './list.js';
import { scriptNextAnswer, wireLocalLinq } from './local-linq.js';
import { announce, byId } from './page.js';
import { describeError as words } from 'linq-contact-card/element';

const state = { cards: undefined, failure: undefined, selected: undefined };

const render = () => renderList(state, select);

async function load() {
  Object.assign(state, { cards: undefined, failure: undefined });
  render();
  try {
    state.cards = (await retrieveContactCards()).contact_cards;
  } catch (error) {
    const { title, text } = words(error);
    state.failure = `${title}. ${text}`;
    announce(state.failure);
  }
  render();
}

/** Opens the card of a number, as the server has it now. */
async function select(phone_number) {
  try {
    const { contact_cards: [card] } = await retrieveContactCards({ phone_number });
    if (!card) {
      tell(`${phone_number} has no card yet.`);
      return;
    }
    replace(card);
    state.selected = phone_number;
    openCard(card);
    byId('editor').focus();
  } catch (error) {
    const { title, text } = words(error);
    tell(`${title}. ${text}`);
  }
  render();
}

function tell(text) {
  byId('list-state').hidden = false;
  byId('list-state').textContent = text;
  announce(text);
}

function replace(card) {
  const index = state.cards?.findIndex(({ phone_number }) => phone_number === card.phone_number) ?? -1;
  if (index >= 0) state.cards[index] = card;
}

wireOpen(select);
wireEditor(async (params) => {
  await scriptNextAnswer();
  return updateContactCard(params);
}, (card) => {
  replace(card);
  render();
});
byId('reload').addEventListener('click', load);
wireLocalLinq(load);
load();
