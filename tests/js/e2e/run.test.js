// The dashboard's runs of many updates, in the browser that BROWSER names, with an emulator.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { browser } from '../support/browsers.js';
import { waitLimit } from '../support/limits.js';
import { manyNumbers } from './numbers.js';
import { startSession } from './session.js';
import { updatesOf } from './updates.js';

// Browsers repeat a request whose kept-alive connection breaks.
const { driver, emulator, page } = await startSession('--budget', 'off', '--close-connections');
beforeEach(async () => {
  await page.open();
  await driver.executeScript('localStorage.clear()');
});

const john = '+15551234567';
const ada = '+15551230001';
const grace = '+15551230002';

const rename = (name) => (phone_number) => `${phone_number},${name}`;

/** Creates this many cards. */
async function make(count) {
  for (const phone_number of manyNumbers(count)) await emulator.create({ phone_number, first_name: 'Old' });
}

/** Sends updates of this many cards, and pauses after the first few. */
async function pauseRun(count) {
  await make(count);
  await page.check(...manyNumbers(count).map(rename('New')));
  await page.sendAndPause();
}

/** Returns the numbers of the updates that the emulator received. */
const sent = async () => (await updatesOf(emulator)).map(([number]) => number);

/** Returns number and result of each row on the page of the table. */
const shown = () =>
  driver.executeScript(`
    return [...document.querySelectorAll('#import-send-rows tbody tr')].map((row) =>
      [row.querySelector('th > bdi').textContent, row.dataset.result]);`);

/** Returns number and result of each row, of all pages. */
async function results() {
  await page.press('#import-send-rows [data-filter="all"]');
  const rows = await shown();
  const next = '#import-send-rows .toolbar [data-step="1"]';
  while ((await page.find(next).isDisplayed()) && (await page.find(next).getAttribute('aria-disabled')) === 'false') {
    await page.press(next);
    rows.push(...(await shown()));
  }
  return rows;
}

/** Returns how many rows have each result. */
const counted = async () => {
  const counts = {};
  for (const [, result] of await results()) counts[result] = (counts[result] ?? 0) + 1;
  return counts;
};

const ended = () => page.find('#import-progress').getProperty('value');
const isShown = (css) => page.find(css).isDisplayed();
const focused = () => driver.executeScript('return document.activeElement.id');

/** Waits until a condition holds. */
const until = (condition, what) => driver.wait(condition, waitLimit, what);

/** Returns the ids of the buttons that are shown as the one to press next. */
const primaries = () =>
  driver.executeScript(`
    const probe = document.body.appendChild(document.createElement('span'));
    probe.style.color = 'var(--accent)';
    const accent = getComputedStyle(probe).color;
    probe.remove();
    return [...document.querySelectorAll('#import-view button')]
      .filter((button) => button.offsetParent && getComputedStyle(button).backgroundColor === accent)
      .map(({ id }) => id);`);

/** Waits until only the button with this id, or none, is shown as the one to press next: its color changes in a transition. */
const waitForPrimary = (id = '') =>
  until(async () => (await primaries()).join() === id, `the button to press next should be #${id}`);

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
    await until(() => driver.executeScript('return offered.length > 0'));
    return (await driver.executeScript('return offered.pop()')).replace(/^\uFEFF/, '');
  };
}

