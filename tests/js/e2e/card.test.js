// The pane of one card, in the browser that BROWSER names, with an emulator.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { By, Key } from 'selenium-webdriver';
import { browser } from '../support/browsers.js';
import { waitLimit } from '../support/limits.js';
import { startSession } from './session.js';

const john = '+15551234567';
const ada = '+15551230001';
const grace = '+15551230002';

const { driver, emulator, page } = await startSession();

const field = (name) => page.find(`[name="${name}"]`);
const property = (css, name) => page.find(css).getProperty(name);
const type = (name, value) => page.type(name, value);
const isShown = (css) => page.find(css).isDisplayed();
const writes = async () => (await emulator.requests()).filter(({ method }) => method === 'PATCH' || method === 'POST');
const bodies = async () => (await writes()).map(({ body }) => JSON.parse(body));
const waitFor = (condition, message) => driver.wait(condition, waitLimit, message);
const waitForBar = (isThere) =>
  waitFor(async () => (await isShown('#save-bar')) === isThere, `the save bar should be ${isThere ? '' : 'not '}shown`);
const waitForLabel = (pattern) =>
  waitFor(
    async () => pattern.test(await property('#preview-image', 'ariaLabel')),
    `the preview should match ${pattern}`,
  );
const focusedId = () => driver.executeScript('return document.activeElement.id');

/** Has the page's writes wait until they are released, before they are sent. */
const holdWrites = () =>
  driver.executeScript(`
    const { fetch } = window;
    const held = new Promise((resolve) => (window.release = resolve));
    window.fetch = async (url, init) => {
      if (init?.method === 'PATCH') {
        window.isHeld = true;
        await held;
      }
      return fetch(url, init);
    };`);
const waitUntilHeld = () =>
  waitFor(() => driver.executeScript('return window.isHeld'), 'the write should follow the read');
/** Sends what was held, and waits for the editor's event about it. */
const releaseWrites = (event) =>
  driver.executeAsyncScript(
    `const [event, done] = arguments;
     document.addEventListener(event, () => done(), { once: true });
     window.release();`,
    event,
  );

/** Changes the first name, saves, and waits until that is saved. */
async function rename(name) {
  await type('first_name', name);
  await page.press('#save');
  await page.waitForText('#editor-title', new RegExp(name));
  await waitForBar(false);
}

