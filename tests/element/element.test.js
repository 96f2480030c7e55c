// The editor on a page of its own, in the browser that BROWSER names, against a local Linq.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Key } from 'selenium-webdriver';
import { browser, open } from '../browser/browsers.js';
import { startEmulator } from '../emulator.js';
import { drive } from './drive.js';
import { makeSite } from './site.js';

const number = '+15551234567';

let site;
let linq;
let driver;
let editor;
before(async () => {
  site = await makeSite();
  linq = await startEmulator('--www', site.www, '--budget', 'off');
  driver = await open();
  editor = drive(driver, linq);
});
after(async () => {
  await driver?.quit();
  await linq?.stop();
  site?.remove();
});
beforeEach(async () => {
  await linq.reset();
  await linq.settings({ budget: null });
});

const writes = async () => (await linq.requests()).filter(({ method }) => method === 'PATCH' || method === 'POST');

describe(`the editor in ${browser}`, () => {
  test('a card is saved with the keyboard alone; only what changed is sent, and the form shows the answer', async () => {
    await editor.visit({ number });
    const focused = () => driver.switchTo().activeElement();
    const tabTo = async (name) => {
      for (let presses = 0; presses < 10; presses++) {
        await focused().sendKeys(Key.TAB);
        if ((await focused().getAttribute('class')).includes(name) || (await focused().getAttribute('name')) === name) return;
      }
      assert.fail(`${name} should be reached by Tab`);
    };
    await tabTo('image_url');
    await focused().sendKeys(Key.chord(Key.CONTROL, 'a'));
    await focused().sendKeys('https://example.com/new.png');
    await tabTo('save');
    await focused().sendKeys(Key.ENTER);
    await editor.says(/^Saved\s/);
    assert.deepEqual((await writes()).map(({ body }) => body), ['{"image_url":"https://example.com/new.png"}']);
    assert.match(await editor.value('image_url'), /^https:\/\/cdn\.linqapp\.com\//, "Linq's answer, not what was typed");
    assert.match(await focused().getAttribute('class'), /save/, 'the focus stays');
    assert.deepEqual(await driver.executeScript('return troubles'), []);
  });
});