describe(`a run of updates in ${browser}`, () => {
  test('sends only what changes, and its cards are in the list', async () => {
    await page.check(`${john},Johnny,Doe`, `${ada},Ada`, '+1 555 123 0002,Gracie', 'nonsense,x');
    assert.equal(await focused(), 'import-fix-title', 'the step has the focus');
    assert.deepEqual(await sent(), []);
    await page.press('#import-suggest');
    await page.waitForText('#import-to-send', /2 updates/);
    await page.toSend();
    assert.equal(await focused(), 'import-send-title', 'the step has the focus');
    await page.waitForText('#import-cost', /2 updates, one write each/);
    await page.waitForText('#import-fix-summary', /2 to send · 1 to fix, not sent · 1 unchanged/);
    await page.press('#import-start');
    await page.waitForText('#import-send-title', /Done/);
    await page.waitForText('#import-result', /All 2 updates are saved\.\s+1 not active yet/);
    assert.deepEqual(await counted(), { saved: 1, saved_inactive: 1 });
    const bodies = (await emulator.requests()).filter(({ method }) => method === 'PATCH').map(({ body }) => body);
    assert.deepEqual(bodies.sort(), ['{"first_name":"Gracie"}', '{"first_name":"Johnny"}']);
    await page.press('nav a[href="#/cards"]');
    await page.waitForText(`[data-number="${john}"]`, /Johnny Doe/);
  });

  test('compares with a card that was edited after the list was checked', async () => {
    await page.check(`${john},Johnny`, `${ada},Augusta`);
    await page.press('nav a[href="#/cards"]');
    await page.select(john);
    await page.waitForText('.contact-card-which', /5551234567/);
    await page.save('Johnny');
    await page.waitForStatus(/Saved/);
    await page.press('nav a[href="#/import"]');
    await page.toSend();
    await page.waitForText('#import-fix-summary', /1 to send · 1 unchanged/);
    await page.waitForText('#import-start', /Send 1 update/);
  });

  test('pauses, resumes and cancels', async () => {
    await make(60);
    await page.check(...manyNumbers(60).map(rename('New')));
    await page.sendAndPause();
    await page.waitForText('#import-pause', /Resume/);
    const before = await sent();
    assert.equal(before.length, await ended());
    await page.waitForText('#import-progress-label', new RegExp(`^${before.length} of 60 done`));
    assert.ok(before.length < 60);
    await page.pressTogether('import-pause', 'import-cancel');
    await page.waitForText('#import-send-title', /Done/);
    const { saved, cancelled, ...others } = await counted();
    assert.deepEqual(others, {});
    assert.equal(saved + cancelled, 60);
    assert.ok(saved > before.length, 'what was in flight is saved');
    assert.ok(cancelled > 0);
    assert.equal((await sent()).length, saved);
    await page.waitForText('#import-again', new RegExp(`^Send the ${cancelled} cancelled$`));
    await waitForPrimary();
    await page.press('#import-again');
    await page.waitForText('#import-result', /All 60 updates are saved/);
    assert.deepEqual((await sent()).sort(), manyNumbers(60), 'each once');
    assert.equal(await isShown('#import-again'), false);
  });

  test('stays paused after a double-click', async () => {
    await make(20);
    await page.check(...manyNumbers(20).map(rename('New')));
    await emulator.script({ method: 'PATCH', delay_ms: 60_000 });
    await page.send(/Sending/);
    // A driver's own clicks are too far apart on a slow machine to be one double-click.
    await driver.executeScript(`
      for (const detail of [1, 2])
        document.getElementById('import-pause').dispatchEvent(new MouseEvent('click', { bubbles: true, detail }));`);
    await page.waitForText('#import-send-title', /^Pausing/);
    await page.waitForText('#import-pause', /^Resume$/);
  });

  test('shows at once that it was started, and sends only what was shown', async () => {
    await make(3);
    await page.check(...manyNumbers(3).map(rename('New')));
    await page.toSend();
    const release = await page.holdSearch();
    await page.press('#import-start');
    await page.waitForText('#import-start', /^Starting…$/);
    assert.equal(await page.find('#import-start').getAttribute('aria-disabled'), 'true');
    assert.deepEqual(await sent(), []);
    await release();
    await page.waitForText('#import-result', /All 3 updates are saved/);
  });

  test('shows that it waits for what is in flight once it is cancelled', async () => {
    await make(9);
    await page.check(...manyNumbers(9).map(rename('New')));
    await emulator.script({ method: 'PATCH', phone_number: manyNumbers(1)[0], delay_ms: 60_000 });
    await page.send(/Sending/);
    await page.waitForText('#import-progress-label', /8 of 9 done/);
    await page.find('#import-cancel').click();
    await page.waitForText('#import-send-title', /^Cancelling…$/);
    await page.waitForText('#import-left', /^Waiting for 1 response$/);
    for (const id of ['pause', 'cancel']) assert.equal(await isShown(`#import-${id}`), false, id);
    assert.equal(await focused(), 'import-send-title');
  });

  test('sends 500 rows with faults once each, and those that failed again at the press of a button', async () => {
    await make(498);
    const faults = [
      { status: 400 },
      { status: 403 },
      { status: 500 },
      { status: 503 },
      { status: 200, body: '<html>' },
      { fault: 'truncate', apply: true },
    ];
    const expected = ['refused', 'refused', 'unknown', 'unknown', 'unknown', 'unknown'];
    const faultOf = (index) => (index % 20 === 7 ? Math.floor(index / 20) % faults.length : undefined);
    await emulator.script(
      ...manyNumbers(498).flatMap((phone_number, index) =>
        faultOf(index) === undefined ? [] : [{ method: 'PATCH', phone_number, ...faults[faultOf(index)] }],
      ),
    );
    await page.check(...manyNumbers(498).map(rename('New')), `${grace},Gracie`, 'nonsense,X');
    await page.send(/./);
    await driver.wait(
      async () => (await page.find('#import-send-title').getProperty('innerText')) === 'Done, 25 failed',
      10 * waitLimit,
    );
    assert.deepEqual(await results(), [
      ...manyNumbers(498).map((phone_number, index) => [
        phone_number,
        faultOf(index) === undefined ? 'saved' : expected[faultOf(index)],
      ]),
      [grace, 'saved_inactive'],
    ]);
    const first = await sent();
    assert.equal(first.length, 499);
    assert.equal(new Set(first).size, 499, 'none is sent twice');

    const offered = await downloads();
    await page.press('#import-export');
    const lines = (await offered()).split('\r\n');
    assert.equal(lines[0], 'phone_number,first_name,last_name,image_url,result,reason,trace_id');
    assert.equal(lines.length, 1 + 25 + 1);
    assert.match(
      lines[1],
      /^\+14440000007,New,,,refused,Linq refused the change\. Phone number must be in E\.164 format,trace-\d+$/,
    );

    await page.press('#import-send-rows [data-filter="failed"]');
    assert.equal((await shown()).length, 25);
    await page.press('#import-again');
    await until(async () => (await counted()).saved === 498);
    const again = (await sent()).slice(499);
    const applied = manyNumbers(498).filter((_, index) => faultOf(index) === 5);
    assert.deepEqual(
      again.sort(),
      manyNumbers(498).filter((_, index) => faultOf(index) !== undefined && faultOf(index) !== 5),
      'rows that were saved are found by reading',
    );
    assert.ok(applied.length > 0);
  });

  test('warns before the page is left where something would be lost, and only there', async () => {
    const warns = () => driver.executeScript("return !dispatchEvent(new Event('beforeunload', { cancelable: true }));");
    await page.check(`${john},Johnny`, `+1999,Missing`);
    assert.equal(await warns(), true, 'the list is not sent');
    await page.fill('#import-fix-rows tbody input', ada);
    await page.waitForText('#import-to-send', /2 updates/);
    assert.equal(await warns(), true, 'a row was fixed');
    await emulator.script({ method: 'PATCH', phone_number: ada, status: 400, times: 2 });
    await page.send(/Done/);
    assert.equal(await warns(), true, 'a row has failed');
    const offered = await downloads();
    await page.press('#import-export');
    await offered();
    assert.equal(await warns(), false, 'the rows that failed were exported');
    await page.press('#import-again');
    await page.waitForText('#import-send-title', /Done/);
    await until(async () => (await sent()).length === 3);
    assert.equal(await warns(), true, 'it has failed again');
    await page.press('#import-again');
    await page.waitForText('#import-result', /All 2 updates are saved/);
    assert.equal(await warns(), false, 'everything is saved');
    await page.press('#import-new');
    await page.check(`${john},Jon`, `+1999,Missing`);
    await page.send(/Done/);
    await page.waitForText('#import-result', /1 to fix, so not sent/);
    assert.equal(await warns(), true, 'a row is still to be fixed');
  });

  test('pauses when it is signed out, until the user resumes it', async () => {
    // Fewer than are in flight at once: no row is left that could be sent.
    for (const count of [3, 12]) {
      await make(count);
      await page.check(...manyNumbers(count).map(rename(`New ${count}`)));
      await emulator.signIn(false);
      await page.send(/^Paused$/);
      await page.waitForText('#import-halted', /Sign in/);
      await page.waitForText('#status', new RegExp(`^Paused\\. You are signed out\\. [^.]*\\. 0 of ${count} done$`));
      await waitForPrimary('import-pause');
      await page.press('#import-pause');
      await page.waitForText('.toast', /^You are still signed out\./);
      await emulator.signIn(true);
      await page.press('#import-pause');
      await page.waitForText('#import-result', new RegExp(`All ${count} updates are saved`));
      assert.equal(await isShown('#import-halted'), false);
      await emulator.reset();
      await page.open();
    }
  });

  test('has the notice of an interrupted run in view, wherever the page was scrolled', async (context) => {
    const { width, height } = await driver.manage().window().getRect();
    context.after(() => driver.manage().window().setRect({ width, height }));
    await make(12);
    await page.check(...manyNumbers(12).map(rename('New')));
    await page.sendAndPause();
    await driver.manage().window().setRect({ width: 1000, height: 600 });
    await driver.executeScript("scrollTo({ top: document.documentElement.scrollHeight, behavior: 'instant' })");
    await page.reload();
    await page.waitForText('#import-interrupted', /is paused/);
    await driver.wait(
      () =>
        driver.executeScript(`
          const { top, bottom } = document.getElementById('import-interrupted').getBoundingClientRect();
          return top >= 0 && bottom <= innerHeight;`),
      waitLimit,
      'it should be in view',
    );
  });

  test('holds a row whose card was saved in this page since the check', async () => {
    await page.check(`${john},Johnny`);
    await page.toSend();
    await page.press('nav a[href="#/cards"]');
    await page.select(john);
    await page.save('Jane');
    await page.waitForText('.toast', /^Saved/);
    await page.press('nav a[href="#/import"]');
    await page.press('#import-start');
    await page.waitForText('#import-send-rows', /Changed meanwhile/);
    assert.equal((await emulator.card(john)).first_name, 'Jane');
  });

  test('shows in the other views that it is going on', async () => {
    await make(5);
    await page.check(...manyNumbers(5).map(rename('New')));
    await page.sendAndPause();
    await page.press('nav a[href="#/cards"]');
    await page.waitForText('#import-going-on', /a run is paused$/);
    const height = () => driver.executeScript("return document.querySelector('header').offsetHeight");
    const before = await height();
    await emulator.script({ method: 'PATCH', delay_ms: 60_000 });
    await page.press('nav a[href="#/import"]');
    await page.press('#import-pause');
    await page.press('nav a[href="#/cards"]');
    await page.waitForText('#import-going-on', /a run is going on$/);
    assert.equal(await height(), before, 'nothing moves');
  });

  test('shows in the other views that it is paused after a reload', async () => {
    await pauseRun(5);
    await page.open();
    await until(() => isShown('#import-resumable'));
    await page.press('nav a[href="#/import"]');
    await page.waitForText(
      '#import-interrupted-text',
      /^It was paused, and then its page was closed or loaded again\./,
    );
    await page.press('#import-discard');
    await page.press('#import-discard-yes');
    await until(async () => !(await isShown('#import-resumable')));
  });

  test('is not left while it begins again', async () => {
    await make(4);
    await page.check(...manyNumbers(4).map(rename('New')));
    await emulator.script({ method: 'PATCH', status: 400, times: 4 });
    await page.send(/^Done, 4 failed$/);
    const release = await page.holdSearch();
    await page.press('#import-again');
    await page.waitForText('#import-again', /^Starting…$/);
    await page.press('#import-new');
    assert.equal(await isShown('#discard'), false);
    await release();
    await page.waitForText('#import-result', /All 4 updates are saved/);
  });

  test('ends with what failed, which is tried again first', async () => {
    await make(12);
    await page.check(...manyNumbers(12).map(rename('New')));
    await emulator.script({ method: 'PATCH', status: 400, times: 4 });
    await page.send(/^Done, 4 failed$/);
    assert.equal(await page.find('#import-send').getAttribute('data-tone'), 'bad');
    await waitForPrimary('import-again');
    await page.press('#import-again');
    await until(async () => (await counted()).saved === 12);
    await page.waitForText('#import-send-title', /^Done$/);
    assert.equal(await page.find('#import-send').getAttribute('data-tone'), 'good');
    await page.press('#import-new');
    await page.waitFor('#import-send[data-state="ahead"]:not([data-tone])');
  });
});