describe(`the card's pane in ${browser}`, () => {
  test('renames a card, and shows that in the head, in the list and in the preview', async () => {
    await page.edit();
    await type('first_name', 'Johnny');
    await waitForLabel(/the name Johnny Doe$/);
    await page.waitForText('#editor-title', /^John Doe$/);
    await page.press('#save');
    await page.waitForText('#editor-title', /^Johnny Doe$/);
    await page.waitForText('.toast', /Saved/);
    await page.waitForText(`[data-number="${john}"]`, /Johnny Doe/);
    assert.deepEqual(await bodies(), [{ first_name: 'Johnny' }], 'only the changed field is sent');
    assert.equal((await emulator.card(john)).first_name, 'Johnny');
  });

  test('has the state of the card in its head, and what it means that it is not active', async () => {
    await page.edit(grace);
    await page.waitForText('#card-state', /^Not active yet$/);
    await page.waitForText('#card-number', /^\+15551230002$/);
    await page.waitForText('#card-note', /^Linq has saved this card, but has not applied it to the device yet\./);
    await type('first_name', 'Gracie');
    await page.waitForText('#save-hint', /Linq may refuse changes until the card is active\./);
    const active = { ...(await emulator.card(grace)), is_active: true };
    await page.press('#card-check');
    await page.waitForText('.toast', /^Checked: the card is not active yet\./);
    assert.equal(await field('first_name').getProperty('value'), 'Gracie');
    await page.press('.toast-close');
    await emulator.script({ method: 'GET', phone_number: grace, body: { contact_cards: [active] } });
    await driver.executeScript("document.getElementById('card-check').focus()");
    await page.press('#card-check');
    await page.waitForText('#card-state', /^Active$/);
    assert.equal(await isShown('#card-note'), false);
    await page.waitForFocus('#editor-title');
    assert.equal(await field('first_name').getProperty('value'), 'Gracie');
    await page.find('#save-discard').click();
    await page.edit(john);
    await page.waitForText('#card-state', /^Active$/);
    assert.equal(await isShown('.contact-card-state'), false, 'the state is shown once');
  });

  test('creates a card, and adds it to the list', async () => {
    await page.open();
    await page.fill('#open-number', '+15557654321');
    await page.press('#open .primary');
    await page.waitForText('#editor-title', /^New card$/);
    await page.waitForText('#card-state', /^No card yet$/);
    await type('first_name', 'Newly');
    await page.waitForText('#save-hint', /A card can't be removed here once created/);
    assert.equal(await property('#save', 'textContent'), 'Create the card');
    await page.press('#save');
    await page.waitForText('#editor-title', /^Newly$/);
    await page.waitForText('[data-number="+15557654321"]', /Newly/);
    await page.waitForText('.toast', /^Created .*Newly/);
    assert.doesNotMatch(await property('.toast', 'innerText'), /Undo/);
    assert.equal((await emulator.card('+15557654321')).first_name, 'Newly');
  });

  test('has the focus where the first name of a new card is typed, but not while the page is loaded', async () => {
    await page.newCard('+15557654321');
    await page.press('#open .primary');
    await page.waitForText('#card-state', /^No card yet$/);
    await page.waitForFocus('[name="first_name"]');
    await page.reload();
    await page.waitForText('#card-state', /^No card yet$/);
    assert.equal(await driver.executeScript('return document.activeElement === document.body'), true);
    await page.select(john);
    await page.waitForText('#editor-title', /^John Doe$/);
    assert.equal(await focusedId(), 'editor-title', 'a card that exists is read first');
  });

  test('shows when to try again where no budget has that time', async () => {
    await page.edit();
    const body = { error: { code: 4004, message: 'Too many requests' } };
    await emulator.script({ method: 'PATCH', status: 503, body });
    await page.save('Johnny');
    await page.waitForText('.contact-card-wait', /^Next try in 0:\d\d$/);
    await page.waitForStatus(/You can try again at/);
  });

  test('shows the shape of the form while a card is loading, in the place of its fields', async () => {
    const topsOf = (css) =>
      driver.executeScript(
        `const { top } = document.getElementById('editor-place').getBoundingClientRect();
         return [...document.querySelectorAll(arguments[0])].map((box) => box.getBoundingClientRect().top - top);`,
        css,
      );
    await page.edit();
    const tops = await topsOf('.contact-card-form .contact-card-input');
    await emulator.script({ method: 'GET', delay_ms: 60_000 });
    await page.fill('#open-number', '+15557654321');
    await page.press('#open .primary');
    await page.waitForText('#editor-title', /^Loading…$/);
    const shapes = await topsOf('.form-skeleton .input');
    assert.equal(shapes.length, tops.length);
    for (const [index, top] of tops.entries())
      assert.ok(Math.abs(shapes[index] - top) <= 2, `${top} and ${shapes[index]}`);
    for (const css of ['.preview', '.card-budget']) assert.equal(await isShown(css), false, css);
  });

  test('offers to read a card again that was changed by then, and what is typed remains', async () => {
    await page.edit();
    await emulator.script({ method: 'PATCH', status: 409 });
    await type('first_name', 'Johnny');
    await page.press('#save');
    await page.waitForStatus(/card has changed/);
    await waitFor(() => isShown('#card-reload'), 'it should be offered');
    await emulator.update(john, { last_name: 'Roe' });
    await page.press('#card-reload');
    await page.waitForText('#editor-title', /^John Roe$/);
    assert.equal(await field('first_name').getProperty('value'), 'Johnny');
    assert.equal(await isShown('#card-reload'), false);
    assert.equal(await focusedId(), 'editor-title', 'the focus is not lost with the button');
  });

  test('reports once that a saved card is not active yet', async () => {
    await page.edit(grace);
    const outcome = () => driver.executeScript("return document.querySelector('.contact-card-outcome').clientWidth");
    await rename('Gracie');
    await page.waitForText('.toast', /^Saved .*Gracie Hopper.*, not active yet\./);
    assert.ok((await outcome()) <= 1, 'the message is enough');
  });

  test('moves nothing below the form while it is saved', async () => {
    await page.edit(ada);
    const bottom = () =>
      driver.executeScript("return document.getElementById('editor-place').getBoundingClientRect().bottom");
    const before = await bottom();
    await rename('Adele');
    assert.equal(await bottom(), before);
  });

  test('shows that a card could not be loaded, and loads it again', async () => {
    await page.open();
    await emulator.script({ method: 'GET', phone_number: '+15557654321', status: 403 });
    await page.fill('#open-number', '+15557654321');
    await page.press('#open .primary');
    await page.waitForText('#editor-title', /^Card not loaded$/);
    assert.equal(await isShown('#card-state'), false, 'it is not known whether there is a card');
    await page.press('.contact-card-again');
    await page.waitForText('#editor-title', /^New card$/);
    await page.waitForText('#card-state', /^No card yet$/);
  });

  test('shows what another tab has saved', async () => {
    await page.edit();
    const card = { ...(await emulator.card(john)), first_name: 'Joan' };
    await driver.executeScript("new BroadcastChannel('linq-contact-card ').postMessage({ card: arguments[0] })", card);
    await page.waitForText('#editor-title', /^Joan Doe$/);
    await page.waitForText(`[data-number="${john}"]`, /Joan Doe/);
    await waitForLabel(/the name Joan Doe$/);
  });

  test('reports once what another tab has saved, while something is unsaved here', async () => {
    await page.edit();
    await type('last_name', 'Roe');
    const card = { ...(await emulator.card(john)), first_name: 'Joan' };
    await driver.executeScript("new BroadcastChannel('linq-contact-card ').postMessage({ card: arguments[0] })", card);
    await page.waitForText('.contact-card-differences', /First name was .*John.* and is now .*Joan/);
    await page.waitForStatus(/^The card was changed in another tab\. What you typed is still here\.$/);
    const height = await driver.executeScript(
      "return document.querySelector('.contact-card-outcome').getBoundingClientRect().height",
    );
    assert.ok(height <= 1, 'it is only announced, as the differences are shown');
  });

  test('copies the number', async () => {
    await page.edit();
    await page.find('#card-copy button').click();
    // Some browsers need a permission for that.
    await waitFor(
      async () => /number (is|be) copied/.test(await property('#status', 'textContent')),
      'the outcome should be announced',
    );
  });

  test('can be saved again where it was to be checked while it was saved', async () => {
    await page.edit(grace);
    await holdWrites();
    await type('first_name', 'Gracie');
    await page.press('#save');
    await waitUntilHeld();
    await page.press('#card-check');
    await releaseWrites('saved');
    await page.waitForText('#editor-title', /^Gracie Hopper$/);
    await type('first_name', 'Grazia');
    await page.waitForText('#save-hint', /^Uses 1 of your 2 writes\./);
  });

  describe('left while it is saved', () => {
    /** Saves John's card, and leaves it before that is sent. */
    async function saveAndLeave() {
      await page.edit();
      await holdWrites();
      await type('first_name', 'Johnny');
      await page.press('#save');
      await waitUntilHeld();
      await page.press(`[data-number="${ada}"]`);
      await page.press('#discard-discard');
      await waitFor(async () => (await field('first_name').getProperty('value')) === 'Ada');
    }
    /** Returns to John's card, and waits until it is read. */
    async function comeBack() {
      await page.select(john);
      await waitFor(async () => (await field('first_name').getProperty('value')) === 'John');
      await page.waitFor('contact-card-editor:not([data-reading])');
    }

    test('leaves the card that is open as it is where that fails', async () => {
      await saveAndLeave();
      await type('first_name', 'Adele');
      await emulator.script({ method: 'PATCH', status: 409 });
      await releaseWrites('failed');
      await waitForBar(true);
      assert.equal(await isShown('#card-reload'), false);
      await page.waitForText('#save', /^Save$/);
    });

    test('shows what was saved where it is open again by then', async () => {
      await saveAndLeave();
      await comeBack();
      await releaseWrites('saved');
      await page.waitForText('#editor-title', /^Johnny Doe$/);
      await waitFor(
        async () => (await field('first_name').getProperty('value')) === 'Johnny',
        'the form should follow',
      );
    });

    test('is read again where it is open again by then, and may have changed', async () => {
      await saveAndLeave();
      await comeBack();
      await emulator.script({ method: 'PATCH', fault: 'truncate', apply: true });
      await releaseWrites('failed');
      await page.waitForText('#editor-title', /^Johnny Doe$/);
      await waitFor(
        async () => (await field('first_name').getProperty('value')) === 'Johnny',
        'the form should follow',
      );
    });
  });

  describe('the write budget', () => {
    test("D8: isn't known after a reload, until a write reports it", async () => {
      await page.edit();
      await page.waitForText('#budget-text', /^Writes left: not known yet \(Linq allows 3 in 10 minutes\)$/);
      await rename('One');
      await page.waitForText('#budget-text', /^2 of 3 writes left$/);
      assert.equal((await driver.findElements({ css: '#budget-dots .dot:not(.used)' })).length, 2);
      await driver.navigate().refresh();
      await page.waitForText('#editor-title', /^One Doe$/);
      await page.waitForText('#budget-text', /^Writes left: not known yet \(Linq allows 3 in 10 minutes\)$/);
      assert.equal(await isShown('#budget-dots'), false);
      await waitFor(async () => isShown('[name="first_name"]'));
      await rename('Two');
      await page.waitForText('#budget-text', /^1 of 3 writes left$/);
    });

    test('D8: after a reload with no write left, the refusal reports when the next one is possible', async () => {
      await page.edit();
      for (const name of ['One', 'Two', 'Three']) await rename(name);
      await driver.navigate().refresh();
      await page.waitForText('#editor-title', /^Three Doe$/);
      await page.waitForText('#budget-text', /^Writes left: not known yet \(Linq allows 3 in 10 minutes\)$/);
      await waitFor(async () => isShown('[name="first_name"]'));
      await type('first_name', 'Four');
      await page.press('#save');
      await page.waitForStatus(/Too many changes/);
      await page.waitForText('#budget-text', /^Next write at [^,]+$/);
      await page.waitForText('#save', /^Save in \d+:\d\d$/);
      assert.doesNotMatch(await property('.contact-card-outcome', 'innerText'), /try again at|Next try/, 'one clock');
      assert.equal(await field('first_name').getProperty('value'), 'Four');
    });

    test('holds a save back while no write is left, with the reason', async () => {
      await page.edit();
      for (const name of ['One', 'Two', 'Three']) await rename(name);
      await page.waitForText('#budget-text', /^Next write at [^,]+$/);
      await type('first_name', 'Four');
      await page.waitForText('#save', /^Save in \d+:\d\d$/);
      await page.waitForText('#save-hint', /^All 3 writes of this number are used\. The next one is at .+\./);
      assert.equal(await page.find('#save').getAttribute('aria-disabled'), 'true');
      await page.press('#save');
      await field('first_name').sendKeys(Key.ENTER);
      await field('first_name').sendKeys(Key.chord(Key.CONTROL, 's'));
      await waitFor(
        async () => /All 3 writes/.test(await property('#status', 'textContent')),
        'the reason should be announced',
      );
      const before = await property('#save', 'textContent');
      await waitFor(async () => (await property('#save', 'textContent')) !== before, 'it should count down');
      assert.equal((await writes()).length, 3);
      assert.equal(await field('first_name').getProperty('value'), 'Four');
    });

    test('lets the card be saved after the countdown, which is announced', async () => {
      await page.edit();
      const body = { error: { code: 1007, message: 'Too many changes', retry_after: 2 } };
      await emulator.script({ method: 'PATCH', status: 429, body });
      await type('first_name', 'Johnny');
      await page.press('#save');
      await page.waitForText('#save', /^Save in 0:0\d$/);
      await waitFor(
        async () => (await property('#status', 'textContent')) === 'You can save now',
        'the end of the countdown should be announced',
      );
      await page.waitForText('#save', /^Save$/);
      await page.press('#save');
      await page.waitForText('#editor-title', /^Johnny Doe$/);
    });

    test('does not hide the time of a read that was refused', async () => {
      await emulator.settings({ budget: 1 });
      await page.edit();
      await rename('One');
      await page.waitForText('#budget-text', /^Next write at [^,]+$/);
      await emulator.script({ method: 'GET', phone_number: john, status: 429, code: 1007, retry_after: 30, times: 3 });
      await page.select(ada);
      await page.select(john);
      await page.waitForStatus(/could not be read\. You can try again at/);
    });

    test('is waited for as long as the server sets after a failure', async () => {
      await emulator.settings({ budget: 1 });
      await page.edit(ada);
      await emulator.script({ method: 'PATCH', phone_number: ada, status: 503, code: 3005, retry_after: 1500 });
      await page.save('Adele');
      await page.waitForStatus(/isn't there yet/);
      await page.waitForText('#save', /^Save in 2\d:\d\d$/);
      const time = (await property('#budget-text', 'innerText')).match(/^Next write at ([^,]+)$/)?.[1];
      assert.ok(time);
      await page.waitForText('#save-hint', new RegExp(`The next one is at ${time}\\.`));
      assert.doesNotMatch(await property('.contact-card-outcome', 'innerText'), /try again at|Next try/, 'one clock');
    });

    test('is known after an import', async () => {
      await page.check(`${john},One`);
      await page.send(/Done/);
      await page.press('nav a[href="#/cards"]');
      await page.select(john);
      await page.waitForText('#budget-text', /^2 of 3 writes left$/);
    });

    test('is that of the number that is open', async () => {
      await page.edit();
      await rename('One');
      await page.waitForText('#budget-text', /^2 of 3 writes left$/);
      await page.select(ada);
      await page.waitForText('#budget-text', /^Writes left: not known yet \(Linq allows 3 in 10 minutes\)$/);
      await page.select(john);
      await page.waitForText('#budget-text', /^2 of 3 writes left$/);
    });
  });

  describe('the save bar', () => {
    test('is shown only while something is unsaved', async () => {
      await page.edit();
      assert.equal(await isShown('#save-bar'), false);
      await type('first_name', 'Johnny');
      await page.waitForText('#save-count', /^1 change$/);
      await page.waitForText('#save-hint', /^Uses 1 write\.$/);
      await type('last_name', 'Roe');
      await page.waitForText('#save-count', /^2 changes$/);
      await type('first_name', 'John');
      await page.waitForText('#save-count', /^1 change$/);
      await type('last_name', 'Doe');
      await waitForBar(false);
      assert.deepEqual(await writes(), []);
    });

    test('discards what is typed, and the focus goes from the button to the heading', async () => {
      await page.edit();
      await type('first_name', 'Johnny');
      await waitForBar(true);
      await page.find('#save-discard').sendKeys(Key.ENTER);
      await waitForBar(false);
      assert.equal(await field('first_name').getProperty('value'), 'John');
      assert.equal(await focusedId(), 'editor-title');
      await waitForLabel(/the name John Doe$/);
      assert.deepEqual(await writes(), []);
    });

    test('is where it was pressed, also where the field that was typed in has an error then', async () => {
      await page.edit(grace);
      await page.find('[name="last_name"]').sendKeys(Key.chord(Key.CONTROL, 'a'), Key.BACK_SPACE);
      await waitForBar(true);
      await page.find('#save-discard').click();
      await waitForBar(false);
      assert.equal(await field('last_name').getProperty('value'), 'Hopper');
    });

    test('discards nothing while that is saved', async () => {
      await page.edit();
      await holdWrites();
      await type('first_name', 'Johnny');
      await page.press('#save');
      await waitUntilHeld();
      await page.press('#save-discard');
      assert.equal(await property('#toasts', 'textContent'), '');
      await releaseWrites('saved');
      await page.waitForText('#editor-title', /^Johnny Doe$/);
    });

    describe('what was discarded', () => {
      const isMessageGone = async () => (await driver.findElements(By.css('.toast'))).length === 0;
      async function discard() {
        await page.edit();
        await type('first_name', 'Johnny');
        await type('last_name', 'Roe');
        await waitForBar(true);
        await page.press('#save-discard');
        await waitForBar(false);
        await page.waitForText('.toast', /^Your changes are discarded\./);
      }

      test('is restored', async () => {
        await discard();
        await page.press('.toast button');
        await page.waitForText('#save-count', /^2 changes$/);
        assert.equal(await field('first_name').getProperty('value'), 'Johnny');
        assert.equal(await field('last_name').getProperty('value'), 'Roe');
        await waitFor(isMessageGone);
        assert.deepEqual(await writes(), []);
      });

      test('is no longer offered once something else is typed', async () => {
        await discard();
        await type('first_name', 'Jack');
        await waitFor(isMessageGone);
        assert.equal(await field('last_name').getProperty('value'), 'Doe');
      });

      test('is no longer offered once the card is closed', async () => {
        await discard();
        await page.select(ada);
        await waitFor(isMessageGone);
      });
    });

    test('has the only buttons, right after the form', async () => {
      await page.edit();
      await type('first_name', 'Johnny');
      await waitForBar(true);
      for (const css of ['.contact-card-save', '.contact-card-undo']) assert.equal(await isShown(css), false);
      await field('image_url').sendKeys(Key.TAB);
      assert.equal(await focusedId(), 'save-discard');
      await page.find('#save-discard').sendKeys(Key.TAB);
      assert.equal(await focusedId(), 'save');
      await page.find('#save').sendKeys(Key.ENTER);
      await page.waitForText('#editor-title', /^Johnny Doe$/);
      await waitForBar(false);
      assert.equal(await focusedId(), 'editor-title', 'the focus is not lost with the button');
    });

    test('saves with Control and S, wherever the focus is', async () => {
      await page.edit();
      await type('first_name', 'Johnny');
      await waitForBar(true);
      await field('last_name').sendKeys(Key.chord(Key.CONTROL, 's'));
      await page.waitForText('#editor-title', /^Johnny Doe$/);
      assert.deepEqual(await bodies(), [{ first_name: 'Johnny' }]);
    });

    test('leads to the fields to fix', async () => {
      await page.edit();
      await type('first_name', '');
      await page.press('#save');
      await page.waitForText('.contact-card-summary', /First name/);
      await waitForBar(true);
      assert.deepEqual(await writes(), []);
    });

    test("doesn't cover the reason of a failure", async () => {
      const whole = await driver.manage().window().getRect();
      await driver.manage().window().setRect({ width: 700, height: 640 });
      try {
        await page.edit();
        await emulator.script({ method: 'PATCH', status: 409 });
        await page.save('Johnny');
        await page.waitForText('contact-card-editor', /trace-\d/);
        const isCovered = () =>
          driver.executeScript(`
            const { top } = document.getElementById('save-bar').getBoundingClientRect();
            return ['.contact-card-outcome', '#card-reload']
              .some((css) => document.querySelector(css).getBoundingClientRect().bottom > top);`);
        await waitFor(async () => !(await isCovered()), 'the reason should be in view, and the button below it');
      } finally {
        await driver.manage().window().setRect(whole);
      }
    });

    test("doesn't cover the field with the focus", async () => {
      const whole = await driver.manage().window().getRect();
      await driver.manage().window().setRect({ width: 700, height: 640 });
      try {
        const assertVisible = async (name) => {
          assert.equal(await driver.executeScript('return document.activeElement.name'), name);
          const [bottom, top] = await driver.executeScript(`
            return [document.activeElement.getBoundingClientRect().bottom,
              document.getElementById('save-bar').getBoundingClientRect().top];`);
          assert.ok(bottom <= top, `${name} ends at ${bottom}, and the bar starts at ${top}`);
        };
        await page.edit();
        await type('first_name', 'Johnny');
        await waitForBar(true);
        for (const name of ['first_name', 'last_name', 'image_url']) {
          await assertVisible(name);
          await driver.switchTo().activeElement().sendKeys(Key.TAB);
        }
        assert.equal(await focusedId(), 'save-discard');
        await page.find('#save-discard').click();
        await waitForBar(false);
        await field('image_url').sendKeys('x');
        await waitForBar(true);
        await assertVisible('image_url');
        // As high as with a phone's keyboard.
        await driver.manage().window().setRect({ width: 700, height: 500 });
        await waitFor(() =>
          driver.executeScript(`
            return document.activeElement.getBoundingClientRect().bottom <=
              document.getElementById('save-bar').getBoundingClientRect().top;`),
        );
      } finally {
        await driver.manage().window().setRect(whole);
      }
    });

    test('reports a save in flight', async () => {
      await page.edit();
      await emulator.script({ method: 'PATCH', delay_ms: 60_000 });
      await page.save('Johnny');
      await page.waitForText('#save', /^Saving…$/);
      assert.equal(await page.find('#save').getAttribute('aria-disabled'), 'true');
      await page.waitForUpdates(1);
    });

    test('remains after a failure, with what was typed', async () => {
      await page.edit();
      await emulator.script({ method: 'PATCH', status: 403 });
      await page.save('Johnny');
      await page.waitForText('contact-card-editor', /trace-\d/);
      await page.waitForText('#save', /^Save$/);
      assert.equal(await field('first_name').getProperty('value'), 'Johnny');
      await page.waitForText('#editor-title', /^John Doe$/);
    });

    test('remains where the card was changed elsewhere, and saving again overwrites it', async () => {
      await page.edit();
      await emulator.update(john, { first_name: 'Jon' });
      await page.save('Johnny');
      await page.waitForText('.contact-card-differences', /changed elsewhere[\s\S]*discard/);
      await page.waitForText('#editor-title', /^Jon Doe$/);
      await waitForBar(true);
      await page.press('#save');
      await page.waitForText('#editor-title', /^Johnny Doe$/);
      await waitForBar(false);
    });
  });

  describe('Undo', () => {
    const undo = () => page.find('.toast button').click();

    test('writes the old values back as one update', async () => {
      await page.edit();
      await type('last_name', 'Roe');
      await rename('Johnny');
      await page.waitForText(
        '.toast',
        /Saved .*Johnny Roe.*\. First name was .*John.*\. Last name was .*Doe.*\.\s+Undo \(1 write\)/,
      );
      await undo();
      await page.waitForText('.toast', /^Undone\./);
      await page.waitForText('#editor-title', /^John Doe$/);
      assert.equal(await field('first_name').getProperty('value'), 'John');
      await page.waitForText(`[data-number="${john}"]`, /John Doe/);
      assert.deepEqual(await bodies(), [
        { first_name: 'Johnny', last_name: 'Roe' },
        { first_name: 'John', last_name: 'Doe' },
      ]);
      await page.waitForText('#budget-text', /^1 of 3 writes left$/);
    });

    test('overwrites nothing that was changed since', async () => {
      await page.edit();
      await rename('Johnny');
      await page.waitForText('.toast', /Undo/);
      await emulator.update(john, { first_name: 'Jon' });
      await undo();
      await page.waitForText('.toast', /^Not undone: the card was changed since you saved it\./);
      await page.waitForText('#editor-title', /^Jon Doe$/);
      assert.equal((await emulator.card(john)).first_name, 'Jon');
    });

    test('restores nothing that was changed elsewhere while the card was saved', async () => {
      await page.edit();
      const response = { ...(await emulator.card(john)), first_name: 'Johnny', last_name: 'Smith' };
      await emulator.script({ method: 'PATCH', status: 200, body: response });
      await rename('Johnny');
      await page.waitForText('.toast', /First name was .*John/);
      assert.doesNotMatch(await property('.toast', 'innerText'), /Last name/);
      await emulator.update(john, { first_name: 'Johnny', last_name: 'Smith' });
      await undo();
      await page.waitForText('.toast', /^Undone\./);
      const { first_name, last_name } = await emulator.card(john);
      assert.deepEqual([first_name, last_name], ['John', 'Smith']);
    });

    test('remains in the head after the message, until it is done', async () => {
      await page.edit();
      assert.equal(await isShown('#card-undo'), false);
      await rename('Johnny');
      await page.press('.toast-close');
      assert.equal(await isShown('#card-undo'), true);
      assert.match(await page.find('#card-undo').getAttribute('title'), /First name was .*John/);
      await page.select(ada);
      await waitFor(async () => !(await isShown('#card-undo')), 'the other card was not saved');
      await page.select(john);
      await waitFor(() => isShown('#card-undo'), 'it should be offered again');
      await page.find('#card-undo').click();
      await page.waitForText('#editor-title', /^John Doe$/);
      await page.waitForText('.toast', /^Undone\./);
      assert.equal(await isShown('#card-undo'), false);
      assert.equal(await focusedId(), 'editor-title', 'the focus is not lost with the button');
      assert.deepEqual(await bodies(), [{ first_name: 'Johnny' }, { first_name: 'John' }]);
    });

    test('is offered after a reload', async () => {
      await page.edit();
      await rename('Johnny');
      await page.waitForText('.toast', /Undo/);
      await page.reload();
      await waitFor(() => isShown('#card-undo'), 'it should be offered');
      await page.find('#card-undo').click();
      await page.waitForText('#editor-title', /^John Doe$/);
      await page.waitForText('.toast', /^Undone\./);
      await page.reload();
      await page.waitFor('contact-card-editor:not([data-reading])');
      await page.waitForText('#editor-title', /^John Doe$/);
      assert.equal(await isShown('#card-undo'), false, 'it is done');
    });

    test('is that of the last save, whichever tab it was made in', async () => {
      const key = `contact-cards::save ${john}`;
      const stored = () => driver.executeScript('return localStorage.getItem(arguments[0])', key);
      await page.edit();
      await rename('Johnny');
      await page.waitForText('.toast', /Undo/);
      // Another tab saves it.
      const after = await emulator.update(john, { first_name: 'Jon' });
      const value = { before: { ...after, first_name: 'Johnny' }, after, changed: ['first_name'] };
      await driver.executeScript('localStorage.setItem(...arguments)', key, JSON.stringify({ value }));
      await undo();
      await page.waitForText('.toast', /^Not undone: the card was changed since you saved it\./);
      assert.ok(await stored());
      await page.select(ada);
      await page.select(john);
      await page.waitForText('#editor-title', /^Jon Doe$/);
      await waitFor(() => isShown('#card-undo'), 'it should be offered');
      assert.match(await page.find('#card-undo').getAttribute('title'), /First name was .*Johnny/);
      await page.find('#card-undo').click();
      await page.waitForText('#editor-title', /^Johnny Doe$/);
      assert.equal(await stored(), null);
    });

    test("isn't offered for a save of a session that has ended by then, which is reported", async () => {
      await page.edit();
      await holdWrites();
      await type('first_name', 'Johnny');
      await page.press('#save');
      await waitUntilHeld();
      await driver.executeScript(
        "new BroadcastChannel('contact-cards session').postMessage({ type: 'expired', user: '' })",
      );
      await page.waitForText('#list-notice', /signed out/);
      await page.press('#list-notice-action');
      await page.waitForText(`[data-number="${john}"]`, /John Doe/);
      await releaseWrites('saved');
      await page.waitForText('#editor-title', /^Johnny Doe$/);
      assert.equal(await property('.toast p', 'textContent'), 'Your last change is saved.');
      assert.doesNotMatch(await property('#toasts', 'textContent'), /Undo/);
      assert.equal(await isShown('#card-undo'), false);
    });

    test("isn't offered in the head once the card is changed elsewhere, or while something is unsaved", async () => {
      await page.edit();
      await rename('Johnny');
      await waitFor(() => isShown('#card-undo'), 'it should be offered');
      await type('last_name', 'Roe');
      await waitFor(async () => !(await isShown('#card-undo')), 'something is unsaved');
      await page.find('#save-discard').click();
      await waitFor(() => isShown('#card-undo'), 'it should be offered again');
      await emulator.update(john, { first_name: 'Jon' });
      await page.select(ada);
      await page.select(john);
      await page.waitForText('#editor-title', /^Jon Doe$/);
      await waitFor(async () => !(await isShown('#card-undo')), 'the card was changed');
    });

    test("isn't offered for what was added, which is reported before saving", async () => {
      await page.edit(ada);
      await page.fill('[name="last_name"]', 'Lovelace');
      await page.waitForText('#save-hint', /Last name can't be removed once set/);
      await page.press('#save');
      await page.waitForText('.toast', /^Saved .*Ada Lovelace/);
      assert.doesNotMatch(await property('.toast', 'innerText'), /Undo/);
    });

    test('leaves another card that was opened meanwhile as it is', async () => {
      await page.edit();
      await rename('Johnny');
      await page.waitForText('.toast', /Undo/);
      await page.select(ada);
      await waitFor(async () => (await field('first_name').getProperty('value')) === 'Ada');
      await type('first_name', 'Adele');
      await undo();
      await page.waitForText('.toast', /^Undone\./);
      await page.waitForText(`[data-number="${john}"]`, /John Doe/);
      assert.equal(await field('first_name').getProperty('value'), 'Adele');
      await page.waitForText('#editor-title', /^Ada$/);
    });

    test("isn't offered where no write is left", async () => {
      await page.edit();
      for (const name of ['One', 'Two']) await rename(name);
      await page.waitForText('.toast', /Undo/);
      await rename('Three');
      await page.waitForText('#budget-text', /^Next write/);
      await waitFor(async () => !/Undo/.test(await property('.toast', 'innerText')), 'no Undo should be offered');
    });

    test('shows why it failed', async () => {
      await page.edit();
      await rename('Johnny');
      await page.waitForText('.toast', /Undo/);
      await emulator.script({ method: 'PATCH', status: 409 });
      await undo();
      await page.waitForText('.toast', /^The card has changed[\s\S]*Nothing was changed\./);
      await page.waitForText('#editor-title', /^Johnny Doe$/);
    });
  });

  describe('the preview', () => {
    test('is one image, whose description follows what is typed', async () => {
      await page.edit(ada);
      await waitForLabel(/^The card in Messages: the initials A, and the name Ada$/);
      await type('last_name', 'Lovelace');
      await waitForLabel(/: the initials AL, and the name Ada Lovelace$/);
      assert.equal(await page.find('#preview-image').getAttribute('role'), 'img');
      assert.deepEqual(await writes(), []);
    });

    test('has the whole of an ordinary name', async () => {
      await page.edit(grace);
      const isCut = await driver.executeScript(`
        return [...document.querySelectorAll('.screen .name')].map(
          (name) => name.scrollWidth > name.clientWidth || name.scrollHeight > name.clientHeight + 1,
        );`);
      assert.deepEqual(isCut, [false, false, false, false]);
    });

    test('shows a new picture before it is saved, without a referrer', async () => {
      await page.edit();
      await page.pictures();
      await type('image_url', 'https://example.com/new.png');
      await waitForLabel(/: the picture, and the name John Doe$/);
      const policies = await driver.executeScript(
        "return [...document.querySelectorAll('#editor img')].map(({ referrerPolicy }) => referrerPolicy)",
      );
      assert.deepEqual([...new Set(policies)], ['no-referrer']);
      await type('image_url', 'http://example.com/new.png');
      await waitForLabel(/: the initials JD, and the name John Doe$/);
      assert.equal(await page.find('#preview-image').getAttribute('data-picture'), 'none', 'only https is loaded');
      assert.deepEqual(await writes(), []);
    });

    test('reports a picture that does not load, and what to check', async () => {
      await page.edit();
      await type('image_url', 'https://none.invalid/new.png');
      await page.waitForText('#preview-note', /^This picture did not load in this browser\. .* in a private window\.$/);
      await waitForLabel(/: the initials JD/);
      await page.waitForText('#save-hint', /The new picture did not load in this browser\./);
      await page.find('#save-discard').click();
      await page.edit(ada);
      await type('last_name', 'Lovelace');
      await page.waitForText('#save-hint', /can't be removed/);
      assert.doesNotMatch(await property('#save-hint', 'textContent'), /picture/, 'it is about another card');
    });

    test('reports a picture that only this page may not load', async () => {
      await page.edit();
      await driver.executeScript(`
        const policy = document.createElement('meta');
        Object.assign(policy, { httpEquiv: 'Content-Security-Policy', content: "img-src 'self'" });
        document.head.append(policy);`);
      await type('image_url', 'https://none.invalid/new.png');
      await page.waitForText('#preview-note', /^This page may not load pictures from that server/);
    });
  });

  test('previews the request that it sends', async () => {
    await page.open();
    await page.press('#developer-open');
    await page.waitForText('#request-empty', /no card is open/);
    await page.press('#developer-close');
    await page.edit();
    await page.press('#developer-open');
    await page.waitForText('#request-empty', /no field is changed/);
    await page.press('#developer-close');
    await type('first_name', 'Jo"hn');
    await type('image_url', 'https://example.com/new.png');
    await page.press('#developer-open');
    await page.waitForText('#request', /new\.png/);
    const shown = (await property('#request', 'innerText')).split('\n');
    await page.press('#developer-close');
    await page.press('#save');
    await page.waitForText('.toast', /^Saved/);
    const [write] = await writes();
    const url = await driver.executeScript(
      "return performance.getEntriesByType('resource').map(({ name }) => name).filter((name) => name.includes('/api/linq')).at(-1)",
    );
    assert.equal(shown[0], `${write.method} ${url}`, 'what the page sends to the gateway');
    assert.equal(shown.at(-1), write.body);
    assert.equal(write.target, `/api/partner/v3/contact_card${new URL(url).search}`, 'and the gateway to Linq');
  });
});
