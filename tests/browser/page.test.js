// Journeys through the page, in the browser that BROWSER names, against a local Linq.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import axe from 'axe-core';
import { By, Key, until } from 'selenium-webdriver';
import { startEmulator } from '../emulator.js';
import { browser, open } from './browsers.js';

const number = '+15551234567';
const patience = 10_000;

let linq;
let driver;
before(async () => {
  linq = await startEmulator('--www', process.env.LINQ_WWW, '--budget', 'off');
  driver = await open();
});
after(async () => {
  await driver?.quit();
  await linq?.stop();
});
beforeEach(async () => {
  await linq.reset();
  await linq.settings({ budget: null });
  await driver.get(linq.url);
});

const find = (id) => driver.findElement(By.id(id));
const text = async (id) => (await find(id)).getText();
const visible = async (id) => driver.wait(until.elementIsVisible(await find(id)), patience, `${id} should be seen`);
const shows = async (id, pattern) => driver.wait(async () => pattern.test(await text(id)), patience, `${id} should say ${pattern}`);

/** Opens a card from the list. */
async function openCard(phone_number = number) {
  const button = await driver.wait(until.elementLocated(By.css(`[data-number="${phone_number}"]`)), patience);
  await button.click();
  await driver.wait(async () => (await find('editor-body').isDisplayed()) && (await text('picture-number')) === phone_number, patience);
}

/** Types over what a field holds. */
async function type(id, value) {
  const field = await find(id);
  await field.sendKeys(Key.chord(Key.CONTROL, 'a'));
  await field.sendKeys(value || Key.BACK_SPACE);
}

const writes = async () => (await linq.requests()).filter(({ method }) => method === 'PATCH');

