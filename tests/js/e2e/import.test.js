// How the dashboard reads lists, in the browser that BROWSER names, with an emulator: what is saved is what was shown.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startEmulator } from '../support/emulator.js';
import { browser, open } from '../support/browsers.js';
import { waitLimit } from '../support/limits.js';
import { Page } from './states.js';

let emulator;
let driver;
let page;
before(async () => {
  emulator = await startEmulator('--www', process.env.LINQ_WWW, '--budget', 'off', '--close-connections');
  driver = await open();
  page = new Page(driver, emulator);
});
after(async () => {
  await driver?.quit();
  await emulator?.stop();
});
beforeEach(() => emulator.reset());

const john = '+15551234567';
const ada = '+15551230001';

/** Returns the updates that the emulator received: phone number and body of each. */
const sent = async () =>
  (await emulator.requests())
    .filter(({ method }) => method === 'PATCH')
    .map(({ target, body }) => [new URL(target, emulator.url).searchParams.get('phone_number'), JSON.parse(body)])
    .sort();

/** Returns the result of each row. */
const results = () =>
  driver.executeScript("return [...document.querySelectorAll('#many-rows tr')].map((row) => row.dataset.result)");

/** Waits until the list in the page matches. */
const waitForList = (pattern) =>
  driver.wait(async () => pattern.test(await page.find('#many-text').getProperty('value')), waitLimit);

const focused = () => driver.executeScript('return document.activeElement.id');
const value = (css) => page.find(css).getProperty('value');
const isShown = (css) => page.find(css).isDisplayed();

describe(`D1 encodings in ${browser}`, () => {
  // Windows-1252, with ü (FC), ’ (92) and € (80), which ISO-8859-1 doesn't have.
  const excel = Buffer.from(`phone;first name;last name\r\n${john};J\xFCrgen;O\x92Neil \x80\r\n`, 'latin1');

  test('D1 reads a CSV in Windows-1252, shows that it did, and saves its letters', async () => {
    await page.open('#/import');
    await page.choose('cards.csv', excel);
    assert.equal(await value('#many-encoding'), 'windows-1252');
    await page.waitForText('#many-encoding-hint', /Jürgen, O’Neil, €/);
    await page.checkAgain();
    await page.waitForText('#many-source', /cards\.csv, read as Windows-1252, separated by semicolons/);
    await page.waitForText('#many-warnings', /does not show its encoding[\s\S]*Windows-1252: Jürgen/);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[john, { first_name: 'Jürgen', last_name: 'O’Neil €' }]]);
  });

  test('D1 reads the file again in the encoding that the user chooses, and takes the check back', async () => {
    await page.open('#/import');
    await page.choose('cards.csv', Buffer.from(`${john},J\x9Frgen\n`, 'latin1'));
    await page.checkAgain();
    await page.pick('#many-encoding', 'macintosh');
    await waitForList(/Jürgen/);
    assert.equal(await isShown('#many-result'), false, 'the check is taken back');
    await page.checkAgain();
    await page.waitForText('#many-source', /read as Mac Roman/);
    assert.equal(await isShown('#many-warnings'), false, 'what the user chose is no guess');
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[john, { first_name: 'Jürgen' }]]);
  });

  test('D1 reads UTF-16 with tabs, as Excel’s Unicode text', async () => {
    await page.open('#/import');
    await page.choose('cards.txt', Buffer.from(`\uFEFFPhone\tFirst name\r\n${john}\tJürgen 🌻\r\n`, 'utf16le'));
    await page.checkAgain();
    await page.waitForText('#many-source', /read as UTF-16, separated by tabs/);
    assert.equal(await isShown('#many-warnings'), false);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[john, { first_name: 'Jürgen 🌻' }]]);
  });

  test('D1 never sends a character that could not be read, from a file or pasted', async () => {
    await page.open('#/import');
    const broken = Buffer.concat([
      Buffer.from(`${ada},Zoë Ünal\n${john},J`),
      Buffer.from([0xfc]),
      Buffer.from('rgen\n'),
    ]);
    await page.choose('cards.csv', broken);
    assert.equal(await value('#many-encoding'), 'utf-8');
    await page.checkAgain();
    assert.deepEqual(await results(), ['ready', 'invalid']);
    await page.waitForText('#many-warnings', /Not sent[\s\S]*line 2/);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[ada, { first_name: 'Zoë Ünal' }]]);
    await page.check(`${john},J\uFFFDrgen`);
    assert.deepEqual(await results(), ['invalid']);
    assert.equal(await isShown('#many-start'), false);
  });

  test('D1 refuses a spreadsheet, with what to do', async () => {
    await page.open('#/import');
    await page.fill('#many-text', `${john},Johnny`);
    await page.choose('cards.xlsx', Buffer.from('PK\x03\x04\x14\x00\x06\x00'));
    await page.waitForText('#many-file-error', /spreadsheet.*CSV UTF-8/);
    assert.equal(await value('#many-text'), '', 'the list before it is not taken for the file');
    assert.equal(await focused(), 'many-file');
    await page.choose('cards.csv', Buffer.from(`${john},Johnny`));
    assert.equal(await isShown('#many-file-error'), false);
  });
});

