// What the runs of other tabs have to do with those of the page, in the browser that BROWSER names, with an emulator.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { browser } from '../support/browsers.js';
import { waitLimit } from '../support/limits.js';
import { manyNumbers } from './numbers.js';
import { startSession } from './session.js';
import { updatesOf } from './updates.js';

// Browsers repeat a request whose kept-alive connection breaks.
const { driver, emulator, page } = await startSession('--budget', 'off', '--close-connections');
let first;
beforeEach(async () => {
  await page.open();
  await driver.executeScript('localStorage.clear()');
  first = await driver.getWindowHandle();
});
afterEach(async () => {
  for (const handle of await driver.getAllWindowHandles()) {
    if (handle === first) continue;
    await driver.switchTo().window(handle);
    await driver.close();
  }
  await driver.switchTo().window(first);
});

/** Creates this many cards. */
async function make(count) {
  for (const phone_number of manyNumbers(count)) await emulator.create({ phone_number, first_name: 'Old' });
}

/** Checks a list that renames this many cards. */
const check = (count, name = 'New') => page.check(...manyNumbers(count).map((number) => `${number},${name}`));

/** Opens a second tab: a window, as WebKit draws nothing in a tab behind another one. */
async function openSecond() {
  await driver.switchTo().newWindow('window');
  return driver.getWindowHandle();
}

/** Has the storage refuse what is stored of runs. */
const refuseRuns = () =>
  driver.executeScript(`
    const { setItem } = Storage.prototype;
    Storage.prototype.setItem = function (key, text) {
      if (key.includes('.run.') || key.includes('.probe')) throw new DOMException('full', 'QuotaExceededError');
      return setItem.call(this, key, text);
    };`);

/** Returns the numbers of the updates that the emulator received. */
const sent = async () => (await updatesOf(emulator)).map(([number]) => number).sort();
const isShown = (css) => page.find(css).isDisplayed();
const until = (condition, what) => driver.wait(condition, waitLimit, what);

describe(`a run of another tab that isn’t stored in ${browser}`, () => {
  test('has nothing else sent until it is done, and nothing twice after that', async () => {
    await make(8);
    await check(8);
    await page.toSend();
    await refuseRuns();
    const second = await openSecond();
    await check(8);
    await refuseRuns();
    await page.sendAndPause();
    const before = await sent();
    await driver.switchTo().window(first);
    await page.press('#import-start');
    await page.waitForText('#import-interrupted', /A run is open in another tab[\s\S]*its numbers are not known here/);
    await page.waitForText('#status', /before you send anything else/);
    assert.deepEqual(await sent(), before);
    await driver.switchTo().window(second);
    await page.press('#import-pause');
    await page.waitForText('#import-result', /All 8 updates are saved/);
    await driver.switchTo().window(first);
    await until(async () => !(await isShown('#import-interrupted')), 'the notice should be hidden');
    await page.press('#import-start');
    await page.waitForText('#import-result', /All 8 updates are saved/);
    assert.deepEqual(await sent(), manyNumbers(8), 'each number once');
  });

  test('has what has failed not sent again either', async () => {
    await make(8);
    await emulator.script({ method: 'PATCH', status: 400, times: 8 });
    await check(8);
    await page.send(/Done, 8 failed/);
    await emulator.script();
    const second = await openSecond();
    await check(8, 'Newer');
    await refuseRuns();
    await page.sendAndPause();
    const before = await sent();
    await driver.switchTo().window(first);
    await page.press('#import-again');
    await page.waitForText('#import-interrupted', /its numbers are not known here/);
    assert.deepEqual(await sent(), before);
    await driver.switchTo().window(second);
    await page.press('#import-cancel');
    await page.waitForText('#import-send-title', /^Done/);
    await driver.switchTo().window(first);
    await until(async () => !(await isShown('#import-interrupted')), 'the notice should be hidden');
    await page.press('#import-again');
    await page.waitForText('#import-left', /^4 to decide$/);
    assert.equal((await sent()).length, before.length + 4, 'what was saved by the other tab is compared first');
  });
});

describe(`a run that ends in another tab in ${browser}`, () => {
  test('is not shown as one that isn’t stored until its lock is released', async () => {
    await make(8);
    await check(8);
    await driver.executeScript(`
      const { request } = LockManager.prototype;
      const released = new Promise(() => {});
      LockManager.prototype.request = function (name, options, callback) {
        return request.call(this, name, options, async () => {
          await callback();
          await released;
        });
      };`);
    await page.sendAndPause();
    const second = await openSecond();
    await page.openImport();
    await page.waitForText('#import-interrupted-title', /is open in another tab$/);
    await driver.switchTo().window(first);
    await page.press('#import-pause');
    await page.waitForText('#import-result', /All 8 updates are saved/);
    await driver.switchTo().window(second);
    await until(async () => !(await isShown('#import-interrupted')), 'the notice should be hidden');
    const held = () =>
      driver.executeAsyncScript('const [settle] = arguments; navigator.locks.query().then(({ held }) => settle(held))');
    assert.equal((await held()).filter(({ name }) => name.includes('.run.')).length, 1, 'the lock is held');
    assert.equal(await isShown('#import-interrupted'), false);
  });
});

