// What people do with the dashboard, from the start to the end, in the browser that BROWSER names, with an emulator.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Key } from 'selenium-webdriver';
import { browser } from '../support/browsers.js';
import { waitLimit } from '../support/limits.js';
import { keyboardOf } from './keyboard.js';
import { manyNumbers } from './numbers.js';
import { startSession } from './session.js';
import { addMany } from './states.js';
import { updatesOf } from './updates.js';

const john = '+15551234567';
const ada = '+15551230001';
const row = (number) => `[data-number="${number}"]`;

// Browsers repeat a request whose kept-alive connection breaks.
const { driver, emulator, page } = await startSession('--budget', 'off', '--close-connections');
const { press, tabTo } = keyboardOf(driver);

const address = () => driver.executeScript('return location.hash');
const isShown = (css) => page.find(css).isDisplayed();
const until = (condition, message) => driver.wait(condition, waitLimit, message);

describe(`a card in ${browser}`, () => {
  test('has an address without a number, which a link, a reload, Back and Forward open again', async () => {
    await page.open();
    assert.equal(await address(), '#/cards');
    await page.waitForTitle('Contact cards');
    await page.select(john);
    await page.waitForCard('John Doe');
    const johns = await address();
    assert.match(johns, /^#\/cards\/[0-9a-f]{16}$/);
    await page.open(johns);
    await page.waitForCard('John Doe');
    await page.select(ada);
    await page.waitForCard('Ada');
    await page.goBack();
    await page.waitForCard('John Doe');
    assert.equal(await address(), johns);
    await page.reload();
    await page.waitForCard('John Doe');
    await page.waitForText('.contact-card-which', /5551234567/);
    await driver.executeScript('history.forward()');
    await page.waitForCard('Ada');
    await page.goBack();
    await page.waitForCard('John Doe');
    await page.press('#back');
    await page.waitForTitle('Contact cards');
    await until(async () => !(await isShown('#editor')), 'no card should be open');
    const addresses = await driver.executeScript(
      "return performance.getEntriesByType('navigation').map(({ name }) => name).join()",
    );
    assert.doesNotMatch(`${addresses} ${await driver.getTitle()}`, /5551234567|5551230001/);
  });

  test("D10: takes the place of the list at a phone's width, is saved, and Back returns to its row", async () => {
    await addMany(page, 60);
    await page.atSize({ width: 500, height: 700 }, async () => {
      await page.open();
      await page.waitForText('#found', /^65 cards$/);
      assert.equal(await isShown('#pane'), false);
      await driver.executeScript("document.getElementById('search').focus()");
      await press(Key.ARROW_DOWN);
      await page.waitForFocus(row(ada));
      await press(Key.END);
      await page.waitForFocus(row('+972545550003'));
      await press(Key.ARROW_UP);
      await page.waitForFocus(row(john));
      const scrolled = await driver.executeScript('return scrollY');
      assert.ok(scrolled > 1000, 'the page should be scrolled to the row');
      const goBack = async () => {
        await page.find('#back').click();
        await page.waitForTitle('Contact cards');
        await page.waitForFocus(row(john));
        assert.ok(
          Math.abs((await driver.executeScript('return scrollY')) - scrolled) < 100,
          'the list should be where it was',
        );
        assert.equal(await isShown('#pane'), false);
      };
      await page.find(row(john)).click();
      await page.waitForCard('John Doe');
      assert.equal(await isShown('#list'), false);
      const { top, bottom, focus, height } = await driver.executeScript(`
        const { top, bottom } = document.getElementById('editor-title').getBoundingClientRect();
        return { top, bottom, focus: document.activeElement.id, height: innerHeight };`);
      assert.ok(top >= 0 && bottom < height, 'the heading should be in view');
      assert.equal(focus, 'editor-title');
      await goBack();
      await page.find(row(john)).click();
      await page.waitForCard('John Doe');
      await page.waitForText('.contact-card-which', /5551234567/);
      await page.type('last_name', 'Dove');
      await page.find('#save').click();
      await page.waitForCard('John Dove');
      await goBack();
      await page.waitForText(row(john), /John Dove/);
      assert.deepEqual(await updatesOf(emulator), [[john, { last_name: 'Dove' }]]);
    });
  });

  test('is found, opened and saved with the keyboard alone', async () => {
    await page.open();
    await press('/');
    await page.waitForFocus('#search');
    await press('doe', Key.ARROW_DOWN);
    await page.waitForFocus(row(john));
    await press(Key.ENTER);
    await page.waitForCard('John Doe');
    await page.waitForFocus('#editor-title');
    await page.waitForText('.contact-card-which', /5551234567/);
    await tabTo('[name="last_name"]');
    await page.type('last_name', 'Smith');
    await press(Key.ENTER);
    await page.waitForStatus(/^Saved/);
    assert.deepEqual(await updatesOf(emulator), [[john, { last_name: 'Smith' }]]);
  });
});

describe(`an import in ${browser}`, () => {
  test('is fixed, sent and ended with the keyboard alone', async () => {
    await page.openImport();
    await tabTo('#import-text');
    await page.find('#import-text').sendKeys(`${john.slice(1)},Johnny`);
    await tabTo('#import-check');
    await press(Key.ENTER);
    await page.waitFor('#import-fix-rows .suggestion:not([hidden])');
    await page.waitForFocus('#import-fix-title');
    await tabTo('#import-fix-rows tbody input');
    await press(Key.TAB);
    await press(Key.ENTER);
    await page.waitForText('#import-to-send', /1 update/);
    await page.waitForFocus('#import-fix-rows tbody input');
    await tabTo('#import-to-send');
    await press(Key.ENTER);
    await page.waitFor('#import-send[data-state="open"]');
    await page.waitForFocus('#import-send-title');
    await tabTo('#import-start');
    await press(Key.ENTER);
    await page.waitForText('#import-send-title', /Done/);
    await page.waitForFocus('#import-send-title');
    await until(
      async () => /Done. The update is saved./.test(await page.find('#status').getAttribute('textContent')),
      'it should be announced',
    );
    assert.deepEqual(await updatesOf(emulator), [[john, { first_name: 'Johnny' }]]);
    await tabTo('#import-new');
    await press(Key.ENTER);
    await page.waitFor('#import-upload[data-state="open"]');
    await page.waitForFocus('#import-upload-title');
  });

  test('with a repaired cell is paused, loaded again and resumed, and sends each row once', async () => {
    const numbers = manyNumbers(30);
    await addMany(page, 30);
    await page.check(...numbers.map((number) => `${number},New`), '+1555123000,Augusta');
    await page.find('#import-fix-rows tbody input').sendKeys('1');
    await page.waitForText('#import-to-send', /31 updates/);
    await page.sendAndPause();
    const before = await updatesOf(emulator);
    assert.ok(before.length > 0 && before.length < 31);
    await page.reload();
    await page.waitForText('#import-interrupted', new RegExp(`is paused: ${before.length} of 31 done`));
    assert.deepEqual(await updatesOf(emulator), before, 'nothing is sent before the user resumes it');
    await page.press('#import-resume');
    await page.waitFor('#import-send[data-state="open"]');
    await page.waitForFocus('#import-send-title');
    assert.equal(await isShown('#import-interrupted'), false);
    await page.waitForText('#import-send-title', /Done/);
    await page.waitForText('#import-result', /All 31 updates are saved/);
    assert.deepEqual(
      (await updatesOf(emulator)).sort(),
      [...numbers.map((number) => [number, { first_name: 'New' }]), [ada, { first_name: 'Augusta' }]].sort(),
    );
    await page.openImport();
    assert.equal(await isShown('#import-interrupted'), false, 'what has ended is forgotten');
  });
});
