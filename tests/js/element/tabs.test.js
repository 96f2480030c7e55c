// Messages that other pages of the origin send to the editor.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { browser } from '../support/browsers.js';
import { startSession } from './session.js';

const number = '+15551234567';
const session = startSession();

describe(`the editor in ${browser}, with messages of other pages,`, () => {
  test('ignores those without a card, and what is no field of one', async () => {
    const { editor, driver } = session;
    await editor.visit({ number });
    const before = (await editor.events('changed')).length;
    await driver.executeScript(
      `
      const [phone_number] = arguments;
      const channel = new BroadcastChannel('linq-contact-card ');
      const cards = [null, 'a text', [], {}, { phone_number }, { phone_number, first_name: { a: 1 } }, { phone_number, first_name: '' }];
      for (const message of [null, undefined, 5, 'a text', {}, ...cards.map((card) => ({ card }))]) channel.postMessage(message);
      channel.postMessage({ card: { phone_number, first_name: 'Zoë', last_name: 5, image_url: [], is_active: 'yes', other: 1 } });`,
      number,
    );
    await editor.waitForValue('first_name', 'Zoë');
    assert.deepEqual([await editor.value('last_name'), await editor.value('image_url')], ['', '']);
    assert.equal((await editor.events('changed')).length, before + 1);
    assert.deepEqual(await driver.executeScript('return editor.card'), { phone_number: number, first_name: 'Zoë' });
    assert.deepEqual(await driver.executeScript('return problems'), []);
  });
});