describe(`D2 broken quotes in ${browser}`, () => {
  test('D2 shows the lines of a quote that is not closed, and sends none of them', async () => {
    await page.check('phone,first name', '', `${ada},Augusta`, `${john},"Jane`, '+15551230002,Gracie');
    await page.waitForText('#many-warnings', /Not sent[\s\S]*line 4/);
    await page.waitForText('#many-rows tr:last-child', /Lines 4 to 5[\s\S]*The quote in line 4 is not closed/i);
    assert.deepEqual(await results(), ['ready', 'invalid']);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[ada, { first_name: 'Augusta' }]]);
  });

  test('D2 sends no name with a line break', async () => {
    await page.check(`${john},"Jane`, `${ada},Roe"`, '+15551230002,Gracie');
    await page.waitForText('#many-rows', /First name has a line break/);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [['+15551230002', { first_name: 'Gracie' }]]);
  });
});

describe(`D3 edits after the check in ${browser}`, () => {
  const script = (text) => driver.executeScript(`const field = document.getElementById('many-text'); ${text}`);
  const edits = {
    typing: () => page.find('#many-text').sendKeys('x'),
    // Pasting and undoing as the browser does, with its events.
    pasting: () => script("field.focus(); document.execCommand('insertText', false, 'pasted');"),
    undoing: () =>
      script("field.focus(); document.execCommand('insertText', false, 'x'); document.execCommand('undo');"),
    'dropping a file': () =>
      script(`
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(['${john},Dropped'], 'dropped.csv'));
        field.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));`),
    'choosing a file': () => page.choose('cards.csv', Buffer.from(`${john},Chosen`)),
    'choosing a file with the same list': () => page.choose('cards.csv', Buffer.from(`${john},Johnny`)),
    'deciding on a column': () => page.pick('#many-column-1', 'last_name'),
    'resetting the form': () => script('field.form.reset()'),
    'a script or an extension': () => script(`field.value = '${john},Changed';`),
    'a script or an extension, in a column': () =>
      script("document.getElementById('many-column-1').value = 'last_name';"),
  };
  // Without an event, the change is found when the user presses the button.
  const unnoticed = ['resetting the form', 'a script or an extension', 'a script or an extension, in a column'];

  test('D3 takes the check back, whatever changes the list', async () => {
    for (const [name, edit] of Object.entries(edits)) {
      await page.check(`${john},Johnny`);
      await edit();
      if (unnoticed.includes(name)) await page.press('#many-start');
      await page.waitForText('#many-stale', /Check it again/);
      assert.equal(await isShown('#many-start'), false, name);
      if (unnoticed.includes(name)) assert.equal(await focused(), 'many-stale', name);
      else await page.press('#many-start');
      assert.equal(await isShown('#many-result'), false, name);
    }
    assert.deepEqual(await sent(), []);
  });

  test('D3 reads the file that was chosen last, however long an earlier one takes', async () => {
    await page.open('#/import');
    await driver.executeScript(`
      const { arrayBuffer } = Blob.prototype;
      Blob.prototype.arrayBuffer = function () {
        const bytes = arrayBuffer.call(this);
        return this.name === 'slow.csv' ? new Promise((settle) => { window.finish = () => settle(bytes); }) : bytes;
      };
      const files = new DataTransfer();
      files.items.add(new File(['${john},Slow'], 'slow.csv'));
      const input = document.getElementById('many-file');
      input.files = files.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));`);
    await page.choose('cards.csv', Buffer.from(`${john},Last`));
    await driver.executeAsyncScript('finish(); setTimeout(arguments[0]);');
    assert.equal(await value('#many-text'), `${john},Last`);
    await page.checkAgain();
    await page.waitForText('#many-source', /^cards\.csv/);
  });

  test('D3 sends what is shown after the next check', async () => {
    await page.check(`${john},Johnny`);
    await page.fill('#many-text', `${john},Janet`);
    await page.waitForText('#many-stale', /Check it again/);
    await page.checkAgain();
    assert.equal(await isShown('#many-stale'), false);
    await page.waitForText('#many-rows', /Janet/);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[john, { first_name: 'Janet' }]]);
  });

  test('D3 tries nothing once more after an edit, and keeps the results in view', async () => {
    await emulator.script({ method: 'PATCH', status: 400 });
    await page.check(`${john},Johnny`);
    await page.send(/Done/);
    await page.waitForText('#many-again', /once more/);
    await page.fill('#many-text', `${john},Janet`);
    await page.waitForText('#many-stale', /Check it again/);
    assert.equal(await isShown('#many-again'), false);
    assert.deepEqual(await results(), ['refused']);
    assert.equal((await sent()).length, 1);
  });

  test('D3 has no check of a list that the browser restores', async () => {
    await page.check(`${john},Johnny`);
    await driver.navigate().refresh();
    await page.waitForText('#many-title', /Update many/);
    assert.equal(await isShown('#many-result'), false);
    await page.press('#many-start');
    assert.deepEqual(await sent(), []);
  });
});