describe(`the page in ${browser}`, () => {
  test('a card is renamed, and the rest of it is kept', async () => {
    await openCard();
    await type('first_name', 'Johnny');
    await find('save').click();
    await shows('outcome-title', /^Saved$/);
    assert.deepEqual(await linq.card(number), {
      phone_number: number, first_name: 'Johnny', last_name: 'Doe', is_active: true,
      image_url: 'https://cdn.linqapp.com/contact-card/example.jpg',
    });
    assert.equal(await find('first_name').getAttribute('value'), 'Johnny');
    // Not getText: WebKit's driver leaves out the text of boxes that cut off what doesn't fit.
    assert.match(await driver.findElement(By.css(`[data-number="${number}"]`)).getProperty('innerText'), /Johnny Doe/);
    const [write] = await writes();
    assert.equal(write.body, '{"first_name":"Johnny"}', 'only what was changed is sent');
  });

  test('what will be sent is what is sent', async () => {
    await openCard();
    assert.match(await text('request-empty'), /no field is changed/);
    await type('first_name', 'Jo"hn');
    await type('image_url', 'https://example.com/new.png');
    const shown = (await text('request')).split('\n');
    await find('save').click();
    await shows('outcome-title', /^Saved$/);
    const [write] = await writes();
    assert.equal(shown[0], `${write.method} ${write.target}`);
    assert.equal(shown.at(-1), write.body);
    assert.match(await find('image_url').getAttribute('value'), /^https:\/\/cdn\.linqapp\.com\//, "the form shows Linq's answer");
  });

  test('the keyboard is enough', async () => {
    await driver.wait(until.elementLocated(By.css(`[data-number="${number}"]`)), patience);
    const focused = () => driver.switchTo().activeElement();
    const tabTo = async (wanted) => {
      for (let presses = 0; presses < 40; presses++) {
        await focused().sendKeys(Key.TAB);
        if (await wanted(await focused())) return;
      }
      assert.fail('it should be reached by Tab');
    };
    await tabTo(async (element) => (await element.getAttribute('data-number')) === number);
    await focused().sendKeys(Key.ENTER);
    await visible('editor-body');
    await tabTo(async (element) => (await element.getAttribute('id')) === 'last_name');
    await focused().sendKeys(Key.chord(Key.CONTROL, 'a'));
    await focused().sendKeys('Smith', Key.ENTER);
    await shows('outcome-title', /^Saved$/);
    assert.equal((await linq.card(number)).last_name, 'Smith');
  });

  test('messages are tied to their fields as one types, and nothing is sent', async () => {
    await openCard();
    for (const [field, value, message] of [
      ['image_url', 'http://example.com/a.png', /Picture URL must be a public URL that starts with https/],
      ['last_name', '', /Last name must not be empty/],
    ]) {
      await type(field, value);
      await shows(`${field}-error`, message);
      assert.equal(await find(field).getAttribute('aria-invalid'), 'true');
      assert.match(await find(field).getAttribute('aria-describedby'), new RegExp(`${field}-error`));
    }
    await find('save').click();
    await visible('summary');
    assert.equal(await driver.switchTo().activeElement().getAttribute('id'), 'summary');
    await driver.findElement(By.css('#summary-list a')).click();
    assert.equal(await driver.switchTo().activeElement().getAttribute('id'), 'last_name');
    assert.deepEqual(await writes(), []);
    await find('undo').click();
    assert.equal(await find('last_name').getAttribute('value'), 'Doe');
    assert.equal(await text('image_url-error'), '');
  });

  test('a number is judged as it is typed, and a better one is offered, never put in', async () => {
    for (const [typed, message] of [
      ['555-1234', /must start with \+/],
      ['+0555', /must not start with 0/],
      ['+1234567890123456', /too long/],
      ['+１５５５', /only the digits 0 to 9/],
    ]) {
      await type('open-number', typed);
      await shows('open-error', message);
    }
    await type('open-number', '+1 555 123 4567');
    await shows('open-suggestion', /Use \+15551234567/);
    assert.equal(await find('open-number').getAttribute('value'), '+1 555 123 4567');
    await find('open-suggestion').click();
    await find('open-number').sendKeys(Key.ENTER);
    await driver.wait(async () => (await text('picture-number')) === number, patience);
    await type('open-number', '+19999999999');
    await find('open-number').sendKeys(Key.ENTER);
    await shows('list-state', /no card yet/);
  });

  test('each error has its words, and what was typed stays', async () => {
    await openCard();
    await type('first_name', 'Jane');
    for (const [answer, title, body] of [
      [{ status: 400 }, /did not accept/, /Nothing was changed/],
      [{ status: 401 }, /sign in again/, /Sign in in another tab/],
      [{ status: 403 }, /not yours/, /Nothing was changed/],
      [{ status: 404 }, /no active card/, /Nothing was changed/],
      [{ status: 409 }, /another state/, /Nothing was changed/],
      [{ status: 418 }, /refused the change/, /Nothing was changed/],
      [{ status: 422 }, /did not accept/, /Nothing was changed/],
      [{ status: 429 }, /Too many changes/, /Try again in 10 minutes/],
      [{ status: 500 }, /had a problem/, /not known whether/],
      [{ status: 503 }, /had a problem/, /not known whether/],
      [{ status: 200, body: '<html>' }, /made no sense/, /not known whether/],
      // Browsers try again by themselves on every connection that they kept open.
      [{ fault: 'reset', times: 50 }, /No connection/, /not known whether/],
    ]) {
      await linq.script({ method: 'PATCH', ...answer });
      await find('save').click();
      await shows('outcome-title', title);
      await shows('outcome-text', body);
      if (answer.status >= 400) assert.match(await text('trace-id'), /^trace-/);
      assert.match(await find('status').getAttribute('textContent'), title, 'it is said aloud');
      assert.equal(await find('first_name').getAttribute('value'), 'Jane');
    }
    assert.equal((await linq.card(number)).first_name, 'John');
  });

  test('a card that is saved but not active says so', async () => {
    await openCard('+15551230002');
    await type('first_name', 'Gracie');
    await find('save').click();
    await shows('outcome-title', /Saved, not active yet/);
    assert.equal(await text('picture-state'), 'Not active yet');
  });

  test('a double click and Enter send once', async () => {
    await openCard();
    await linq.script({ method: 'PATCH', delay_ms: 300 });
    await type('first_name', 'Once');
    await driver.actions().doubleClick(await find('save')).perform();
    await find('first_name').sendKeys(Key.ENTER);
    await shows('outcome-title', /^Saved$/);
    assert.equal((await writes()).length, 1);
  });

  test('the budget can be lifted on the page', async () => {
    await linq.settings({ budget: 1 });
    await driver.navigate().refresh();
    await openCard();
    for (const [name, title] of [['One', /^Saved$/], ['Two', /Too many changes/]]) {
      await type('first_name', name);
      await find('save').click();
      await shows('outcome-title', title);
    }
    await driver.findElement(By.css('#local summary')).click();
    await find('budget').click();
    await driver.wait(async () => (await (await fetch(`${linq.url}/emulator/settings`)).json()).budget === null, patience);
    await find('save').click();
    await shows('outcome-title', /^Saved$/);
  });

  test('names in any direction and of any length fit', async () => {
    await openCard('+972545550003');
    assert.match(await text('picture-name'), /נועה/);
    await type('first_name', 'x'.repeat(300));
    const wider = await driver.executeScript('return document.documentElement.scrollWidth - document.documentElement.clientWidth');
    assert.equal(wider, 0, 'the page does not scroll sideways');
  });

  test('the page keeps to its Content-Security-Policy, and says nothing to the console', async () => {
    const { headers } = await fetch(linq.url);
    assert.match(headers.get('content-security-policy'), /script-src 'self' 'wasm-unsafe-eval';/);
    assert.doesNotMatch(headers.get('content-security-policy'), /unsafe-inline|'unsafe-eval'/);
    await driver.executeScript(`
      window.troubles = [];
      addEventListener('securitypolicyviolation', (event) => troubles.push(event.violatedDirective));
      addEventListener('error', (event) => troubles.push(event.message));
      addEventListener('unhandledrejection', (event) => troubles.push(String(event.reason)));`);
    await openCard();
    await type('first_name', 'Quiet');
    await find('save').click();
    await shows('outcome-title', /^Saved$/);
    assert.deepEqual(await driver.executeScript('return troubles'), []);
  });

  test('axe finds nothing, in the main states', async () => {
    await driver.executeScript(axe.source);
    const violations = () => driver.executeAsyncScript(`
      const done = arguments[arguments.length - 1];
      axe.run(document).then(({ violations }) => done(violations.map(({ id, nodes }) => [id, nodes[0].html])));`);
    assert.deepEqual(await violations(), [], 'the list');
    await openCard();
    assert.deepEqual(await violations(), [], 'a card');
    await type('image_url', 'nonsense');
    await find('save').click();
    await visible('summary');
    assert.deepEqual(await violations(), [], 'issues');
    await find('undo').click();
    await linq.script({ method: 'PATCH', status: 429 });
    await type('first_name', 'Jane');
    await find('save').click();
    await visible('outcome');
    await driver.findElement(By.css('#local summary')).click();
    assert.deepEqual(await violations(), [], 'an error');
  });

  test('a server that is gone is told', async () => {
    const other = await startEmulator('--www', process.env.LINQ_WWW);
    await driver.get(other.url);
    await openCard();
    await other.stop();
    await type('first_name', 'Jane');
    await find('save').click();
    await shows('outcome-title', /No connection/);
    assert.equal(await find('first_name').getAttribute('value'), 'Jane');
  });
});
