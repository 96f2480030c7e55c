// The element on a page of its own, in the browser that BROWSER names, with an emulator.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Key } from 'selenium-webdriver';
import { browser, open } from '../support/browsers.js';
import { startEmulator } from '../support/emulator.js';
import { assertGolden } from '../support/golden.js';
import { waitLimit } from '../support/limits.js';
import { describeControls, violations } from './accessibility.js';
import { drive } from './drive.js';
import { publicNames } from '../package/names.js';
import { makeSite } from './site.js';
import { states } from './states.js';

const number = '+15551234567';

let site;
let emulator;
let driver;
let editor;
before(async () => {
  site = await makeSite();
  emulator = await startEmulator('--www', site.www, '--budget', 'off');
  driver = await open();
  editor = drive(driver, emulator);
});
after(async () => {
  await driver?.quit();
  await emulator?.stop();
  site?.remove();
});
beforeEach(async () => {
  await emulator.reset();
  await emulator.settings({ budget: null });
});

const isWrite = ({ method }) => method === 'PATCH' || method === 'POST';
const writes = async () => (await emulator.requests()).filter(isWrite).map(({ body }) => body);

describe(`the states of the editor in ${browser}`, () => {
  const controls = [];
  for (const { name, reach, status, firstName } of states) {
    test(name, async () => {
      await reach({ editor, emulator });
      if (status) await editor.waitForStatus(status);
      if (firstName !== undefined) await editor.waitForValue('first_name', firstName);
      assert.deepEqual(await driver.executeScript('return problems'), []);
      controls.push(`# ${name}`, ...(await describeControls(driver)), '');
      for (const scheme of ['light', 'dark']) {
        // axe assumes a white background if the page has none.
        await driver.executeScript(
          'Object.assign(document.documentElement.style, { colorScheme: arguments[0], background: "Canvas", color: "CanvasText" })',
          scheme,
        );
        assert.deepEqual(await violations(driver), [], scheme);
      }
    });
  }

  test('have the controls of controls.golden.txt', () => {
    assertGolden(`${controls.join('\n')}`, join(import.meta.dirname, 'controls.golden.txt'));
  });
});

