// The editor that changes while a save reads the card: nothing is written that was read elsewhere, or that can't be edited any more.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { browser } from '../support/browsers.js';
import { waitLimit } from '../support/limits.js';
import { startSession } from './session.js';

const number = '+15551234567';
const other = '+15557654321';
const session = startSession();
const run = (script, ...values) => session.driver.executeScript(script, ...values);

/** Opens the card with a client of its own, whose requests are noted, and which responds when it is released. */
async function openCard() {
  await session.editor.visit({}, { until: '.contact-card-number:not([hidden])' });
  await run(
    `
    window.calls = [];
    window.releases = [];
    window.clientOf = (account, isHeld) => ({
      async retrieve({ phone_number }) {
        calls.push([account, 'retrieve', phone_number]);
        if (isHeld()) await new Promise((release) => releases.push(release));
        return { contact_cards: [{ phone_number, first_name: 'Of ' + account, last_name: 'Doe', is_active: true }] };
      },
      async update(params) {
        calls.push([account, 'update', params.phone_number]);
        return { phone_number: params.phone_number, last_name: 'Doe', first_name: 'New', is_active: true, ...params };
      },
    });
    window.isHeld = false;
    editor.client = clientOf('one', () => window.isHeld);
    editor.phoneNumber = arguments[0];`,
    number,
  );
  await session.editor.waitForValue('first_name', 'Of one');
}

const calls = (kind) => run('return calls.filter(([, call]) => call === arguments[0])', kind);

describe(`the editor in ${browser}, while a save reads the card,`, () => {
  test('reads the card of another client, too, and shows that it differs', async () => {
    await openCard();
    await run('window.isHeld = true');
    await session.editor.type('first_name', 'New');
    await session.editor.save();
    await session.driver.wait(() => run('return releases.length > 0'), waitLimit);
    await run(
      "window.isHeld = false; editor.client = clientOf('two', () => false); for (const release of releases) release();",
    );
    await session.driver.wait(() => run("return calls.some(([account]) => account === 'two')"), waitLimit);
    await session.editor.waitFor('.contact-card-differences:not([hidden])');
    assert.deepEqual(await calls('update'), []);
    assert.equal(await session.editor.value('first_name'), 'New', 'what was typed is still there');
  });

  for (const [state, stop, start] of [
    ['disabled', 'editor.disabled = true', 'editor.disabled = false'],
    ['read-only', 'editor.readOnly = true', 'editor.readOnly = false'],
    ['removed', 'editor.remove()', 'document.querySelector("main").append(editor)'],
  ])
    test(`writes nothing once it is ${state}, and what was typed is still there`, async () => {
      await openCard();
      await run('window.isHeld = true');
      await session.editor.type('first_name', 'New');
      await session.editor.save();
      await session.driver.wait(() => run('return releases.length > 0'), waitLimit);
      await run(`
        editor.addEventListener('loaded', () => (window.isRead = true), { once: true });
        window.isHeld = false;
        ${stop};
        for (const release of releases) release();`);
      await session.driver.wait(() => run('return window.isRead'), waitLimit);
      assert.deepEqual(await calls('update'), []);
      // No call was rejected, and the page knows that it has stopped the save.
      for (const type of ['saved', 'failed']) assert.deepEqual(await session.editor.events(type), []);
      assert.equal(await run('return editor.isDirty'), true);
      await run(start);
      assert.equal(await session.editor.value('first_name'), 'New');
      assert.equal(await session.editor.text('status'), '');
      await session.editor.save();
      await session.editor.waitForStatus(/^Saved /);
      assert.equal((await calls('update')).length, 1);
    });

  test('shows the card of a client that was set while another account was written to', async () => {
    await openCard();
    await run(`
      const { client } = editor;
      const { update } = client;
      client.update = async (params) => {
        await new Promise((release) => releases.push(release));
        return update(params);
      };`);
    await session.editor.type('first_name', 'New');
    await session.editor.save();
    await session.driver.wait(() => run('return releases.length > 0'), waitLimit);
    await run("editor.client = clientOf('two', () => false); for (const release of releases) release();");
    await session.editor.waitForValue('first_name', 'Of two');
    assert.deepEqual(
      (await calls('update')).map(([account]) => account),
      ['one'],
    );
    assert.equal((await session.editor.events('saved')).length, 1);
  });

  test('aborts the read of a number that is closed, and reports nothing of it', async () => {
    await openCard();
    await run(
      `
      editor.client = { retrieve: (_, { signal }) => new Promise((release) => Object.assign(window, { signal, release })) };
      editor.phoneNumber = arguments[0];`,
      other,
    );
    await session.driver.wait(() => run('return window.signal !== undefined'), waitLimit);
    const before = (await session.editor.events('loaded')).length;
    await run('editor.phoneNumber = ""');
    await session.driver.wait(() => run('return signal.aborted'), waitLimit);
    const card = await run(
      `
      release({ contact_cards: [{ phone_number: arguments[0], first_name: 'Late', is_active: true }] });
      return new Promise((done) => setTimeout(() => done(editor.card ?? null)));`,
      other,
    );
    assert.equal(card, null);
    assert.equal((await session.editor.events('loaded')).length, before);
    assert.deepEqual(await session.editor.events('failed'), []);
  });

  test('writes nothing where a listener opens another card', async () => {
    await openCard();
    await run(
      `
      window.isOpened = false;
      editor.addEventListener('changed', () => {
        if (!window.isHeld || window.isOpened) return;
        window.isOpened = true;
        editor.card = { phone_number: arguments[0], first_name: 'Other', is_active: true };
      });`,
      other,
    );
    await session.editor.type('first_name', 'New');
    await run(
      `
      const { retrieve } = editor.client;
      editor.client.retrieve = async (...params) => {
        const read = await retrieve(...params);
        read.contact_cards[0].last_name = 'Changed';
        window.isHeld = true;
        return read;
      };`,
    );
    await session.editor.type('last_name', 'Changed');
    await session.editor.save();
    await session.driver.wait(() => run('return isOpened'), waitLimit);
    await session.editor.waitForValue('first_name', 'Other');
    assert.deepEqual(await calls('update'), []);
  });
});