describe(`an undo and an interrupted run in ${browser}`, () => {
  test('is offered what blocks it, and can be sent after that', async () => {
    await make(8);
    await check(8);
    await page.send(/Done/);
    await openSecond();
    await check(8, 'Newer');
    await page.sendAndPause();
    await driver.close();
    await driver.switchTo().window(first);
    assert.equal(await isShown('#import-interrupted'), false, 'the results are shown');
    await page.press('#import-undo');
    await page.waitForText('#import-interrupted-title', /is paused: \d of 8 done$/);
    await page.press('#import-back');
    await until(async () => !(await isShown('#import-interrupted')), 'the notice should be hidden with the results');
    await page.press('#import-undo');
    await page.waitForText('#import-interrupted-title', /is paused/);
    await page.press('#import-discard');
    await page.press('#import-discard-yes');
    await page.waitForText('#import-start', /Undo 8 updates/);
    assert.equal(await isShown('#import-other-runs'), false);
  });
});

describe(`a run that is open in another tab in ${browser}`, () => {
  test('is shown as paused or not, as it is', async () => {
    await make(20);
    await check(20);
    await page.sendAndPause();
    const second = await openSecond();
    await page.openImport();
    await page.waitForText('#import-interrupted-text', /^It is paused\./);
    await driver.switchTo().window(first);
    await emulator.script({ method: 'PATCH', delay_ms: 60_000 });
    await page.press('#import-pause');
    await page.waitForText('#import-pause', /^Pause$/);
    await driver.switchTo().window(second);
    await page.waitForText('#import-interrupted-text', /^If you move it here, it stops in that tab/);
    await driver.switchTo().window(first);
    await page.press('#import-pause');
    await driver.switchTo().window(second);
    await page.waitForText('#import-interrupted-text', /^It is paused\./);
  });

  test('has its numbers left out by a run that was started as they were shown, although it ends meanwhile', async () => {
    await make(12);
    await check(8);
    await page.sendAndPause();
    const second = await openSecond();
    await check(12, 'Newer');
    await page.toSend();
    await page.waitForText('#import-other-runs', /^4 numbers are in the run of/);
    const shown = await page.find('#import-start').getText();
    const release = await page.holdSearch();
    await page.press('#import-start');
    await page.waitForText('#import-start', /^Starting…$/);
    await driver.switchTo().window(first);
    await page.press('#import-pause');
    await page.waitForText('#import-result', /All 8 updates are saved/);
    await driver.switchTo().window(second);
    await release();
    await page.waitForText('#import-send-title', /^Done/);
    assert.equal(shown, 'Send 8 updates');
    await page.waitForText('#import-result', /^8 of 12 updates saved/);
  });
});

describe(`a run that is being restored in ${browser}`, () => {
  async function interruptRun() {
    await make(8);
    await check(8);
    await page.sendAndPause();
    await page.openImport();
    await page.waitForText('#import-interrupted-title', /is paused/);
  }

  test('is offered again where another tab takes it meanwhile', async () => {
    await interruptRun();
    await driver.executeScript(`
      const { fetch } = window;
      const released = new Promise((settle) => { window.release = settle; });
      window.fetch = async (...request) => {
        await released;
        return fetch(...request);
      };`);
    await page.press('#import-resume');
    await page.waitForText('#import-interrupted-text', /^Reading/);
    await driver.executeAsyncScript(`
      const [settle] = arguments;
      navigator.locks.query().then(({ held }) => {
        const { name } = held.find((lock) => lock.name.includes('.run.'));
        navigator.locks.request(name, { steal: true }, () => {
          settle();
          return new Promise(() => {});
        });
      });`);
    await driver.executeScript('window.release()');
    await page.waitForText('#import-interrupted-title', /is open in another tab$/);
    await page.waitForText('#import-interrupted-text', /another tab has taken or discarded the run/);
    assert.equal(await isShown('#import-move'), true);
    assert.equal(await isShown('#import-send-rows'), false);
  });

  test('is not shown where the user signs out meanwhile', async () => {
    await interruptRun();
    const before = await sent();
    // Each slice of work waits until it is released.
    await driver.executeScript(`
      window.slices = [];
      let time = 0;
      performance.now = () => (time += 100);
      const wait = () => new Promise((settle) => window.slices.push(settle));
      Object.defineProperty(window, 'scheduler', { value: { yield: wait }, configurable: true });`);
    await page.press('#import-resume');
    const isWaiting = () => driver.executeScript('return window.slices.length > 0');
    // The header, the rows and the entries.
    for (let step = 0; step < 3; step += 1) {
      await until(isWaiting, 'the run should be read');
      if (step < 2) await driver.executeScript('window.slices.shift()()');
    }
    await driver.executeScript(
      "new BroadcastChannel('contact-cards session').postMessage({ type: 'left', user: '' });",
    );
    await until(async () => !(await isShown('#import-interrupted')), 'the notice should be hidden');
    await driver.executeAsyncScript(`
      const [settle] = arguments;
      (async () => {
        for (let step = 0; step < 200; step += 1) {
          for (const release of window.slices.splice(0)) release();
          await new Promise((next) => setTimeout(next));
        }
        settle();
      })();`);
    assert.equal(await isShown('#import-send-rows'), false);
    assert.equal(await isShown('#import-bar'), false);
    await page.waitForText('#import-send-title', /^Send$/);
    assert.deepEqual(await sent(), before);
    assert.deepEqual(
      await driver.executeScript("return Object.keys(localStorage).filter((key) => key.includes('.run.'))"),
      [],
    );
  });
});
