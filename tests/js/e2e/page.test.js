// The dashboard's single cards, in the browser that BROWSER names, with an emulator.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Key } from 'selenium-webdriver';
import { startEmulator } from '../support/emulator.js';
import { browser, open } from '../support/browsers.js';
import { waitLimit } from '../support/limits.js';
import { Page } from './states.js';

const number = '+15551234567';

let emulator;
let driver;
let page;
before(async () => {
  emulator = await startEmulator('--www', process.env.LINQ_WWW, '--budget', 'off');
  driver = await open();
  page = new Page(driver, emulator);
});
after(async () => {
  await driver?.quit();
  await emulator?.stop();
});
beforeEach(async () => {
  await emulator.reset();
  await emulator.settings({ budget: null });
});

const field = (name) => page.find(`[name="${name}"]`);
const property = (css, name) => page.find(css).getProperty(name);
const numbers = () =>
  driver.executeScript("return [...document.querySelectorAll('[data-number]')].map(({ dataset }) => dataset.number)");
const writes = async () => (await emulator.requests()).filter(({ method }) => method === 'PATCH' || method === 'POST');

/** Replaces the value of a field by typing. */
async function type(name, value) {
  await field(name).sendKeys(Key.chord(Key.CONTROL, 'a'));
  await field(name).sendKeys(value || Key.BACK_SPACE);
}

describe(`the page in ${browser}`, () => {
  test('renames a card, and updates the list and the preview', async () => {
    await page.edit();
    await type('first_name', 'Johnny');
    await page.waitForText('#picture-name', /Johnny Doe/);
    await page.find('.contact-card-save').click();
    await page.waitForStatus(/^Saved/);
    assert.deepEqual(await emulator.card(number), {
      phone_number: number,
      first_name: 'Johnny',
      last_name: 'Doe',
      is_active: true,
      image_url: 'https://cdn.linqapp.com/contact-card/example.jpg',
    });
    await page.waitForText(`[data-number="${number}"]`, /Johnny Doe/);
    const [write] = await writes();
    assert.equal(write.body, '{"first_name":"Johnny"}', 'only the changed field is sent');
  });

  test('shows a new picture before it is saved', async () => {
    await page.edit();
    await page.pictures();
    const image = page.find('#image');
    await type('image_url', 'https://example.com/new.png');
    const isNew = async () =>
      (await image.getAttribute('data-url')) === 'https://example.com/new.png' && image.isDisplayed();
    await driver.wait(isNew, waitLimit, 'the new picture should be visible');
    assert.equal(await page.find('#initials').isDisplayed(), false);
    await type('image_url', 'http://example.com/new.png');
    assert.equal(await image.isDisplayed(), false);
    assert.equal(await property('#initials', 'innerText'), 'JD');
    assert.deepEqual(await writes(), []);
  });

  test('previews the request that it sends', async () => {
    await page.edit();
    await page.press('.request > summary');
    await page.waitForText('#request-empty', /no field is changed/);
    await type('first_name', 'Jo"hn');
    await type('image_url', 'https://example.com/new.png');
    const shown = (await property('#request', 'innerText')).split('\n');
    await page.find('.contact-card-save').click();
    await page.waitForStatus(/^Saved/);
    const [write] = await writes();
    const url = await driver.executeScript(
      "return performance.getEntriesByType('resource').findLast(({ name }) => name.includes('/api/')).name",
    );
    assert.equal(shown[0], `${write.method} ${url}`, 'what the page sends to the gateway');
    assert.equal(shown.at(-1), write.body);
    assert.equal(write.target, `/api/partner/v3/contact_card${new URL(url).search}`, 'and the gateway to Linq');
  });

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
      ['555-1234', /must start with \+/],
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
    await page.waitForText('#open-suggestion', /Use \+15551234567/);
    assert.equal(await property('#open-number', 'value'), '+1 555 123 4567');
    await page.find('#open-suggestion').click();
    await page.waitForText('#open-note', /Opens the card of John Doe/);
    await page.find('#open-number').sendKeys(Key.ENTER);
    await page.waitForText('#picture-number', /\+15551234567/);
  });

  test('creates a card, and adds it to the list', async () => {
    await page.newCard();
    await page.find('#open-number').sendKeys('+15557654321', Key.ENTER);
    await page.waitForStatus(/No card yet/);
    await page.waitForText('#editor-title', /Create the card/);
    await type('first_name', 'Newly');
    await page.find('.contact-card-save').click();
    await page.waitForStatus(/^Saved/);
    await page.waitForText('#editor-title', /Edit the card/);
    await page.waitForText('[data-number="+15557654321"]', /Newly/);
    assert.equal((await emulator.card('+15557654321')).first_name, 'Newly');
  });

  test('shows the write budget, and when the next write is possible', async () => {
    await emulator.settings({ budget: 3 });
    await page.edit();
    assert.equal(await property('#budget-meter', 'value'), 3);
    for (const [name, left] of [
      ['One', 2],
      ['Two', 1],
      ['Three', 0],
    ]) {
      await type('first_name', name);
      await page.find('.contact-card-save').click();
      await driver.wait(
        async () => (await property('#budget-meter', 'value')) === left,
        waitLimit,
        `${left} should be left`,
      );
    }
    await page.waitForText('#budget-text', /None left\. The next write is free at .+, in \d+:\d\d\./);
    const first = await property('#budget-text', 'innerText');
    await driver.wait(
      async () => (await property('#budget-text', 'innerText')) !== first,
      waitLimit,
      'it should count down',
    );
    await page.press('[data-number="+15551230001"]');
    await page.waitForText('#budget-text', /^3 of 3/);
  });

  test('warns before it discards edits', async () => {
    await page.edit();
    await type('first_name', 'Jane');
    const other = '[data-number="+15551230001"]';
    await page.find(other).click();
    assert.equal(await page.find('#discard').isDisplayed(), true);
    await page.find('#discard-keep').click();
    assert.equal(await property('[name="first_name"]', 'value'), 'Jane');
    await page.find(other).click();
    await page.find('#discard-discard').click();
    await page.waitForText('#picture-name', /^Ada$/);
    const name = () => property('[name="first_name"]', 'value');
    await driver.wait(async () => (await name()) === 'Ada', waitLimit, 'it should show the other card');
  });

  test('lists each response with its trace id', async () => {
    await page.edit();
    await emulator.script({ method: 'PATCH', status: 403 });
    await type('first_name', 'Jane');
    await page.find('.contact-card-save').click();
    await page.waitForStatus(/not allowed/);
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
      ['Joan', /Too many changes/],
    ]) {
      await type('first_name', name);
      await page.find('.contact-card-save').click();
      await page.waitForStatus(status);
    }
    assert.equal(await property('#inject-state', 'innerText'), '');
    await page.press('#budget');
    await driver.wait(
      async () => (await (await fetch(`${emulator.url}/emulator/settings`)).json()).budget === null,
      waitLimit,
    );
    await page.find('.contact-card-save').click();
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
    await page.find('.contact-card-save').click();
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
    await page.find('.contact-card-save').click();
    await page.waitForStatus(/No connection/);
    assert.equal(await property('[name="first_name"]', 'value'), 'Jane');
  });
});
