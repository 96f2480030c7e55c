import {
  ContactCards,
  changedFields,
  createContactCardUpdateSchema,
  updateContactCard,
  validateContactCardUpdate,
} from 'linq-contact-card';
import { LinqAPIV3 } from 'linq-contact-card/sdk';
import { makeAutoObservable, observable } from 'mobx';
import { createPinia, defineStore } from 'pinia';
import { proxy } from 'valtio/vanilla';
import { createApp, h, isReactive, reactive, ref } from 'vue';

const phone_number = '+15551234567';
const name = new URLSearchParams(location.search).get('name');

function assert(holds, what) {
  if (!holds) throw Object.assign(new Error(what), { name: 'AssertionError' });
}

/** Saves with all that a store may have, and compares what it has with what was saved. */
async function check(title, { cards, params, options, signal }) {
  assert((await cards.update(params)).first_name === params.first_name, `${title}: update`);
  const { retrieve, ensure } = cards;
  const { contact_cards } = await retrieve({ phone_number });
  assert(contact_cards[0].first_name === params.first_name, `${title}: retrieve`);
  assert((await ensure(params)).action === 'unchanged', `${title}: ensure`);
  assert((await updateContactCard(params, options)).first_name === params.first_name, `${title}: options`);
  const error = await updateContactCard(params, { signal }).catch((error) => error);
  assert(error.phone_number === phone_number || error.issues?.[0].path[1] === 'signal', `${title}: signal`);
  assert(validateContactCardUpdate(params).length === 0, `${title}: validate`);
}

const state = (first_name) => ({
  cards: new ContactCards({ timeout: 30_000 }),
  params: { phone_number, first_name },
  options: { headers: { 'x-page': 'state' }, timeout: 30_000 },
  signal: new AbortController().signal,
});

/** An app that saves with the button, from `data`, which Vue makes reactive. */
const app = createApp({
  data: () => ({ ...state('In data'), sdk: new LinqAPIV3(), saved: '' }),
  methods: {
    async save() {
      assert(isReactive(this.cards) && isReactive(this.params), 'data is reactive');
      await check('C5 data', this);
      const card = await this.sdk.contactCard.update({ ...this.params, first_name: 'In the SDK' });
      this.saved = card.first_name;
    },
  },
  render() {
    return h(
      'button',
      { onClick: () => this.save().catch((error) => (this.saved = String(error))) },
      this.saved || 'Save',
    );
  },
});
app.use(createPinia());
app.mount('#app');

async function run() {
  const button = document.querySelector('button');
  button.click();
  while (button.textContent === 'Save') await new Promise((resolve) => setTimeout(resolve, 5));
  assert(button.textContent === 'In the SDK', button.textContent);

  await check('C5 ref', ref(state('In ref')).value);
  await check('C5 reactive', reactive(state('In reactive')));
  const store = defineStore('cards', { state: () => ({ ...state('In Pinia'), card: undefined }) })();
  await check('C5 Pinia', store);
  await check('C5 MobX', observable(state('In MobX')));
  await check('C5 a class of MobX', makeAutoObservable(state('In a class of MobX')));
  // Valtio replaces the methods' objects, too: a client needs `ref`, but params and options may be in its state.
  await check('C5 Valtio', { ...proxy(state('In Valtio')), cards: new ContactCards({}) });

  // A card that is a proxy, and a form.
  store.card = await store.cards.update({ phone_number, first_name: 'In the card' });
  const edited = reactive({ first_name: 'Edited' });
  assert(changedFields(store.card, edited).first_name === 'Edited', 'C5 changedFields');
  const schema = createContactCardUpdateSchema({ current: store.card });
  assert(schema['~standard'].validate({ phone_number, ...edited }).value.first_name === 'Edited', 'C5 schema');
  const form = document.querySelector('#form');
  for (const other of [form, new FormData(form), form.elements, new Map([['first_name', 'Ada']]), null]) {
    let refused;
    try {
      changedFields(store.card, other);
    } catch (error) {
      refused = error;
    }
    assert(refused?.issues?.[0].code === 'not_an_object', `C8 ${other}`);
  }
  // What a browser itself refuses: a proxy of its own objects.
  const { name: refusal, issues } = await updateContactCard(
    { phone_number, first_name: 'Never' },
    {
      signal: new Proxy(new AbortController().signal, {}),
    },
  ).catch((error) => error);
  assert(refusal === 'ValidationError' && issues[0].path[1] === 'signal', `C14 ${refusal}`);
  return (await updateContactCard({ phone_number, first_name: name })).first_name;
}

run()
  .then(
    (saved) => `saved ${saved}`,
    (error) => `${error.name}: ${error.message}`,
  )
  .then((text) => {
    document.title = text;
  });