describe(`the results of a run in ${browser}`, () => {
  /** Sends an update of John's card, which is refused. */
  async function fail() {
    await page.check(`${john},Johnny`);
    await emulator.script({ method: 'PATCH', status: 400 });
    await page.send(/^Done, 1 failed$/);
  }

  test('lead from a row that has failed to its card, and back', async () => {
    await fail();
    await page.press('#import-send-rows .row-actions button');
    await page.waitForCard('John Doe');
    await page.press('#back-to-import');
    await page.waitForText('#import-send-title', /^Done, 1 failed$/);
  });

  test('show all rows once none is left of those that were chosen', async () => {
    await fail();
    await page.press('#import-send-rows [data-filter="failed"]');
    await page.press('#import-again');
    await page.waitForText('#import-send-title', /^Done$/);
    await page.waitFor('#import-send-rows [data-filter="all"][aria-pressed="true"]');
    assert.deepEqual(await shown(), [[john, 'saved']]);
  });

  test('name what an undo leaves out, as it is not known whether it was saved', async () => {
    await page.check(`${john},Johnny`, `${ada},Augusta`);
    await emulator.script({ method: 'PATCH', phone_number: john, fault: 'truncate', apply: true });
    await emulator.script({ method: 'GET', phone_number: john, status: 400, times: 9 });
    await page.send(/^Done, 1 failed$/);
    await page.press('#import-undo');
    await page.waitForText(
      '#import-lasting',
      /^1 update is unconfirmed, and not undone: try it again in the run before/,
    );
    await page.press('#import-start');
    await page.waitForText('#import-result', /The update with the old values is saved\.\s+1 update is unconfirmed/);
    assert.equal(await page.find('#import-send').getAttribute('data-tone'), 'warn');
  });
});

