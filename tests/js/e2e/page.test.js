// The dashboard's single cards, in the browser that BROWSER names, with an emulator.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Key, until } from 'selenium-webdriver';
import { startEmulator } from '../support/emulator.js';
import { browser } from '../support/browsers.js';
import { waitLimit } from '../support/limits.js';
import { startSession } from './session.js';
import { Page } from './states.js';

const number = '+15551234567';

const { driver, emulator, page } = await startSession('--budget', 'off');

const property = (css, name) => page.find(css).getProperty(name);
const type = (name, value) => page.type(name, value);
const numbers = () =>
  driver.executeScript("return [...document.querySelectorAll('[data-number]')].map(({ dataset }) => dataset.number)");

describe(`the page in ${browser}`, () => {
  test('finds cards by name and phone number, and announces how many', async () => {
    await page.open();
    for (const [text, found, count] of [
      ['grace', ['+15551230002'], '1 of 5 cards'],
      ['+1 (555) 123-0', ['+15551230001', '+15551230004', '+15551230002'], '3 of 5 cards'],
      ['נועה', ['+972545550003'], '1 of 5 cards'],
      ['zzz', [], '0 of 5 cards'],
    ]) {
      await page.find('#search').clear();
      await page.find('#search').sendKeys(text);
      await page.waitForText('#found', new RegExp(`^${count}$`));
      assert.deepEqual(await numbers(), found);
      await driver.wait(
        async () => (await property('#status', 'textContent')) === count,
        waitLimit,
        `${count} should be announced`,
      );
    }
    await page.find('#search').clear();
    await page.find('#search').sendKeys('a', Key.BACK_SPACE);
    await page.waitForText('#found', /^5 cards$/);
  });

  test('validates a phone number while it is typed, and offers a valid one', async () => {
    await page.newCard();
    const typeNumber = async (text) => {
      await page.find('#open-number').sendKeys(Key.chord(Key.CONTROL, 'a'));
      await page.find('#open-number').sendKeys(text);
    };
    for (const [typed, message] of [
      ['555', /must start with \+/],
      ['555-1235', /has no plus\. Enter the whole number, starting with \+ and the country code\.$/],
      ['020 7946 0958', /has no country code/],
      ['0044 20 7946 0958', /starts with 00 in place of a plus/],
      ['+44 (0)20 7946 0958', /has a \(0\), which is left out after a country code/],
      ['+0555', /must not start with 0/],
      ['+1234567890123456', /too long/],
      ['+１５５５', /only the digits 0 to 9/],
    ]) {
      await typeNumber(typed);
      await page.waitForText('#open-error', message);
    }
    await typeNumber('+1');
    await page.waitForText('#open-error', /^$/);
    await page.find('#open-number').sendKeys(Key.BACK_SPACE, Key.ENTER);
    await page.waitForText('#open-error', /too short/);
    await typeNumber('+1 555 123 4567');
    await page.waitForText('#open-note', /^Read as \+15551234567\. Opens the card of John Doe\.$/);
    assert.equal(await property('#open-error', 'textContent'), '', 'a number that can be corrected is no error');
    assert.equal(await property('#open-number', 'value'), '+1 555 123 4567', 'what is typed remains');
    await typeNumber('+1 (555) 888-0002');
    await page.waitForText('#open-note', /^Read as \+15558880002\. Starts a new card\.$/);
    for (const typed of ['(555) 123-4567', '001 555 123 4567']) {
      await typeNumber(typed);
      await page.waitForText('#open-note', /^Read as \+15551234567\. Opens the card of John Doe\.$/);
    }
    await typeNumber('+49');
    await page.waitForText('#open-note', /^A short number: check that it is complete\. Starts a new card\.$/);
    await typeNumber('+15551234567');
    await page.waitForText('#open-note', /^Opens the card of John Doe\.$/);
    await typeNumber('+1 555 123 4567');
    await page.find('#open-number').sendKeys(Key.ENTER);
    await page.waitForText('#card-number', /\+15551234567/);
  });

  test('warns before it discards edits', async () => {
    await page.edit();
    await type('first_name', 'Jane');
    const other = '[data-number="+15551230001"]';
    const dialog = await page.find('#discard');
    await page.find(other).click();
    await driver.wait(until.elementIsVisible(dialog), waitLimit);
    await page.waitForText('#discard-title', /^Discard your changes to .?John Doe.?\?$/);
    await page.find('#discard-keep').click();
    await driver.wait(until.elementIsNotVisible(dialog), waitLimit);
    assert.equal(await property('[name="first_name"]', 'value'), 'Jane');
    await page.find(other).click();
    await driver.wait(until.elementIsVisible(dialog), waitLimit);
    await page.find('#discard-discard').click();
    await page.waitForText('#editor-title', /^Ada$/);
    const name = () => property('[name="first_name"]', 'value');
    await driver.wait(async () => (await name()) === 'Ada', waitLimit, 'it should show the other card');
  });

  test('lists each response with its trace id', async () => {
    await page.edit();
    await emulator.script({ method: 'PATCH', status: 403 });
    await type('first_name', 'Jane');
    await page.find('#save').click();
    await page.waitForStatus(/have access to this number/);
    await page.press('#developer-open');
    await page.waitForText('#responses-list li', /PATCH \+15551234567\s+403\s+\d+ ms\s+trace-\d+\s+Copy/);
    assert.match(await property('#responses-list li button', 'ariaLabel'), /^Copy trace id trace-\d+$/);
    await page.waitForText(
      '.contact-card-trace-id',
      new RegExp(await property('#responses-list li code', 'innerText')),
    );
  });

  test('can have the emulator fail, and lift the write budget', async () => {
    // The gateway counts each write that it has sent, whatever its outcome.
    await emulator.settings({ budget: 2 });
    await page.edit();
    await page.press('#developer-open');
    await driver.executeScript('document.getElementById("inject-response").value = \'{"status":409}\'');
    await page.press('#inject button');
    await page.waitForText('#inject-state', /next call/);
    await page.press('#developer-close');
    for (const [name, status] of [
      ['Jane', /card has changed/],
      ['Jane', /^Saved/],
    ]) {
      await type('first_name', name);
      await page.find('#save').click();
      await page.waitForStatus(status);
    }
    assert.equal(await property('#inject-state', 'innerText'), '');
    await type('first_name', 'Joan');
    await page.waitForText('#save', /^Save in/);
    await page.press('#budget');
    await page.waitForText('#save', /^Save$/);
    await page.find('#save').click();
    await page.waitForStatus(/^Saved/);
  });

  test('loads the list again after a failure', async () => {
    await emulator.script({ method: 'GET', status: 403 });
    await page.open();
    await page.waitForText('#list-notice', /don't have access/);
    await page.find('#list-notice-action').click();
    await page.waitForText(`[data-number="${number}"]`, /John Doe/);
  });

  test('violates no Content-Security-Policy, and has no uncaught errors', async () => {
    const { headers } = await fetch(emulator.url);
    assert.match(headers.get('content-security-policy'), /script-src 'self' 'wasm-unsafe-eval';/);
    assert.doesNotMatch(headers.get('content-security-policy'), /unsafe-inline|'unsafe-eval'/);
    await page.open();
    await driver.executeScript(`
      window.problems = [];
      addEventListener('securitypolicyviolation', (event) => problems.push(event.violatedDirective));
      addEventListener('error', (event) => problems.push(event.message));
      addEventListener('unhandledrejection', (event) => problems.push(String(event.reason)));`);
    await page.select(number);
    await page.waitForText('.contact-card-which', /5551234567/);
    await type('first_name', 'Quiet');
    await page.find('#save').click();
    await page.waitForStatus(/^Saved/);
    await page.press('nav a[href="#/import"]');
    await page.fill('#import-text', '+15551234567,Loud');
    await page.checkAgain();
    await page.send(/Done/);
    await page.press('#import-new');
    assert.deepEqual(await driver.executeScript('return problems'), []);
  });

  test('reports that the server is unreachable', async () => {
    const other = await startEmulator('--www', process.env.LINQ_WWW);
    const there = new Page(driver, other);
    await there.edit();
    await other.stop();
    await type('first_name', 'Jane');
    await page.find('#save').click();
    await page.waitForStatus(/No connection/);
    assert.equal(await property('[name="first_name"]', 'value'), 'Jane');
  });
});
