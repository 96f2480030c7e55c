// What the dashboard costs the main thread of Chromium with 5,000 cards and a list of 5,000 rows: prints figures and goals.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { By } from 'selenium-webdriver';
import { open } from '../../tests/js/support/browsers.js';
import { variable } from '../../tests/js/support/environment.js';
import { startEmulator } from '../../tests/js/support/emulator.js';
import { figure, print } from '../table.js';
import { enableTrace, measure, measureNavigation, measureScript } from './trace.js';

const COUNT = 5_000;
/** How long something may take to appear, in milliseconds: no goal, but the timeout for a broken page. */
const LIMIT = 300_000;
/** The number of cards that are opened, and of keys that are pressed. */
const TIMES = 10;

const emulator = await startEmulator('--budget', 'off');
const server = fork(join(import.meta.dirname, 'server.js'), [variable('LINQ_WWW'), emulator.baseURL]);
const [{ url }] = await once(server, 'message');
const driver = await open(enableTrace);
await driver.manage().setTimeouts({ script: LIMIT });

/** Runs a script in the page. @param {string} script @param {unknown[]} values */
const run = (script, ...values) => driver.executeScript(script, ...values);

/**
 * Waits in the page itself until an expression holds: each check by the driver would be work of the main thread.
 *
 * @param {string} expression
 */
const waitFor = (expression) =>
  driver.executeAsyncScript(`
    const done = arguments[0];
    const check = () => (${expression}) ? done() : setTimeout(check, 20);
    check();`);

/** Returns the phone number of a card. @param {number} index */
const number = (index) => `+1444${String(index).padStart(7, '0')}`;

/** @type {string[][]} */
const rows = [];
let areMet = true;

/**
 * Adds a figure to the table.
 *
 * @param {string} what @param {number} value @param {number} goal @param {string} unit
 */
function report(what, value, goal, unit) {
  const isMet = value <= goal;
  areMet &&= isMet;
  const format = (/** @type {number} */ each) => (unit ? figure(each, unit) : each.toFixed(3));
  rows.push([what, format(value), format(goal), isMet ? 'met' : 'missed']);
}

/** Fills the account. */
async function createCards() {
  const numbers = Array.from({ length: COUNT }, (_, index) => number(index));
  const worker = async () => {
    for (let next = numbers.pop(); next; next = numbers.pop())
      await emulator.create({ phone_number: next, first_name: `Card ${next.slice(-4)}`, last_name: 'Bench' });
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

async function measureList() {
  // Warm: the browser has compiled the page once.
  await driver.get(`${url}/#/cards`);
  await waitFor("document.querySelector('[data-number]')");
  await driver.get('about:blank');
  const first = await measureNavigation(driver, async () => {
    await driver.get(`${url}/#/cards`);
    await waitFor("document.querySelector('[data-number]')");
  });
  report('first list', first.total, 300, 'ms');
}

async function measureCards() {
  const totals = [];
  for (let index = 0; index < TIMES; index++) {
    await run(
      `const rows = [...document.querySelectorAll('[data-number]')];
       window.row = rows[1 + arguments[0] % (rows.length - 2)];`,
      index,
    );
    const { total } = await measureScript(
      driver,
      'row.click()',
      // It is shown at once, and read again.
      "document.querySelector('contact-card-editor:not([data-reading])')?.card?.phone_number === row.dataset.number",
    );
    totals.push(total);
  }
  report('open a card (median)', median(totals), 50, 'ms');
  report('open a card (slowest)', Math.max(...totals), 50, 'ms');
}

async function measureSearch() {
  const totals = [];
  // The driver would focus the field with the first key.
  await driver.findElement(By.css('#search')).click();
  for (const key of 'card 4999 b'.slice(0, TIMES)) {
    const { total } = await measure(driver, () => driver.actions().sendKeys(key).perform());
    totals.push(total);
  }
  report('a key in the search (median)', median(totals), 50, 'ms');
  report('a key in the search (slowest)', Math.max(...totals), 50, 'ms');
}

async function measureImport() {
  await driver.get('about:blank');
  await driver.get(`${url}/#/import`);
  await waitFor("!document.querySelector('#import-view').hidden");
  const lines = Array.from({ length: COUNT }, (_, index) => `${number(index)},Renamed ${index},Row`);
  await run(
    `const field = document.querySelector('#import-text');
     field.value = arguments[0];
     field.dispatchEvent(new Event('input', { bubbles: true }));`,
    lines.join('\n'),
  );
  const check = await measure(driver, async () => {
    await run("document.querySelector('#import-check').click()");
    await waitFor("/5,?000/.test(document.querySelector('#import-to-send').textContent)");
  });
  report(`check ${COUNT} rows`, check.total, 500, 'ms');
  report('its longest task', check.longest, 50, 'ms');
  await run("document.querySelector('#import-to-send').click()");
  await waitFor("document.querySelector('#import-start').checkVisibility()");
  const sending = await measure(driver, async () => {
    await run("document.querySelector('#import-start').click()");
    await waitFor(
      "document.querySelector('#import-new').checkVisibility() && document.querySelector('#import-send-title').textContent !== 'Sending'",
    );
  });
  report(`send ${COUNT} rows`, sending.elapsed / 1_000, 60, 's');
  report('its longest task', sending.longest, 100, 'ms');
}

/** Reports how far the content moved by itself, from an empty window to a card that is open. */
async function measureShift() {
  await driver.get('about:blank');
  await driver.get(`${url}/#/cards`);
  await run(`
    window.shift = 0;
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });`);
  await waitFor("document.querySelector('[data-number]')");
  await run("document.querySelector('[data-number]').click()");
  await waitFor("document.querySelector('contact-card-editor')?.card");
  await driver.sleep(1_000);
  report('layout shift', await run('return shift'), 0.02, '');
}

/** @param {number[]} values */
const median = (values) => /** @type {number} */ (values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]);

try {
  await createCards();
  for (const each of [measureList, measureCards, measureSearch, measureShift, measureImport]) await each();
  print(`the dashboard with ${COUNT} cards`, ['measured', 'goal', ''], rows);
} finally {
  await driver.quit();
  server.kill();
  await emulator.stop();
}
process.exitCode = areMet ? 0 : 1;