describe(`D4 columns in ${browser}`, () => {
  test('D4 understands the headings of other programs, in another order, after `sep=`', async () => {
    await page.check(
      'sep=;',
      '"Picture URL";"Telephone";"Surname";"Given name"',
      `https://example.com/a.png;${john};Roe;Jane`,
    );
    await page.waitForText('#many-source', /separated by semicolons, with its heading in line 2/);
    assert.equal(await isShown('#many-warnings'), false);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [
      [john, { first_name: 'Jane', last_name: 'Roe', image_url: 'https://example.com/a.png' }],
    ]);
  });

  test('D4 warns of columns that it does not understand, until the user decides', async () => {
    await page.check('Phone,First name,Nickname,Company', `${john},Johnny,Smith,Linq`);
    await page.waitForText('#many-warnings', /Not used: “Nickname”, such as “Smith”[\s\S]*Not used: “Company”/);
    assert.equal(await page.find('#many-start').getAttribute('aria-describedby'), 'many-warnings');
    assert.ok(await isShown('#many-column-2'), 'what is to decide is in view');
    await page.pick('#many-column-2', 'last_name');
    await page.pick('#many-column-3', 'unused');
    assert.equal(await isShown('#many-result'), false, 'the check is taken back');
    await page.checkAgain();
    assert.equal(await isShown('#many-warnings'), false);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[john, { first_name: 'Johnny', last_name: 'Smith' }]]);
  });

  test('D4 has the user decide between two columns with the same meaning', async () => {
    await page.open('#/import');
    await page.fill('#many-text', `Phone,Mobile,First name\n${john},${ada},Johnny`);
    await page.press('#many-check');
    await page.waitForText('#many-problems', /More than one column is the phone number: “Phone”, “Mobile”/);
    assert.equal(await focused(), 'many-problems');
    assert.equal(await isShown('#many-result'), false);
    assert.equal(await page.find('#many-column-0').getAttribute('aria-invalid'), 'true');
    await page.pick('#many-column-0', 'unused');
    await page.checkAgain();
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[ada, { first_name: 'Johnny' }]]);
  });

  test('D4 finds the numbers of a list without a heading, and has the user decide on the names', async () => {
    await page.open('#/import');
    await page.fill('#many-text', `Roe,Jane,${john}`);
    await page.press('#many-check');
    await page.waitForText('#many-problems', /No column is a first name/);
    assert.equal(await value('#many-column-2'), 'phone_number');
    await page.pick('#many-column-0', 'last_name');
    await page.pick('#many-column-1', 'first_name');
    await page.checkAgain();
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[john, { first_name: 'Jane', last_name: 'Roe' }]]);
  });
});