describe(`an interrupted run in ${browser}`, () => {
  test('reads what was in flight before anything is sent again', async () => {
    await page.openImport();
    await page.fill('#import-text', [`${john},Johnny`, `${ada},Augusta`].join('\n'));
    await page.checkAgain();
    // It is saved, but no response arrives before the page is loaded again.
    await emulator.script(
      { method: 'PATCH', phone_number: john, delay_ms: 60_000 },
      { method: 'PATCH', phone_number: ada, fault: 'stall_head', apply: false },
    );
    await page.send(/Sending/);
    await until(async () => (await sent()).length === 2);
    await page.openImport();
    await page.waitForText('#import-interrupted', /0 of 2 done/);
    await page.press('#import-resume');
    await page.waitForText('#import-send-title', /Done/);
    const before = Object.fromEntries(await results());
    for (const phone_number of [john, ada]) {
      const isSaved = (await emulator.card(phone_number)).first_name !== { [john]: 'John', [ada]: 'Ada' }[phone_number];
      assert.equal(before[phone_number], isSaved ? 'saved' : 'unknown', phone_number);
    }
    const unknown = Object.keys(before).filter((phone_number) => before[phone_number] === 'unknown');
    if (unknown.length > 0) await page.press('#import-again');
    await until(async () => (await counted()).saved === 2);
    assert.deepEqual((await sent()).sort(), [john, ada, ...unknown].sort(), 'what is saved is not sent again');
  });

  test('is discarded once the user confirms it, and decided before another one is sent', async () => {
    await emulator.script({ method: 'PATCH', delay_ms: 60_000, times: 9 });
    await page.check(`${john},Johnny`);
    await page.send(/Sending/);
    await page.waitForUpdates(1);
    await page.check(`${ada},Augusta`);
    await waitForPrimary('import-resume');
    await page.toSend();
    await page.press('#import-start');
    await page.waitForText('#import-interrupted', /Resume or discard/);
    assert.equal(await focused(), 'import-interrupted-title');
    await page.press('#import-discard');
    await waitForPrimary();
    await page.waitForText(
      '#import-interrupted-text',
      /^1 of 1 update is not sent, or not known to be saved\. If you discard the run, it can’t be resumed\.$/,
    );
    assert.equal(await focused(), 'import-discard-no');
    await page.press('#import-discard-no');
    await page.waitForText('#import-interrupted-text', /If you resume it/);
    assert.equal(await focused(), 'import-discard');
    await page.press('#import-discard');
    await page.press('#import-discard-yes');
    await until(async () => !(await isShown('#import-interrupted')));
    await page.openImport();
    assert.equal(await isShown('#import-interrupted'), false);
    assert.deepEqual(await sent(), [john]);
  });

  test('is resumed once, and nothing else is sent while it is read', async () => {
    await pauseRun(10);
    await page.check(`${ada},Augusta`);
    await page.toSend();
    await emulator.script({ method: 'GET', delay_ms: 2_000 });
    await page.press('#import-resume');
    await page.waitForText('#import-interrupted-text', /^Reading/);
    await page.press('#import-resume');
    await page.press('#import-start');
    await page.waitForText('#import-result', /All 10 updates are saved/);
    assert.deepEqual((await sent()).sort(), manyNumbers(10));
  });

  test('leaves the list that was chosen before it is resumed', async () => {
    await emulator.script({ method: 'PATCH', delay_ms: 60_000 });
    await page.check(`${john},Johnny`);
    await page.send(/Sending/);
    await page.openImport();
    await page.choose('cards.csv', Buffer.from(`${ada},Augusta`));
    await page.press('#import-resume');
    await page.waitForText('#import-send-title', /Done/);
    await page.press('#import-new');
    await page.waitForText('#import-file-name', /cards\.csv/);
    await page.checkAgain();
    await page.send(/Done/);
    assert.equal((await emulator.card(ada)).first_name, 'Augusta');
    await page.press('#import-new');
    await page.waitFor('#import-chosen[hidden]');
  });

  test('holds a row whose card has changed meanwhile, for the user to decide', async () => {
    await make(6);
    await page.check(...manyNumbers(6).map(rename('New')), `${john},Johnny`, `${ada},Augusta`);
    await page.sendAndPause();
    for (const phone_number of [john, ada]) await emulator.update(phone_number, { first_name: 'Elsewhere' });
    const before = (await sent()).length;
    await page.openImport();
    await page.waitForText('#import-interrupted', /is paused/);
    await page.press('#import-resume');
    await page.waitForText('#import-left', /2 to decide/);
    await page.waitForText('#import-send-title', /^Waiting for your decision$/);
    await until(async () => (await ended()) === 6);
    await page.press('#import-send-rows [data-filter="decide"]');
    assert.deepEqual(await shown(), [
      [john, 'changed_elsewhere'],
      [ada, 'changed_elsewhere'],
    ]);
    await page.waitForText('#import-send-rows tbody tr', /Elsewhere\s+Johnny/);
    await page.press('#import-send-rows tbody tr:first-child .row-actions button:first-child');
    await page.waitForText('#import-left', /1 to decide/);
    await page.press('#import-send-rows [data-filter="decide"]');
    await page.press('#import-send-rows tbody tr:first-child .row-actions button:last-child');
    await page.waitForText('#import-send-title', /Done/);
    assert.equal((await emulator.card(john)).first_name, 'Johnny');
    assert.equal((await emulator.card(ada)).first_name, 'Elsewhere');
    assert.equal((await sent()).length - before, 6 - (before - 2) + 1);
  });

  test('is announced before it starts where it could not be continued', async () => {
    await page.openImport();
    await driver.executeScript("Storage.prototype.setItem = () => { throw new Error('full'); };");
    await page.fill('#import-text', `${john},Johnny`);
    await page.checkAgain();
    await page.toSend();
    await page.waitForText('#import-not-resumable', /can’t be continued after a reload/);
    await page.press('#import-start');
    await page.waitForText('#import-result', /saved/);
  });
});

