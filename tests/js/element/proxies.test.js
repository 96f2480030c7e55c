// The editor with a client and a card from a page's store, whose values are proxies.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { browser } from '../support/browsers.js';
import { waitLimit } from '../support/limits.js';
import { startSession } from './session.js';

const number = '+15551234567';
const session = startSession();

/** How stores wrap a value: the source of a function. */
const stores = {
  'reactive() of Vue': '({ reactive }) => reactive',
  'readonly() of Vue': '({ readonly }) => (value) => readonly(value)',
  'observable() of MobX': '({ observable }) => observable',
  'objects with functions of their own': '() => (value) => ({ ...value, save() {}, self: window })',
  'objects that refer to themselves':
    '() => (value) => { const card = { ...value }; card.store = { card }; return card; }',
  'frozen objects': '() => Object.freeze',
};

describe(`the editor in ${browser}, D14 with a client whose cards are`, () => {
  for (const [name, wrap] of Object.entries(stores)) {
    test(`${name}: saved is saved, and other tabs receive it`, async () => {
      const { editor, driver } = session;
      await editor.visit({}, { until: '.contact-card-number:not([hidden])' });
      await driver.executeAsyncScript(
        `
        const [number, done] = arguments;
        import('/libraries.js').then((libraries) => {
          const store = (${wrap})(libraries);
          let card = { phone_number: number, first_name: 'John', is_active: true };
          window.received = [];
          new BroadcastChannel('linq-contact-card ').onmessage = ({ data }) => received.push(data.card);
          editor.client = {
            retrieve: async () => ({ contact_cards: [store(card)] }),
            update: async (params) => store((card = { ...card, ...params })),
            create: async () => store(card),
          };
          editor.phoneNumber = number;
          done();
        });`,
        number,
      );
      await editor.waitForValue('first_name', 'John');
      await editor.type('first_name', 'Jane');
      await editor.save();
      await editor.waitForStatus(/^Saved /);
      const saved = { phone_number: number, first_name: 'Jane', is_active: true };
      assert.deepEqual(
        (await editor.events('saved')).map(({ card, action }) => [card, action]),
        [[saved, 'updated']],
      );
      assert.deepEqual(await editor.events('failed'), []);
      await driver.wait(async () => (await driver.executeScript('return received')).length > 0, waitLimit);
      assert.deepEqual(await driver.executeScript('return received'), [saved]);
      assert.deepEqual(await driver.executeScript('return problems'), []);
    });
  }

  test('objects that inherit fields: these are neither shown nor saved', async () => {
    const { editor, driver } = session;
    await editor.visit({}, { until: '.contact-card-number:not([hidden])' });
    await driver.executeScript(
      `
      const [number] = arguments;
      Object.prototype.last_name = 'Evil';
      const parent = { image_url: 'https://evil.example/a.png' };
      window.updates = [];
      editor.client = {
        retrieve: async () => ({
          contact_cards: [Object.assign(Object.create(parent), { phone_number: number, first_name: 'John', is_active: true })],
        }),
        update: async (params) => {
          updates.push(JSON.stringify(params));
          return { phone_number: number, is_active: true, ...params };
        },
      };
      editor.phoneNumber = number;`,
      number,
    );
    await editor.waitForValue('first_name', 'John');
    assert.deepEqual([await editor.value('last_name'), await editor.value('image_url')], ['', '']);
    await editor.type('first_name', 'Jane');
    await editor.save();
    await editor.waitForStatus(/^Saved /);
    assert.deepEqual(await driver.executeScript('return updates'), [
      JSON.stringify({ phone_number: number, first_name: 'Jane' }),
    ]);
    await driver.executeScript('delete Object.prototype.last_name');
  });

  test('reactive(), and set as its card: later changes to the page’s own are not edits', async () => {
    const { editor, driver } = session;
    await editor.visit({}, { until: '.contact-card-number:not([hidden])' });
    await driver.executeAsyncScript(
      `
      const [number, done] = arguments;
      import('/libraries.js').then(({ reactive }) => {
        window.card = reactive({ phone_number: number, first_name: 'John', is_active: true });
        editor.card = card;
        done();
      });`,
      number,
    );
    await editor.waitForValue('first_name', 'John');
    await driver.executeScript('card.first_name = "Changed"');
    assert.deepEqual(await driver.executeScript('return [editor.isDirty, editor.card.first_name]'), [false, 'John']);
    await driver.executeScript('editor.card = card');
    await editor.waitForValue('first_name', 'Changed');
  });
});
