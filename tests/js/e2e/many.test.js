// The dashboard's updates of many cards, in the browser that BROWSER names, with an emulator.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { Key } from 'selenium-webdriver';
import { startEmulator } from '../support/emulator.js';
import { browser, open } from '../support/browsers.js';
import { waitLimit } from '../support/limits.js';
import { Page } from './states.js';

let emulator;
let driver;
let page;
before(async () => {
  // Browsers repeat a request whose kept-alive connection breaks.
  emulator = await startEmulator('--www', process.env.LINQ_WWW, '--budget', 'off', '--close-connections');
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

const number = (index) => `+1444${String(index).padStart(7, '0')}`;
const numbers = (count) => Array.from({ length: count }, (_, index) => number(index));
const rename = (name) => (phone_number) => `${phone_number},${name}`;

/** Creates this many cards. */
async function make(count) {
  for (const phone_number of numbers(count)) await emulator.create({ phone_number, first_name: 'Old' });
}

const sent = async () =>
  (await emulator.requests())
    .filter(({ method }) => method === 'PATCH')
    .map(({ target }) => new URL(target, emulator.url).searchParams.get('phone_number'));

/** Returns phone number and result of each row. */
const results = () =>
  driver.executeScript(`
  return [...document.querySelectorAll('#many-rows tr')].map((row) => [row.querySelector('th bdi').textContent, row.dataset.result]);`);

const counted = async () => {
  const counts = {};
  for (const [, result] of await results()) counts[result] = (counts[result] ?? 0) + 1;
  return counts;
};

const isShown = (css) => page.find(css).isDisplayed();

/** Returns a function that waits for the next file that the page offers, and returns its text. */
async function downloads() {
  await driver.executeScript(`
    window.offered = [];
    const create = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
      blob.text().then((text) => offered.push(text));
      return create.call(URL, blob);
    };`);
  return async () => {
    await driver.wait(() => driver.executeScript('return offered.length > 0'), waitLimit);
    return (await driver.executeScript('return offered.pop()')).replace(/^\uFEFF/, '');
  };
}

describe(`many cards in ${browser}`, () => {
  test('checks a list before anything is sent, and sends only changes', async () => {
    await page.check('+15551234567,Johnny,Doe', '+15551230001,Ada', '+1 555 123 0002,Gracie', 'nonsense,x');
    assert.deepEqual(await results(), [
      ['+15551234567', 'ready'],
      ['+15551230001', 'unchanged'],
      ['+1 555 123 0002', 'invalid'],
      ['nonsense', 'invalid'],
    ]);
    assert.equal(
      await driver.switchTo().activeElement().getAttribute('id'),
      'many-result-title',
      'the result has the focus',
    );
    assert.deepEqual(await sent(), []);
    await page.press('#many-suggest');
    await page.waitForText('#many-start', /Send 2 updates/);
    await page.send(/Done/);
    assert.deepEqual(await counted(), { saved: 1, unchanged: 1, saved_inactive: 1, invalid: 1 });
    const bodies = (await emulator.requests())
      .filter(({ method }) => method === 'PATCH')
      .map(({ body }) => body)
      .sort();
    assert.deepEqual(bodies, ['{"first_name":"Gracie"}', '{"first_name":"Johnny"}']);
    await page.press('nav a[href="#cards"]');
    await page.waitForText('[data-number="+15551234567"]', /Johnny Doe/);
  });

  test('can be used with the keyboard alone', async () => {
    await page.open('#/import');
    await page.find('#many-text').sendKeys('+15551234567,Johnny');
    await page.find('#many-check').sendKeys(Key.ENTER);
    await page.waitForText('#many-result-title', /Checked/);
    const focused = () => driver.switchTo().activeElement();
    for (let presses = 0; (await focused().getAttribute('id')) !== 'many-start'; presses++) {
      assert.ok(presses < 5, 'Tab should reach it');
      // Not sendKeys of an element, as WebKit's driver accepts only one that can be typed into.
      await driver.actions().sendKeys(Key.TAB).perform();
    }
    await driver.actions().sendKeys(Key.ENTER).perform();
    await page.waitForText('#many-result-title', /Done/);
    assert.equal(
      await driver.switchTo().activeElement().getAttribute('id'),
      'many-result-title',
      'the focus is not lost',
    );
    await driver.wait(
      async () => /Done. 1 of 1 have ended. 1 saved/.test(await page.find('#status').getAttribute('textContent')),
      waitLimit,
      'it should be announced',
    );
  });

  test('pauses, resumes and cancels a run', async () => {
    await make(60);
    // The first rows end at once, the others take long enough for the run to be paused.
    await emulator.script({ method: 'PATCH', times: 8 }, { method: 'PATCH', delay_ms: 1_500, times: 60 });
    await page.check(...numbers(60).map(rename('New')));
    await page.send(/Sending/);
    await driver.wait(async () => (await page.find('#many-progress').getProperty('value')) >= 4, waitLimit);
    await page.press('#many-pause');
    await page.waitForText('#many-result-title', /^Paused$/);
    await page.waitForText('#many-pause', /Resume/);
    const before = await sent();
    assert.equal(before.length, await page.find('#many-progress').getProperty('value'));
    assert.ok(before.length < 60);
    await page.press('#many-pause');
    await driver.wait(
      async () => (await page.find('#many-progress').getProperty('value')) >= before.length + 4,
      waitLimit,
    );
    await page.press('#many-cancel');
    await page.waitForText('#many-result-title', /Done/);
    const { saved, cancelled, ...others } = await counted();
    assert.deepEqual(others, {});
    assert.equal(saved + cancelled, 60);
    assert.ok(cancelled > 0);
    assert.equal((await sent()).length, saved);
    assert.equal(await isShown('#many-again'), false, 'nothing failed');
  });

  test('sends 500 rows with faults once each, and those that failed again at the press of a button', async () => {
    await make(498);
    const faults = [
      { status: 400 },
      { status: 429 },
      { status: 500 },
      { status: 503 },
      { status: 200, body: '<html>' },
      { fault: 'truncate', apply: true },
    ];
    const expected = ['refused', 'refused', 'unknown', 'unknown', 'unknown', 'unknown'];
    const faultOf = (index) => (index % 20 === 7 ? Math.floor(index / 20) % faults.length : undefined);
    await emulator.script(
      ...numbers(498).flatMap((phone_number, index) =>
        faultOf(index) === undefined ? [] : [{ method: 'PATCH', phone_number, ...faults[faultOf(index)] }],
      ),
    );
    await page.check(...numbers(498).map(rename('New')), '+15551230002,Gracie', 'nonsense,X');
    await page.send(/./);
    await driver.wait(
      async () => (await page.find('#many-result-title').getProperty('innerText')) === 'Done',
      10 * waitLimit,
    );
    assert.deepEqual(await results(), [
      ...numbers(498).map((phone_number, index) => [
        phone_number,
        faultOf(index) === undefined ? 'saved' : expected[faultOf(index)],
      ]),
      ['+15551230002', 'saved_inactive'],
      ['nonsense', 'invalid'],
    ]);
    const first = await sent();
    assert.equal(first.length, 499);
    assert.equal(new Set(first).size, 499, 'none is sent twice');

    const offered = await downloads();
    await page.press('#many-export');
    const lines = (await offered()).split('\r\n');
    assert.equal(lines[0], 'phone_number,first_name,last_name,image_url,result,reason,trace_id');
    assert.equal(lines.length, 1 + 25 + 1);
    assert.match(lines[1], /^\+14440000007,New,,,refused,Phone number must be in E\.164 format,trace-\d+$/);

    await page.press('#many-filter option[value="failed"]');
    await driver.executeScript(`
      const filter = document.getElementById('many-filter');
      filter.value = 'failed';
      filter.dispatchEvent(new Event('change'));`);
    assert.equal(
      await driver.executeScript('return document.querySelectorAll("#many-rows tr:not([hidden])").length'),
      25,
    );
    await page.press('#many-again');
    await driver.wait(async () => (await counted()).saved === 498, waitLimit);
    const again = (await sent()).slice(499);
    const applied = numbers(498).filter((_, index) => faultOf(index) === 5);
    assert.deepEqual(
      again.sort(),
      numbers(498).filter((_, index) => faultOf(index) !== undefined && faultOf(index) !== 5),
      'rows that were saved are found by reading',
    );
    assert.ok(applied.length > 0);
  });

  test('pauses a run that is signed out until the user resumes it', async () => {
    await make(12);
    await page.check(...numbers(12).map(rename('New')));
    await emulator.signIn(false);
    await page.send(/^Paused$/);
    await page.waitForText('#many-halted', /Sign in/);
    await emulator.signIn(true);
    await page.press('#many-pause');
    await page.waitForText('#many-result-title', /Done/);
    await page.press('#many-again');
    await driver.wait(async () => (await counted()).saved === 12, waitLimit);
  });
});