describe(`a page that might be left in ${browser}`, () => {
  test('notes what got no response once the user works with it again', async () => {
    await page.check(`${john},Johnny`);
    await page.toSend();
    // As a browser does it with the requests of a page that is left.
    await driver.executeScript(`
      window.aborts = [];
      window.fetch = () => new Promise((_, fail) => window.aborts.push(() => fail(new TypeError('aborted'))));
      document.getElementById('import-start').click();`);
    await until(() => driver.executeScript('return window.aborts.length === 1'), 'the update should be sent');
    await driver.executeScript(`
      dispatchEvent(new Event('beforeunload', { cancelable: true }));
      window.aborts[0]();`);
    await page.waitForText('#import-send-title', /Done, 1 failed/);
    const isStored = () =>
      driver.executeScript("return Object.keys(localStorage).some((key) => key.includes('.run.'))");
    assert.equal(await isStored(), true, 'it would be found after a reload');
    await page.press('#import-send-title');
    assert.equal(await isStored(), false, 'the run has ended');
  });
});

describe(`a storage that fills up during a run in ${browser}`, () => {
  test('is shown at once, as the run can’t be continued after a reload any more', async () => {
    await pauseRun(12);
    assert.equal(await isShown('#import-not-resumable'), false);
    await emulator.script({ method: 'PATCH', phone_number: manyNumbers(12)[11], delay_ms: 60_000 });
    await driver.executeScript(
      "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    );
    await page.press('#import-pause');
    await page.waitForText('#import-progress-label', /11 of 12 done/);
    await page.waitForText('#import-not-resumable', /storage is full .* can’t be continued after a reload/);
    await page.waitForText('#status', /can’t be continued after a reload/);
    await page.press('#import-cancel');
    await page.waitForText('#import-send-title', /^Cancelling…$/);
  });
});

describe(`a run in two tabs in ${browser}`, () => {
  let first;
  /**
   * Opens the import a second time, while a run of this many rows is paused. It is a window, as WebKit draws nothing in a tab behind
   * another one.
   */
  async function openSecond(count) {
    await pauseRun(count);
    first = await driver.getWindowHandle();
    await driver.switchTo().newWindow('window');
    await page.openImport();
    await page.waitForText('#import-interrupted-title', /is open in another tab$/);
  }
  afterEach(async () => {
    for (const handle of await driver.getAllWindowHandles()) {
      if (handle === first) continue;
      await driver.switchTo().window(handle);
      await driver.close();
    }
    await driver.switchTo().window(first);
  });

  test('is moved by the user, which the tab that it was in shows, and stays paused', async () => {
    await openSecond(20);
    for (const id of ['resume', 'discard', 'discard-yes']) assert.equal(await isShown(`#import-${id}`), false, id);
    await waitForPrimary('import-check');
    await page.waitForText('#import-interrupted-text', /stays paused until you resume it\.$/);
    const before = await sent();
    await page.press('#import-move');
    await page.waitForText('#import-send-title', /^Paused$/);
    assert.deepEqual(await sent(), before);
    await page.press('#import-pause');
    await page.waitForText('#import-result', /All 20 updates are saved/);
    assert.deepEqual((await sent()).sort(), manyNumbers(20));
    await driver.switchTo().window(first);
    await page.waitForText('#import-send-title', /^Moved to another tab$/);
    await page.waitForText('#import-result', /goes on in another tab/);
    for (const id of ['bar', 'halted', 'send-rows']) assert.equal(await isShown(`#import-${id}`), false, id);
    await page.press('#import-new');
    await page.waitFor('#import-upload[data-state="open"]');
    assert.equal((await sent()).length, 20);
  });

  test('has its numbers left to it by the other tab, which sends the rest, and nothing twice', async () => {
    await openSecond(8);
    const second = await driver.getWindowHandle();
    await page.fill('#import-text', [...manyNumbers(8), ada].map(rename('New')).join('\n'));
    await page.checkAgain();
    await page.toSend();
    await page.waitForText(
      '#import-other-runs',
      /^4 numbers are in the run of .*, which is not done\. Wait until it is, or send the rest now\.$/,
    );
    await page.waitForText('#import-send-rows', /In another run\s+The number is in the run of/);
    await page.waitForText('#import-start', /Send 1 update$/);
    // The other tab ends its run, which this one shows.
    await driver.switchTo().window(first);
    await page.press('#import-pause');
    await page.waitForText('#import-result', /All 8 updates are saved/);
    await driver.switchTo().window(second);
    await page.waitForText('#import-start', /Send 5 updates/);
    assert.equal(await isShown('#import-other-runs'), false);
    await until(async () => !(await isShown('#import-interrupted')));
    await page.press('#import-start');
    await page.waitForText('#import-result', /All 5 updates are saved/);
    assert.deepEqual((await sent()).sort(), [...manyNumbers(8), ada].sort());
  });

  test('has its numbers left to it as they were shown, although it has gone on since', async () => {
    await openSecond(12);
    const second = await driver.getWindowHandle();
    await page.fill('#import-text', [...manyNumbers(12), ada].map(rename('New')).join('\n'));
    await page.checkAgain();
    await page.toSend();
    await page.waitForText('#import-other-runs', /^8 numbers are in the run of/);
    // Seven of them are saved, and the last one is in flight.
    const [last] = manyNumbers(12).slice(-1);
    await emulator.script({ method: 'PATCH', phone_number: last, delay_ms: 60_000 });
    await driver.switchTo().window(first);
    await page.press('#import-pause');
    await page.waitForText('#import-progress-label', /^11 of 12 done/);
    await driver.switchTo().window(second);
    await page.waitForText('#import-start', /Send 1 update$/);
    await page.press('#import-start');
    await page.waitForText('#import-result', /1 of 9 updates saved\.\s+8 not sent\./);
    await page.waitForText('#import-send-rows', /The number was in the run of .*\. Try again once that run is done\./);
    const { saved, not_sent } = await counted();
    assert.deepEqual([saved, not_sent], [1, 8]);
    assert.ok(await isShown('#import-again'));
    const numbers = await sent();
    assert.equal(new Set(numbers).size, numbers.length, 'each number once');
  });

  test('is shown by a tab that was open before, which sends none of its numbers', async () => {
    await make(8);
    await page.check(...manyNumbers(8).map(rename('New')));
    await page.toSend();
    first = await driver.getWindowHandle();
    await driver.switchTo().newWindow('window');
    await page.check(...manyNumbers(8).map(rename('New')));
    await page.sendAndPause();
    const second = await driver.getWindowHandle();
    await driver.switchTo().window(first);
    await page.waitForText('#import-interrupted-title', /is open in another tab$/);
    // As many as aren't saved when it learns of them.
    await page.waitForText(
      '#import-other-runs',
      /^[4-8] numbers are in the run of .*, which is not done\. Wait until it is/,
    );
    await driver.switchTo().window(second);
    await page.press('#import-pause');
    await page.waitForText('#import-result', /All 8 updates are saved/);
    await driver.switchTo().window(first);
    await page.waitForText('#import-start', /Send 8 updates/);
    await page.press('#import-start');
    await page.waitForText('#import-result', /All 8 updates are saved/);
    assert.deepEqual((await sent()).sort(), manyNumbers(8), 'each number once');
  });

  test('is interrupted once its tab is closed, and another list can be sent meanwhile', async () => {
    await openSecond(10);
    await page.fill('#import-text', `${ada},Augusta`);
    await page.checkAgain();
    await page.send(/Done/);
    await page.press('#import-new');
    await page.waitForText('#import-interrupted-title', /is open in another tab$/);
    const second = await driver.getWindowHandle();
    await driver.switchTo().window(first);
    const before = (await sent()).length;
    await driver.close();
    first = second;
    await driver.switchTo().window(second);
    await page.waitForText('#import-interrupted-title', /is paused: \d of 10 done$/);
    await page.press('#import-resume');
    await page.waitForText('#import-result', /All 10 updates are saved/);
    assert.equal((await sent()).length, before + 10 - (before - 1));
  });
});

describe(`the undo of a run in ${browser}`, () => {
  test('is a run that is shown before it is sent, with what can’t be undone', async () => {
    await page.check(`${john},Johnny,Roe`, `${ada},Augusta,King`, `${grace},Grace,,https://example.com/g.png`);
    await page.toSend();
    await page.waitForText('#import-lasting', /^2 updates add a name or set a picture, which can’t be undone\.$/);
    await page.press('#import-start');
    await page.waitForText(
      '#import-undo-hint',
      /^You can undo 2 updates until you close or reload the page, or import anything else\.$/,
    );
    await page.press('#import-undo');
    await page.waitForText('#import-undo-notes', /2 values can’t be undone/);
    await page.waitForText('#import-undo-notes', /King|Last name[\s\S]*Picture/);
    await page.waitForText('#import-cost', /2 updates with the old values, one write each/);
    await page.waitForText('#import-send-rows', /Johnny\s+John[\s\S]*Augusta\s+Ada/);
    assert.equal((await sent()).length, 3, 'nothing is sent yet');
    for (const id of ['upload', 'fix']) assert.equal(await isShown(`#import-${id}`), false, `an undo has no ${id}`);
    await page.waitForText('#import-send-title', /^Undo of the run of [^:]*:[^:]*$/);
    await page.press('#import-back');
    await page.waitForText('#import-result', /All 3 updates are saved/);
    await page.waitForText('#import-upload-summary', /Pasted list/);
    await page.press('#import-undo');
    await page.waitForText('#import-start', /Undo 2 updates/);
    await page.press('#import-start');
    await page.waitForText(
      '#import-result',
      /All 2 updates with the old values are saved\.\s+2 values could not be undone\./,
    );
    await page.waitForText('#import-send-title', /^Undo of the run of .*: done$/);
    await page.press('#import-undo');
    await page.waitForText('#import-send-title', /^Undo of the undo of the run of [^:]*:[^:]*$/);
    await page.press('#import-back');
    const cards = await Promise.all([john, ada].map((phone_number) => emulator.card(phone_number)));
    assert.deepEqual(
      cards.map(({ first_name, last_name }) => [first_name, last_name]),
      [
        ['John', 'Doe'],
        ['Ada', 'King'],
      ],
    );
  });
});

describe(`the undo of a run that is interrupted in ${browser}`, () => {
  test('is offered as what it is, and resumed as such', async () => {
    await make(20);
    await page.check(...manyNumbers(20).map(rename('New')));
    await page.send(/Done/);
    await page.press('#import-undo');
    await page.press('#import-start');
    await page.waitForText('#import-send-title', /: sending$/);
    await page.press('#import-pause');
    await page.waitForText('#import-send-title', /: paused$/);
    await page.openImport();
    await page.waitForText('#import-interrupted-title', /^The undo of the run of .* is paused: \d+ of 20 done$/);
    await page.press('#import-resume');
    await page.waitForText('#import-send-title', /^Undo of the run of .*: done$/);
    await page.waitForText('#import-upload-summary', /^Undo of the run of /);
    const cards = await Promise.all(manyNumbers(20).map((phone_number) => emulator.card(phone_number)));
    assert.ok(cards.every(({ first_name }) => first_name === 'Old'));
  });
});

describe(`the undo of a run that can’t be sent in ${browser}`, () => {
  test('returns to the results once it was cancelled', async () => {
    await make(9);
    await page.check(...manyNumbers(9).map(rename('New')));
    await page.send(/Done/);
    await page.press('#import-undo');
    await page.waitForText('#import-start', /Undo 9 updates/);
    await emulator.script({ method: 'PATCH', delay_ms: 1_000, times: 9 });
    await page.press('#import-start');
    await page.waitForText('#import-send-title', /: sending$/);
    await page.press('#import-cancel');
    await page.waitForText('#import-result', /4 of 9 updates with the old values saved/);
    await page.press('#import-back');
    await page.waitForText('#import-result', /4 of 9 updates undone\.\s+5 saved, and not undone\./);
    assert.deepEqual(await counted(), { undone: 4, saved: 5 });
    await page.press('#import-send-rows [data-filter="undone"]');
    assert.equal((await shown()).length, 4);
    await page.press('#import-send-rows [data-filter="saved"]');
    await page.waitForText('#import-send-rows tbody', /It was not undone\./);
    await page.press('#import-undo');
    await page.waitForText('#import-start', /Undo 5 updates/);
    await page.press('#import-start');
    await page.waitForText('#import-result', /All 5 updates with the old values are saved/);
    await page.press('#import-back');
    await page.waitForText('#import-result', /All 9 updates are undone/);
  });

  test('D9 has one state of numbers that have no write left', async () => {
    await emulator.settings({ budget: 3 });
    await page.useUp(ada);
    await page.press('#import-undo');
    await page.waitForText('#import-waits-title', /1 number has no write left, and will not be sent/);
    await page.waitForText('#import-cost', /^Nothing can be sent now/);
    assert.equal(await isShown('#import-start'), false);
    await page.waitForText('#import-send-rows tbody', /No write left/);
    const filters = () =>
      driver.executeScript(
        `return [...document.querySelectorAll('#import-send-rows .filters button:not([hidden])')].map((button) => button.innerText);`,
      );
    assert.deepEqual(await filters(), ['All 1', 'No write left 1']);
    await page.press('#import-wait');
    await page.waitForText('#import-cost', /^1 update with the old values/);
    await page.press('#import-start');
    await page.waitForText('#import-send-title', /waiting for numbers without a write left$/);
    await page.press('#import-cancel');
    await page.waitForText('#import-send-title', /done$/);
  });
});

describe(`D9 write budgets in ${browser}`, () => {
  test('D9 shows the numbers without a write left before the run, and sends them only where the user agrees', async () => {
    await page.useUp(ada);
    await page.checkNext(`${john},Johnny`, `${ada},Two`);
    await page.toSend();
    await page.waitForText('#import-waits', /1 number has no write left, and will not be sent[\s\S]*\+15551230001/);
    await page.waitForText('#import-start', /Send 1 update/);
    await page.press('#import-wait');
    await page.waitForText('#import-start', /Send 2 updates/);
    await page.press('#import-wait');
    await page.press('#import-start');
    await page.waitForText('#import-send-title', /Done/);
    assert.deepEqual(await results(), [
      [john, 'saved'],
      [ada, 'not_sent'],
    ]);
    assert.ok(await isShown('#import-wait'), 'the user can agree for another try');
    assert.equal((await sent()).filter((each) => each === ada).length, 1);
    await page.press('#import-wait');
    await page.press('#import-again');
    await page.waitForText('#import-send-rows', /has a write again at/);
    await page.waitForText('#import-send-title', /^Waiting for numbers without a write left$/);
    await page.press('#import-cancel');
    await page.waitForText('#import-send-title', /Done/);
    assert.equal((await sent()).filter((each) => each === ada).length, 1);
  });

  test('D9 waits for the time that a number needs, and compares the card before it is sent', async () => {
    await emulator.script({ method: 'PATCH', phone_number: ada, status: 429, code: 1007, retry_after: 2, times: 1 });
    await page.check(`${ada},Augusta`, `${john},Johnny`);
    await page.toSend();
    await page.press('#import-wait');
    await page.press('#import-start');
    await page.waitForText('#import-send-rows', /has a write again at/);
    await page.waitForText('#import-send-title', /Done/);
    assert.deepEqual(await results(), [
      [ada, 'saved'],
      [john, 'saved'],
    ]);
    const calls = (await emulator.requests()).filter(({ target }) => target.includes('5551230001'));
    assert.deepEqual(
      calls.map(({ method }) => method),
      ['PATCH', 'GET', 'PATCH'],
      'it is read again before it is sent',
    );
  });

  test('D9 holds a row that waits, if its card has changed meanwhile', async () => {
    await emulator.script({ method: 'PATCH', phone_number: ada, status: 429, code: 1007, retry_after: 3, times: 1 });
    await page.check(`${ada},Augusta`);
    await page.toSend();
    await page.press('#import-wait');
    await page.press('#import-start');
    await page.waitForText('#import-send-rows', /has a write again at/);
    await emulator.update(ada, { first_name: 'Elsewhere' });
    await page.waitForText('#import-send-rows', /Changed meanwhile/);
    await page.press('#import-send-rows .row-actions button:last-child');
    await page.waitForText('#import-send-title', /Done/);
    assert.equal((await emulator.card(ada)).first_name, 'Elsewhere');
  });

  test('D9 pauses the run, not the row, at the user’s own limit, and goes on by itself', async () => {
    const message = 'This user has made too many changes';
    await emulator.script({ method: 'PATCH', status: 429, code: 1007, message, retry_after: 3, times: 2 });
    await page.check(`${ada},Augusta`, `${john},Johnny`, `${grace},Gracie`);
    await page.send(/Paused/);
    await page.waitForText('#import-halted', /reached your limit[\s\S]*goes on at/);
    await page.waitForText('#import-send-title', /Done/);
    await page.waitForText('#import-result', /All 3 updates are saved/);
  });
});