describe(`the editor in ${browser}`, () => {
  test('C6 has a client that takes no inherited option, by any name of the typings', async () => {
    await editor.visit({ number });
    const { calls, differences } = await driver.executeAsyncScript(
      `
      const [names, phone_number, done] = arguments;
      const params = { phone_number, first_name: 'John' };
      const card = { ...params, is_active: true };
      const texts = { GET: JSON.stringify({ contact_cards: [card] }), PATCH: JSON.stringify(card), POST: JSON.stringify(card) };
      let seen;
      const fetch = async (url, { signal, ...init }) => {
        seen.push([url, init]);
        return new Response(texts[init.method]);
      };
      window.fetch = fetch;
      const evil = (...args) => {
        seen.push('evil');
        return fetch(...args);
      };
      const observe = async () => {
        seen = [];
        for (const base of [undefined, '/proxy']) {
          const element = document.createElement('contact-card-editor');
          if (base) element.setAttribute('base-url', base);
          for (const call of ['update', 'create', 'retrieve']) {
            const end = element.client[call](call === 'retrieve' ? { phone_number } : params);
            seen.push(await end.catch(({ name }) => name));
          }
        }
        return seen;
      };
      const run = async () => {
        const clean = JSON.stringify(await observe());
        const differences = [];
        for (const name of names) {
          for (const value of ['https://evil.example', { 'x-evil': '1' }, evil]) {
            Object.prototype[name] = value;
            const dirty = await observe();
            delete Object.prototype[name];
            if (JSON.stringify(dirty) !== clean) differences.push(name + ': ' + JSON.stringify(dirty));
          }
        }
        return { calls: seen.length, differences };
      };
      run().then(done, (error) => done({ differences: [String(error)] }));`,
      // JSON.stringify itself calls an inherited toJSON.
      publicNames.filter((name) => name !== 'toJSON'),
      number,
    );
    assert.deepEqual(differences, []);
    assert.equal(calls, 12);
  });

  test('saves with the keyboard alone, sends only the changed field, and shows the card of the response', async () => {
    await editor.visit({ number });
    const focused = () => driver.switchTo().activeElement();
    const tabTo = async (selector) => {
      for (let presses = 0; presses < 10; presses++) {
        await focused().sendKeys(Key.TAB);
        if (await editor.isFocused(selector)) return;
      }
      assert.fail(`${selector} should be reachable by Tab`);
    };
    await tabTo('[name=image_url]');
    await focused().sendKeys(Key.chord(Key.CONTROL, 'a'));
    await focused().sendKeys('https://example.com/new.png');
    await tabTo('.contact-card-save');
    await focused().sendKeys(Key.ENTER);
    await editor.waitForStatus(/^Saved /);
    assert.deepEqual(await writes(), ['{"image_url":"https://example.com/new.png"}']);
    assert.match(
      await editor.value('image_url'),
      /^https:\/\/cdn\.linqapp\.com\//,
      'the URL of the response, not what was typed',
    );
    assert.ok(await editor.isFocused('.contact-card-save'), 'the focus stays');
    const [saved] = await editor.events('saved');
    assert.deepEqual([saved.action, saved.card], ['updated', await emulator.card(number)]);
  });

  test('sends once after a double click and Enter', async () => {
    await editor.visit({ number });
    await emulator.script({ method: 'PATCH', delay_ms: 5_000 });
    await editor.type('first_name', 'Once');
    await driver
      .actions()
      .doubleClick(await editor.find('save'))
      .click(await editor.input('first_name'))
      .sendKeys(Key.ENTER)
      .perform();
    assert.match(await editor.text('status'), /^Saving/, 'the first save is still running');
    await editor.waitForStatus(/^Saved /);
    assert.deepEqual(await writes(), ['{"first_name":"Once"}']);
  });

  test('moves the focus to a summary of the issues, whose links lead to the fields, and sends nothing', async () => {
    await editor.visit({ number });
    await editor.type('first_name', '');
    assert.equal(await editor.find('summary').isDisplayed(), false, 'there is no summary while the user types');
    await editor.type('image_url', 'nonsense');
    // The click blurs the field, whose error message must not move the button away.
    await editor.save();
    await driver.wait(() => editor.isFocused('.contact-card-summary'), waitLimit, 'the summary should have the focus');
    assert.match(await editor.text('summary'), /First name can't be removed once set Picture URL must be/);
    await editor.find('link').click();
    assert.ok(await editor.isFocused('[name=first_name]'));
    await editor.input('first_name').sendKeys('Jane');
    assert.doesNotMatch(await editor.text('summary'), /First name/, 'a fixed issue disappears');
    assert.deepEqual(await writes(), []);
  });

  test('shows an error when a field is left, and hides it when the value is valid', async () => {
    await editor.visit({ number });
    const error = async () =>
      (await driver.findElement({ css: '[data-field=image_url] .contact-card-error' })).isDisplayed();
    await editor.type('image_url', 'nonsense');
    assert.equal(await error(), false);
    await editor.input('image_url').sendKeys(Key.TAB);
    assert.equal(await error(), true);
    assert.equal(await editor.input('image_url').getAttribute('aria-invalid'), 'true');
    const isMarked = () =>
      driver.executeScript('return document.querySelector("[name=image_url]").matches(":user-invalid")');
    assert.equal(await isMarked(), true, ':user-invalid matches');
    await editor.type('image_url', 'https://example.com/a.png');
    assert.equal(await error(), false);
    assert.equal(await isMarked(), false);
  });

  test('shows a change made elsewhere, and overwrites it with the next save', async () => {
    await editor.visit({ number });
    await editor.type('first_name', 'Jane');
    await emulator.update(number, { first_name: 'Zoë', last_name: 'Smith' });
    await editor.save();
    await driver.wait(
      () => editor.isFocused('.contact-card-differences'),
      waitLimit,
      'the differences should have the focus',
    );
    assert.match(await editor.text('differences'), /First name was .John. and is now .Zoë./);
    assert.match(await editor.text('differences'), /Last name was .Doe. and is now .Smith./);
    assert.equal(await editor.value('last_name'), 'Smith', 'a field without edits has the new value');
    assert.equal((await writes()).length, 1, 'the editor has not written');
    await editor.save();
    await editor.waitForStatus(/^Saved /);
    assert.equal((await writes())[1], '{"first_name":"Jane"}');
    assert.equal(await editor.find('differences').isDisplayed(), false);
  });

  test('can take over a change made elsewhere, and undo edits', async () => {
    await editor.visit({ number });
    await editor.type('first_name', 'Jane');
    await emulator.update(number, { first_name: 'Zoë' });
    await editor.save();
    await editor.waitFor('.contact-card-use');
    await editor.find('use').click();
    await editor.waitForValue('first_name', 'Zoë');
    assert.ok(await editor.isFocused('[name=first_name]'));
    await editor.save();
    await editor.waitForStatus(/^Nothing to save/);
    await editor.type('last_name', 'Roe');
    await editor.find('undo').click();
    await editor.waitForValue('last_name', 'Doe');
    assert.equal((await writes()).length, 1);
  });

  test('shows no change made elsewhere any more once it was taken over, or the card is gone', async () => {
    const isShown = async () => (await editor.find('differences')).isDisplayed();
    const change = async (first_name) => {
      await editor.visit({ number });
      await editor.type('first_name', 'Jane');
      await emulator.update(number, { first_name });
      await editor.save();
      await editor.waitFor('.contact-card-use');
    };
    await change('Zoë');
    await editor.find('use').click();
    await editor.save();
    await editor.waitForStatus(/^Nothing to save/);
    assert.equal(await isShown(), false);

    await change('Yves');
    await emulator.script({ method: 'GET', body: { contact_cards: [] } });
    await driver.executeScript('editor.reload()');
    await editor.waitForStatus(/^No card yet/);
    assert.equal(await isShown(), false);
    assert.equal(await editor.value('first_name'), 'Jane', 'what was typed is still there');
  });

  test('does not take the focus from elsewhere after a number that could not be opened', async () => {
    await editor.visit({}, { until: '.contact-card-number:not([hidden])' });
    await emulator.script({ method: 'GET', status: 403, code: 2005 });
    await editor.input('phone_number').sendKeys(number, Key.ENTER);
    await editor.waitForStatus(/^You don't have access to this number /);
    await driver.executeScript(`
      document.querySelector('main').append(Object.assign(document.createElement('input'), { id: 'elsewhere' }));
      document.getElementById('elsewhere').focus();`);
    await editor.saveInAnotherTab({ phone_number: number, first_name: 'Zoë', is_active: true });
    await editor.waitForValue('first_name', 'Zoë');
    assert.ok(await editor.isFocused('#elsewhere'));
  });

  test('shows one time for the next try, however long ago the card could not be read, until it is read', async () => {
    await emulator.script({ method: 'GET', status: 429, code: 1007, retry_after: 600 });
    await editor.visit({ number }, { until: '.contact-card-again:not([hidden])' });
    const before = await editor.waitForStatus(/^Too many .* You can try again at \d/);
    await driver.executeScript('advanceClock(60_000); editor.messages = {};');
    assert.equal(await editor.text('status'), before);
    await editor.find('again').click();
    await editor.waitForValue('first_name', 'John');
    assert.deepEqual([await editor.text('status'), await editor.text('wait')], ['', '']);
  });

  test('reports an error that cannot be read as one of unknown outcome, and goes on', async () => {
    await editor.visit({}, { until: '.contact-card-number:not([hidden])' });
    await driver.executeScript(
      `
      const [phone_number] = arguments;
      // Its name alone, which this page notes.
      const get = (_, name) => {
        if (name === 'name') return 'OddError';
        throw new Error('unreadable');
      };
      const unreadable = new Proxy(new Error(), { get });
      const card = { phone_number, first_name: 'John', is_active: true };
      editor.client = {
        retrieve: async () => ({ contact_cards: [card] }),
        update: () => Promise.reject(unreadable),
      };
      editor.phoneNumber = phone_number;`,
      number,
    );
    await editor.waitForValue('first_name', 'John');
    await editor.type('first_name', 'Jane');
    await editor.save();
    await editor.waitForStatus(
      /^Something went wrong We checked: your change isn't there yet\. Wait a moment, then reload\.$/,
    );
    await driver.executeScript('editor.client.update = async (params) => ({ ...editor.card, ...params })');
    await editor.save();
    await editor.waitForStatus(/^Saved /);
    assert.deepEqual(await driver.executeScript('return problems'), []);
  });

  test('creates a card for a phone number without one, which needs a first name', async () => {
    await editor.visit({ number: '+15551239999' });
    assert.equal(await editor.text('save'), 'Create the card');
    await editor.type('last_name', 'Lovelace');
    await editor.save();
    await driver.wait(() => editor.isFocused('.contact-card-summary'), waitLimit);
    assert.match(await editor.text('summary'), /First name is required/);
    await editor.type('first_name', 'Ada');
    await editor.save();
    await editor.waitForStatus(/^Saved /);
    assert.deepEqual(await writes(), ['{"phone_number":"+15551239999","first_name":"Ada","last_name":"Lovelace"}']);
    assert.equal(await editor.text('save'), 'Save');
    assert.equal((await editor.events('saved'))[0].action, 'created');
  });

  test('counts down after 429, and reports the end of the wait', async () => {
    await editor.visit({ number });
    await emulator.script({
      method: 'PATCH',
      status: 429,
      body: { error: { status: 429, code: 1007, message: 'Slow', retry_after: 600 } },
    });
    await editor.type('first_name', 'Jane');
    await editor.save();
    await editor.waitForStatus(/^Too many changes .*You can try again at /);
    assert.match(await editor.text('wait'), /^Next try in (9|10):\d\d$/);
    await driver.executeScript('advanceClock(600_000)');
    await editor.waitForStatus(/^You can try again now$/);
    assert.equal(await editor.find('wait').isDisplayed(), false);
    assert.equal(await editor.value('first_name'), 'Jane');
    await editor.save();
    await editor.waitForStatus(/^Saved /);
  });

  test('waits for half a minute after 4004, and for the write budget if that is used up', async () => {
    await editor.visit({ number });
    const limited = { method: 'PATCH', status: 503, body: { error: { status: 503, code: 4004, message: 'Busy' } } };
    const seconds = async () => {
      const [, minutes, rest] = /(\d+):(\d+)$/.exec(await editor.text('wait'));
      return 60 * minutes + Number(rest);
    };
    await emulator.script(limited, { ...limited, times: 2 });
    await editor.type('first_name', 'Jane');
    await editor.save();
    await editor.waitForStatus(/your change isn't there yet/);
    assert.ok((await seconds()) > 0 && (await seconds()) <= 30);
    for (let more = 0; more < 2; more++) {
      await editor.type('first_name', `Jane${more}`);
      await editor.save();
      await driver.wait(async () => (await writes()).length === more + 2, waitLimit);
      await editor.waitForStatus(/your change isn't there yet/);
    }
    assert.ok((await seconds()) > 300 && (await seconds()) <= 600, 'three writes in ten minutes');
  });

  test('reports that the server is unreachable, and that nothing was sent', async () => {
    const other = await startEmulator('--www', site.www);
    await editor.visit({ number }, { url: other.url });
    await editor.type('first_name', 'Jane');
    await other.stop();
    await editor.save();
    await editor.waitForStatus(/^No connection The card could not be read, so nothing was sent\. \w/);
    assert.equal(await editor.value('first_name'), 'Jane');
    assert.deepEqual(
      (await editor.events('failed')).map(({ error, during }) => [error, during]),
      [['APIConnectionError', 'reading']],
    );
  });

  test('reports an unknown outcome if the card cannot be read afterwards', async () => {
    await editor.visit({ number, timeout: 5_000 });
    await emulator.script(
      { method: 'PATCH', fault: 'stall_head' },
      { method: 'GET' },
      { method: 'GET', fault: 'stall_head', times: 9 },
    );
    await editor.type('first_name', 'Jane');
    await editor.save();
    await editor.waitForStatus(/^No response in time It is not known whether the change was saved\. \w/);
    assert.equal(await editor.value('first_name'), 'Jane');
  });

  test('warns before leaving the page with unsaved edits', async () => {
    await editor.visit({ number });
    assert.equal(await editor.warnsBeforeLeaving(), false);
    await editor.type('first_name', 'Jane');
    assert.equal(await editor.warnsBeforeLeaving(), true);
    await editor.type('first_name', 'John');
    assert.equal(await editor.warnsBeforeLeaving(), false, 'typed back');
    await editor.type('first_name', 'Jane');
    await editor.save();
    await editor.waitForStatus(/^Saved /);
    assert.equal(await editor.warnsBeforeLeaving(), false, 'saved');
  });

  test('shows what another tab saves', async () => {
    await editor.visit({ number });
    const first = await driver.getWindowHandle();
    await driver.switchTo().newWindow('tab');
    const second = await driver.getWindowHandle();
    try {
      await editor.visit({ number });
      await editor.type('first_name', 'Jane');
      await editor.save();
      await editor.waitForStatus(/^Saved /);
      await driver.switchTo().window(first);
      await editor.waitForStatus(/^Updated The card was saved in another tab\.$/);
      await editor.waitForValue('first_name', 'Jane');

      await editor.type('first_name', 'Mine');
      await driver.switchTo().window(second);
      await editor.type('first_name', 'Theirs');
      await editor.save();
      await editor.waitForStatus(/^Saved /);
      await driver.switchTo().window(first);
      await editor.waitForStatus(/^Changed in another tab What you typed is still here\.$/);
      assert.match(await editor.text('differences'), /First name was .Jane. and is now .Theirs./);
      assert.equal(await editor.value('first_name'), 'Mine');
    } finally {
      await driver.switchTo().window(second);
      await driver.close();
      await driver.switchTo().window(first);
    }
  });

  test('accepts values that scripts set, and form.reset()', async () => {
    await editor.visit({ number });
    const fillIn = (name, value, type) =>
      driver.executeScript(
        `
      const input = document.querySelector(\`[name=\${arguments[0]}]\`);
      input.value = arguments[1];
      input.dispatchEvent(new Event(arguments[2], { bubbles: true }));`,
        name,
        value,
        type,
      );
    await fillIn('first_name', 'Filled', 'input');
    await fillIn('last_name', 'In', 'change');
    const last = async () => (await editor.events('changed')).at(-1);
    assert.deepEqual((await last()).changed, { first_name: 'Filled', last_name: 'In' });
    assert.equal(await editor.warnsBeforeLeaving(), true);
    await driver.executeScript('document.querySelector(".contact-card-form").reset()');
    await editor.waitForValue('first_name', 'John');
    await driver.wait(async () => (await last()).changed === null || (await last()).changed === undefined, waitLimit);
    assert.equal(await editor.warnsBeforeLeaving(), false);
    // Some scripts dispatch no event.
    await driver.executeScript('document.querySelector("[name=first_name]").value = "Silent"');
    await editor.save();
    await editor.waitForStatus(/^Saved /);
    assert.deepEqual(await writes(), ['{"first_name":"Silent"}']);
  });

  test('has a field for the phone number, which explains issues and offers a valid number', async () => {
    await editor.visit({}, { until: '.contact-card-number:not([hidden])' });
    await editor.input('phone_number').sendKeys('+1 555 123 4567', Key.ENTER);
    assert.match(await editor.text('number'), /must have only the digits 0 to 9 after the \+/);
    assert.ok(await editor.isFocused('[name=phone_number]'));
    assert.equal(await editor.value('phone_number'), '+1 555 123 4567');
    await editor.find('suggestion').click();
    assert.equal(await editor.value('phone_number'), number);
    await editor.input('phone_number').sendKeys(Key.ENTER);
    await editor.waitForValue('first_name', 'John');
    assert.ok(await editor.isFocused('[name=first_name]'));
    await editor.type('first_name', 'Jane');
    await editor.type('phone_number', '+15551230001');
    await editor.input('phone_number').sendKeys(Key.ENTER);
    assert.match(await editor.text('number'), /Save or undo what you typed first/);
    assert.equal(await editor.value('first_name'), 'Jane');
  });

  test('displays and sends emoji, long names and names from right to left unchanged', async () => {
    await editor.visit({ number: '+972545550003' });
    const direction = () =>
      driver.executeScript('return getComputedStyle(document.querySelector("[name=first_name]")).direction');
    assert.equal(await direction(), 'rtl');
    const name = `👩🏽‍🚀 ${'x'.repeat(300)}`;
    await driver.executeScript(
      `
      const input = document.querySelector('[name=first_name]');
      input.value = arguments[0];
      input.dispatchEvent(new Event('input', { bubbles: true }));`,
      name,
    );
    assert.equal(await direction(), 'ltr');
    await emulator.update('+972545550003', { first_name: 'y'.repeat(300) });
    await editor.save();
    await editor.waitFor('.contact-card-differences:not([hidden])');
    const wider = await driver.executeScript(
      'return document.documentElement.scrollWidth - document.documentElement.clientWidth',
    );
    assert.equal(wider, 0, 'the page does not scroll sideways');
    await editor.save();
    await editor.waitForStatus(/^Saved /);
    assert.equal((await emulator.card('+972545550003')).first_name, name);
  });

  test("shows the issues of a client's own schema, also those without a path, until their field is edited", async () => {
    await editor.visit({}, { until: '.contact-card-number:not([hidden])' });
    await driver.executeScript(`
      const card = { phone_number: '+4915112345678', first_name: 'Anna', is_active: true };
      editor.client = {
        retrieve: async () => ({ contact_cards: [card] }),
        update: async () => {
          throw Object.assign(new Error('refused'), { issues: [
            { message: 'The team is frozen' },
            { message: 'Must be shorter.', path: [{ key: 'first_name' }] },
            { message: 'last_name is rare', path: ['last_name'] },
            { message: 'Not now', path: null },
            { message: 'Not here', path: [Symbol()] },
          ] });
        },
      };
      editor.card = card;`);
    await editor.waitForValue('first_name', 'Anna');
    await editor.type('first_name', 'Anne');
    await editor.save();
    await editor.waitFor('.contact-card-summary:not([hidden])');
    const items = () =>
      driver.executeScript(
        "return [...document.querySelectorAll('.contact-card-summary li')].map(({ textContent }) => textContent.trim())",
      );
    const others = ['The team is frozen', 'Last name is rare', 'Not now', 'Not here'];
    assert.deepEqual(await items(), ['The team is frozen', 'Must be shorter.', ...others.slice(1)]);
    assert.equal(
      await driver.executeScript(
        "return document.querySelector('[data-field=first_name] .contact-card-error').textContent",
      ),
      'Must be shorter.',
    );
    assert.equal(await editor.text('save'), 'Save');
    await editor.type('first_name', 'Ann');
    assert.deepEqual(await items(), others);
  });

  test("uses the page's client, card, messages and styles", async () => {
    await editor.visit({}, { until: '.contact-card-number:not([hidden])' });
    await driver.executeScript(`
      const style = new CSSStyleSheet();
      style.replaceSync('.contact-card-save { background-color: rgb(1, 2, 3) } contact-card-editor { --contact-card-radius: 0 }');
      document.adoptedStyleSheets.unshift(style);
      window.calls = [];
      const card = { phone_number: '+4915112345678', first_name: 'Anna', is_active: true };
      const recorded = (name, value) => async (params) => { calls.push([name, params]); return value(params); };
      editor.client = {
        retrieve: recorded('retrieve', () => ({ contact_cards: [card] })),
        update: recorded('update', (params) => ({ ...card, ...params })),
      };
      editor.messages = { buttons: { save: 'Sichern' }, notices: { saved: ['Gesichert', ''] }, issues: { cannot_clear: 'fehlt' } };
      editor.card = card;`);
    await editor.waitForValue('first_name', 'Anna');
    assert.equal(await editor.text('save'), 'Sichern');
    assert.equal(await editor.text('undo'), 'Undo changes');
    assert.equal(await editor.find('number').isDisplayed(), false);
    assert.deepEqual(
      await driver.executeScript(`
      const { backgroundColor, borderRadius } = getComputedStyle(document.querySelector('.contact-card-save'));
      return [backgroundColor, borderRadius];`),
      ['rgb(1, 2, 3)', '0px'],
    );
    await editor.type('first_name', 'Anne');
    await driver.executeScript('editor.card = { ...editor.card, last_name: "Roe" }');
    await editor.waitForValue('last_name', 'Roe');
    assert.equal(await editor.value('first_name'), 'Anne', 'edits are preserved');
    await driver.executeScript('document.querySelector("main").prepend(editor)');
    assert.equal(await editor.value('first_name'), 'Anne', 'also when the editor is moved');
    await editor.save();
    await editor.waitFor('.contact-card-differences:not([hidden])');
    await editor.save();
    await editor.waitForStatus(/^Gesichert$/);
    assert.deepEqual(
      (await driver.executeScript('return calls')).map(([name]) => name),
      ['retrieve', 'retrieve', 'update'],
    );
    assert.deepEqual(await emulator.requests(), []);
  });
});
