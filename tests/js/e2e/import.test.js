// How the import reads and fixes lists, in the browser that BROWSER names, with an emulator: what is saved is what was shown.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { By, Key } from 'selenium-webdriver';
import { browser } from '../support/browsers.js';
import { waitLimit } from '../support/limits.js';
import { manyNumbers } from './numbers.js';
import { startSession } from './session.js';
import { updatesOf } from './updates.js';

const { driver, emulator, page } = await startSession('--budget', 'off', '--close-connections');

const john = '+15551234567';
const ada = '+15551230001';
const grace = '+15551230002';

/** Returns the updates that the emulator received, sorted. */
const sent = async () => (await updatesOf(emulator)).sort();

/** Returns the line and the result of each row that is shown, by line. */
const results = async () => {
  const rows = await driver.executeScript(`
    return [...document.querySelectorAll('#import-fix-rows tbody tr')].map((row) =>
      [Number(/lines? (\\d+)/i.exec(row.querySelector('th .hint').textContent)[1]), row.dataset.result]);`);
  return rows.sort(([a], [b]) => a - b);
};

const focused = () => driver.executeScript('return document.activeElement.id');
const value = (css) => page.find(css).getProperty('value');
const isShown = (css) => page.find(css).isDisplayed();

/** The CSS of the row of a line, among those to fix, once it is drawn. */
const rowOf = async (line) => {
  const find = () =>
    driver.executeScript(
      `return [...document.querySelectorAll('#import-fix-rows tbody tr')].findIndex((row) =>
         new RegExp('lines? ' + arguments[0] + '\\\\b', 'i').test(row.querySelector('th .hint').textContent)) + 1`,
      line,
    );
  const index = await driver.wait(find, waitLimit, `line ${line} should be drawn`);
  return `#import-fix-rows tbody tr:nth-child(${index})`;
};

/** The input of a field in the row of a line. */
const inputOf = async (line, field) => page.find(`${await rowOf(line)} input[id$="${field}"]`);

/** Sends the page a message of another tab. */
const broadcast = (type, user = '') =>
  driver.executeScript(
    "const [type, user] = arguments; new BroadcastChannel('contact-cards session').postMessage({ type, user });",
    type,
    user,
  );

/** Signs the user out, as another tab does. */
const signOutElsewhere = () => broadcast('left');

/** Goes back to the step in which the list is chosen. */
const change = () => page.press('#import-upload-change');

describe(`D1 encodings in ${browser}`, () => {
  // Windows-1252, with ü (FC), ’ (92) and € (80), which ISO-8859-1 doesn't have.
  const excel = Buffer.from(`phone;first name;last name\r\n${john};J\xFCrgen;O\x92Neil \x80\r\n`, 'latin1');

  test('D1 reads a CSV in Windows-1252, shows that it did, and saves its letters', async () => {
    await page.openImport();
    await page.choose('cards.csv', excel);
    assert.equal(await value('#import-encoding'), 'windows-1252');
    await page.waitForText('#import-letters-hint', /This is a guess.*“Jürgen”, “O’Neil €”/);
    await page.press('#import-letters-right');
    await page.checkAgain();
    await page.waitForText('#import-source', /cards\.csv, read as Windows-1252, separated by semicolons/);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[john, { first_name: 'Jürgen', last_name: 'O’Neil €' }]]);
  });

  test('D1 opens no other step before the user has confirmed a guess, or changed it', async () => {
    await page.openImport();
    await page.choose('cards.csv', excel);
    await page.press('#import-check');
    await page.waitForText('#import-letters-error', /Confirm that these letters are right/);
    assert.equal(await focused(), 'import-letters-right');
    await page.press('#import-letters-right');
    assert.equal(await isShown('#import-letters-error'), false);
    await page.press('#import-letters-right');
    await page.press('#import-check');
    await page.waitForText('#import-letters-error', /Confirm/);
    assert.equal(await isShown('#import-fix-rows'), false);
    await page.pick('#import-encoding', 'windows-1250');
    assert.equal(await isShown('#import-letters-right'), false, 'what the user chose is no guess');
    await page.checkAgain();
    await page.waitForText('#import-source', /read as Windows-1250/);
  });

  test('D1 has nothing to confirm where the letters are certain, or the same in every encoding', async () => {
    await page.openImport();
    await page.choose('cards.csv', Buffer.from(`${john},Zoë\n`));
    await page.waitForText('#import-letters-hint', /^Read this way, the list has “Zoë”\.$/);
    assert.equal(await isShown('#import-letters-right'), false);
    await page.choose('cards.csv', Buffer.from(`${john},Johnny\n`));
    assert.equal(await isShown('#import-letters'), false);
    await page.checkAgain();
    assert.deepEqual(await results(), [[1, 'ready']]);
  });

  test('D1 reads the file again in the encoding that the user chooses, and takes the check back', async () => {
    await page.openImport();
    await page.choose('cards.csv', Buffer.from(`${john},J\x9Frgen\n`, 'latin1'));
    await page.press('#import-letters-right');
    await page.checkAgain();
    await change();
    await page.pick('#import-encoding', 'macintosh');
    await page.waitForText('#import-letters-hint', /Jürgen/);
    await page.waitForText('#import-stale', /letters are read in another way/);
    await page.checkAgain();
    await page.waitForText('#import-source', /read as Mac Roman/);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[john, { first_name: 'Jürgen' }]]);
  });

  test('D1 leaves the same rows out when their letters are read in another way, or warns', async () => {
    await page.openImport();
    await page.choose('cards.csv', Buffer.from(`${ada},Augusta\n${john},J\x9Frgen\n`, 'latin1'));
    await page.press('#import-letters-right');
    await page.checkAgain();
    await page.press(`${await rowOf(2)} button.plain`);
    await page.waitForText('#import-fix-state', /1 left out/);
    const readAs = async (label) => {
      await change();
      await page.pick('#import-encoding', label);
      await page.press('#import-check');
    };
    await readAs('macintosh');
    await page.waitForText('#import-fix-state', /^1 to send · 1 left out$/);
    assert.equal(await isShown('#import-warnings'), false);
    await readAs('utf-16le');
    await page.waitForText('#import-file-problem', /./);
    await readAs('macintosh');
    await page.waitForText('#import-fix-state', /^1 to send · 1 left out$/);
    await readAs('shift_jis');
    await page.waitForText('#import-warnings', /What you changed in 1 row is undone/);
    await page.waitForText('#import-fix-state', /^2 to send$/);
  });

  test('D1 reads UTF-16 with tabs, as Excel’s Unicode text', async () => {
    await page.openImport();
    await page.choose('cards.txt', Buffer.from(`\uFEFFPhone\tFirst name\r\n${john}\tJürgen 🌻\r\n`, 'utf16le'));
    await page.checkAgain();
    await page.waitForText('#import-source', /read as UTF-16, separated by tabs/);
    assert.equal(await isShown('#import-warnings'), false);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[john, { first_name: 'Jürgen 🌻' }]]);
  });

  test('D1 never sends a character that could not be read, from a file or pasted', async () => {
    await page.openImport();
    const broken = Buffer.concat([
      Buffer.from(`${ada},Zoë,Ünal\n${john},J`),
      Buffer.from([0xfc]),
      Buffer.from('rgen\n'),
    ]);
    await page.choose('cards.csv', broken);
    assert.equal(await value('#import-encoding'), 'utf-8');
    await page.checkAgain();
    assert.deepEqual(await results(), [
      [1, 'ready'],
      [2, 'invalid'],
    ]);
    await page.waitForText('#import-warnings', /Line 2. Not sent until fixed/);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[ada, { first_name: 'Zoë', last_name: 'Ünal' }]]);
    await page.check(`${john},J\uFFFDrgen`);
    assert.deepEqual(await results(), [[1, 'invalid']]);
    assert.equal(await isShown('#import-to-send'), false);
  });

  test('D1 refuses a spreadsheet, with what to do', async () => {
    await page.openImport();
    await page.fill('#import-text', `${john},Johnny`);
    await page.choose('cards.xlsx', Buffer.from('PK\x03\x04\x14\x00\x06\x00'));
    await page.waitForText('#import-file-error', /spreadsheet.*CSV UTF-8/);
    assert.equal(await value('#import-text'), '', 'the list before it is not taken for the file');
    assert.equal(await focused(), 'import-choose');
    await page.choose('cards.csv', Buffer.from(`${john},Johnny`));
    assert.equal(await isShown('#import-file-error'), false);
  });
});

describe(`D2 broken quotes in ${browser}`, () => {
  test('D2 shows the lines of a quote that is not closed, and sends none of them', async () => {
    await page.check('phone,first name', '', `${ada},Augusta`, `${john},"Jane`, `${grace},Gracie`);
    await page.waitForText('#import-warnings', /Line 4. Not sent until fixed/);
    await page.waitForText('#import-fix-rows tbody tr', /Lines 4 to 5[\s\S]*The quote in line 4 is not closed/i);
    assert.deepEqual(await results(), [
      [3, 'ready'],
      [4, 'invalid'],
    ]);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[ada, { first_name: 'Augusta' }]]);
  });

  test('D2 sends no name with a line break', async () => {
    await page.check(`${john},"Jane`, `${ada},Roe"`, `${grace},Gracie`);
    await page.waitForText('#import-fix-rows', /First name has a line break/);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[grace, { first_name: 'Gracie' }]]);
  });
});

describe(`the text of a list in ${browser}`, () => {
  /** The text that is selected in the field. */
  const selected = () =>
    driver.executeScript(`
      const { value, selectionStart, selectionEnd } = document.getElementById('import-text');
      return value.slice(selectionStart, selectionEnd);`);

  test('D2 is edited where a quote is broken, also that of a file, and what was fixed elsewhere stays fixed', async () => {
    await page.openImport();
    const list = `phone,first name\r\n${john.slice(1)},Johnny\r\n${ada},"Augusta\r\n${grace},Gracie\r\n`;
    await page.choose('cards.csv', Buffer.from(list));
    await page.checkAgain();
    await page.press(`${await rowOf(2)} .suggestion`);
    await page.waitForText('#import-to-send', /1 update/);
    await page.press(`${await rowOf(3)} .row-actions button`);
    await page.waitFor('#import-upload[data-state="open"]');
    assert.equal(await focused(), 'import-text');
    assert.equal(await selected(), `${ada},"Augusta`);
    // Not sendKeys of the field, as WebKit's driver types at its end.
    await driver.actions().sendKeys(`${ada},Augusta`).perform();
    await page.waitForText('#import-stale', /The list has changed/);
    await page.checkAgain();
    await page.send(/Done/);
    assert.deepEqual(await sent(), [
      [ada, { first_name: 'Augusta' }],
      [grace, { first_name: 'Gracie' }],
      [john, { first_name: 'Johnny' }],
    ]);
  });

  test('D2 is edited where its heading is broken', async () => {
    await page.openImport();
    await page.fill('#import-text', `\nphone,"first name\n${john},Johnny`);
    await page.press('#import-check');
    await page.waitForText('#import-problems', /The quote in line 2 is not closed/);
    await page.press('#import-edit-list');
    await page.waitFor('#import-upload[data-state="open"]');
    assert.equal(await selected(), 'phone,"first name');
  });
});

describe(`D3 edits after the check in ${browser}`, () => {
  const script = (text) => driver.executeScript(`const field = document.getElementById('import-text'); ${text}`);
  const edits = {
    typing: [/The list has changed/, () => page.find('#import-text').sendKeys('x')],
    // Pasting and undoing as the browser does, with its events.
    pasting: [
      /The list has changed/,
      () => script("field.focus(); document.execCommand('insertText', false, 'pasted');"),
    ],
    'dropping a file': [
      /another file/,
      () =>
        script(`
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(['${john},Dropped'], 'dropped.csv'));
          field.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));`),
    ],
    'choosing a file': [/another file/, () => page.choose('cards.csv', Buffer.from(`${john},Chosen`))],
    'choosing what is no list': [/is removed/, () => page.choose('cards.xlsx', Buffer.from('PK\x03\x04'))],
  };
  // Without an event, and while the step is closed.
  const unnoticed = {
    'resetting the form': () => script('field.form.reset()'),
    'a script or an extension': () => script(`field.value = '${john},Changed';`),
  };

  test('D3 takes the check back, whatever changes the list, and shows what happened', async () => {
    for (const [name, [message, edit]] of Object.entries(edits)) {
      await page.check(`${john},Johnny`);
      await change();
      await edit();
      await page.waitForText('#import-stale', message);
      assert.equal(await isShown('#import-to-send'), false, name);
    }
    assert.deepEqual(await sent(), []);
  });

  test('D3 sends nothing when the list has changed without an event', async () => {
    for (const [name, edit] of Object.entries(unnoticed)) {
      for (const step of ['#import-to-send', '#import-start']) {
        await page.check(`${john},Johnny`);
        if (step === '#import-start') await page.toSend();
        await edit();
        await page.press(step);
        await page.waitForText('#import-stale', /has changed/);
        assert.equal(await focused(), 'import-stale', name);
      }
    }
    assert.deepEqual(await sent(), []);
  });

  test('D3 keeps what was fixed when the list is looked at again, and drops it with another list', async () => {
    await page.check(`${john.slice(1)},Johnny`);
    await page.press(`${await rowOf(1)} .suggestion`);
    await page.waitForText('#import-to-send', /1 update/);
    await change();
    await page.checkAgain();
    assert.deepEqual(await results(), [[1, 'ready']]);
    await change();
    await page.fill('#import-text', `${john.slice(1)},Janet`);
    await page.checkAgain();
    assert.deepEqual(await results(), [[1, 'invalid']]);
  });

  test('D3 keeps what was typed in a cell whose column is not used for a while', async () => {
    await page.check('Phone,First name,Last name', `${john},J\uFFFDrgen,Roe`);
    await (await inputOf(2, 'first_name')).sendKeys(Key.END, Key.BACK_SPACE.repeat(6), 'Jürgen');
    await page.waitForText('#import-to-send', /1 update/);
    await page.pick('#import-column-1', 'unused');
    await page.waitForText(await rowOf(2), /^(?!.*First name).*Roe/s);
    await page.pick('#import-column-1', 'first_name');
    await page.waitFor('#import-fix-rows input[id$="first_name"]');
    assert.equal(await value('#import-fix-rows input[id$="first_name"]'), 'Jürgen');
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[john, { first_name: 'Jürgen', last_name: 'Roe' }]]);
  });

  test('D3 warns only of rows that are still in the list, and of what was changed in them', async () => {
    const warnings = () => page.find('#import-warnings').getText();
    const readAs = async (...lines) => {
      await change();
      await page.fill('#import-text', lines.join('\n'));
      await page.press('#import-check');
    };
    await page.check(`${john.slice(1)},Johnny`, `${ada},Augusta`, `${grace},Gracie`);
    await page.press(`${await rowOf(1)} .suggestion`);
    await page.press(`${await rowOf(2)} button.plain`);
    await page.waitForText('#import-fix-state', /^2 to send · 1 left out$/);
    await readAs(`${john.slice(1)},Johnny`, `${grace},Gracie`);
    await page.waitForText('#import-fix-state', /^2 to send$/);
    assert.equal(await isShown('#import-warnings'), false, await warnings());
    await readAs(`${john.slice(1)},Janet`, `${grace},Gracie`);
    await page.waitForText('#import-fix-state', /^1 to send · 1 to fix/);
    assert.match(await warnings(), /What you changed in 1 row is undone/);
    assert.doesNotMatch(await warnings(), /left out/);
    await readAs('Phone,Mobile,First name', `${john},${ada},Johnny`);
    await page.waitForText('#import-problems', /More than one column/);
    assert.equal(await isShown('#import-warnings'), false, 'it is of the list before');
  });

  test('D3 reads the file that was chosen last, however long an earlier one takes', async () => {
    await page.openImport();
    await driver.executeScript(`
      const { arrayBuffer } = Blob.prototype;
      Blob.prototype.arrayBuffer = function () {
        const bytes = arrayBuffer.call(this);
        return this.name === 'slow.csv' ? new Promise((settle) => { window.finish = () => settle(bytes); }) : bytes;
      };
      const files = new DataTransfer();
      files.items.add(new File(['${john},Slow'], 'slow.csv'));
      const input = document.getElementById('import-file');
      input.files = files.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));`);
    await page.choose('cards.csv', Buffer.from(`${john},Last`));
    await driver.executeAsyncScript('finish(); setTimeout(arguments[0]);');
    await page.checkAgain();
    await page.waitForText('#import-source', /^cards\.csv/);
    await page.waitForText('#import-fix-rows', /Last/);
  });

  test('D3 sends what is shown after the next check', async () => {
    await page.check(`${john},Johnny`);
    await change();
    await page.fill('#import-text', `${john},Janet`);
    await page.checkAgain();
    assert.equal(await isShown('#import-stale'), false);
    await page.waitForText('#import-fix-rows', /Janet/);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[john, { first_name: 'Janet' }]]);
  });

  test('D3 has no check of a list that the browser restores', async () => {
    await page.check(`${john},Johnny`);
    await driver.navigate().refresh();
    await page.waitFor('#import-upload[data-state="open"]');
    await page.press('#import-to-send');
    await page.press('#import-start');
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
    await page.waitForText('#import-source', /separated by semicolons, with its heading in line 2/);
    assert.equal(await isShown('#import-warnings'), false);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [
      [john, { first_name: 'Jane', last_name: 'Roe', image_url: 'https://example.com/a.png' }],
    ]);
  });

  test('D4 warns of ignored columns first, until the user decides', async () => {
    await page.check('Phone,First name,Nickname,Company', `${john},Johnny,Smith,Linq`);
    await page.waitForText('#import-warnings', /^Columns not used\s+“Nickname”, such as “Smith”[\s\S]*“Company”/);
    assert.equal(await page.find('#import-to-send').getAttribute('aria-describedby'), 'import-warnings');
    assert.ok(await isShown('#import-column-2'), 'what is to decide is in view');
    await driver.executeScript("document.getElementById('import-column-2').focus()");
    await page.pick('#import-column-2', 'last_name');
    await page.waitForText('#import-fix-rows', /Smith/);
    assert.equal(await focused(), 'import-column-2', 'the focus stays');
    await page.pick('#import-column-3', 'unused');
    await page.waitFor('#import-warnings[hidden]');
    await page.waitFor('#import-fix-actions:not([hidden])');
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[john, { first_name: 'Johnny', last_name: 'Smith' }]]);
  });

  test('D4 has the user decide between two columns with the same meaning', async () => {
    await page.openImport();
    await page.fill('#import-text', `Phone,Mobile,First name\n${john},${ada},Johnny`);
    await page.press('#import-check');
    await page.waitForText('#import-problems', /More than one column is the phone number: “Phone”, “Mobile”/);
    assert.equal(await focused(), 'import-problems');
    assert.equal(await isShown('#import-fix-rows'), false);
    assert.equal(await page.find('#import-column-0').getAttribute('aria-invalid'), 'true');
    await page.pick('#import-column-0', 'unused');
    await page.waitFor('#import-fix-actions:not([hidden])');
    assert.equal(await isShown('#import-problems'), false);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[ada, { first_name: 'Johnny' }]]);
  });

  /** Continues with a list of which full names were guessed to be first names. */
  const guess = async (...lines) => {
    await page.openImport();
    await page.fill('#import-text', lines.join('\n'));
    await page.press('#import-check');
    await page.waitForText('#import-problems', /may have full names: “Ada Lovelace” would be saved as the first name/);
    assert.equal(await isShown('#import-fix-rows'), false);
    assert.equal(await focused(), 'import-problems');
  };

  test('D4 saves full names as first names once the user has confirmed it', async () => {
    await guess('Phone,Name', `${ada},Ada Lovelace`, `${john},Johnny`);
    await page.waitForText('#import-problems', /^“Name”/);
    assert.equal(await page.find('#import-column-1').getAttribute('aria-invalid'), 'true');
    await page.press('#import-names-use');
    await page.waitFor('#import-fix-actions:not([hidden])');
    assert.equal(await isShown('#import-problems'), false);
    assert.equal(await focused(), 'import-fix-title', 'the focus is not lost');
    await page.send(/Done/);
    assert.deepEqual(await sent(), [
      [ada, { first_name: 'Ada Lovelace' }],
      [john, { first_name: 'Johnny' }],
    ]);
  });

  test('D4 has full names confirmed also once the user has chosen the last name', async () => {
    await guess('Phone,Name,Familie', `${ada},Ada Lovelace,King`);
    await page.pick('#import-column-2', 'last_name');
    await page.waitForText(
      '#import-problems',
      /“Ada Lovelace” would be saved as the first name, and “Familie” as the last/,
    );
    assert.equal(await isShown('#import-to-send'), false);
    await page.press('#import-names-ignore');
    await page.waitFor('#import-fix-actions:not([hidden])');
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[ada, { last_name: 'King' }]]);
  });

  test('D4 leaves out a column of full names, or has it edited', async () => {
    await guess('Phone,Full name,Picture URL', `${ada},Ada Lovelace,https://example.com/a.png`);
    await page.press('#import-names-ignore');
    await page.waitFor('#import-fix-actions:not([hidden])');
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[ada, { image_url: 'https://example.com/a.png' }]]);
    await guess('', `${ada},Ada Lovelace`);
    await page.press('#import-edit-list');
    await page.waitForFocus('#import-text');
    await page.fill('#import-text', `${ada},Augusta,Ada King`);
    await page.checkAgain();
    await page.waitForText('#import-fix-rows', /Augusta[\s\S]*Ada King/);
  });

  test('D4 finds the numbers of a list without a heading, and has the user decide on the names', async () => {
    await page.openImport();
    await page.fill('#import-text', `Roe,Jane,${john}`);
    await page.press('#import-check');
    await page.waitForText('#import-problems', /No column is a first name/);
    assert.equal(await value('#import-column-2'), 'phone_number');
    await page.pick('#import-column-0', 'last_name');
    await page.pick('#import-column-1', 'first_name');
    await page.waitFor('#import-fix-actions:not([hidden])');
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[john, { first_name: 'Jane', last_name: 'Roe' }]]);
  });
});

describe(`D5 numbers that a spreadsheet has damaged, in ${browser}`, () => {
  test('D5 explains each, and suggests the one card that fits', async () => {
    // Each has lost digits or its plus; only those with one card that fits have a suggestion.
    await emulator.create({ phone_number: '+14440000007', first_name: 'Seven' });
    await emulator.create({ phone_number: '+4915112345678', first_name: 'Eva' });
    await page.check('1.55512E+10,A', '4.91511E+12,B', '14440000007,C', `'${john},D`);
    assert.deepEqual(await results(), [
      [1, 'invalid'],
      [2, 'invalid'],
      [3, 'invalid'],
      [4, 'ready'],
    ]);
    const offered = async (line) => {
      const [button] = await driver.findElements(By.css(`${await rowOf(line)} .suggestion`));
      return button ? button.getText() : '';
    };
    assert.equal(await offered(1), '', 'several cards fit');
    assert.match(await offered(2), /Use \+4915112345678 \(Eva\)/);
    assert.match(await offered(3), /Use \+14440000007/);
    for (const line of [1, 2]) await page.waitForText(await rowOf(line), /spreadsheet/);
    await page.press(`${await rowOf(2)} .suggestion`);
    await page.waitForText('#import-to-send', /2 updates/);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [
      [john, { first_name: 'D' }],
      ['+4915112345678', { first_name: 'B' }],
    ]);
  });

  test('D5 accepts a guess row by row, never in bulk', async () => {
    await emulator.create({ phone_number: '+4915112345678', first_name: 'Eva' });
    await page.check('4.91511E+12,B', '+1 555 123 4567,A');
    await page.waitForText('#import-suggest', /format of 1 number/);
    await page.press('#import-suggest');
    await page.waitForText('#import-to-send', /1 update/);
    assert.deepEqual(await results(), [
      [1, 'invalid'],
      [2, 'ready'],
    ]);
  });
});

describe(`D6 lines in ${browser}`, () => {
  test('D6 names the lines of the file, with its blank ones', async () => {
    await page.openImport();
    const list = `\n\nphone,first name\n\n${john},Johnny\n \n+1999,Short\n${ada},"Au\ngusta"\n${grace},Gracie\n`;
    await page.choose('cards.csv', Buffer.from(list));
    await page.checkAgain();
    assert.deepEqual(await results(), [
      [5, 'ready'],
      [7, 'invalid'],
      [8, 'invalid'],
      [10, 'ready'],
    ]);
    await page.waitForText(await rowOf(8), /lines 8 to 9/i);
    const names = await driver.executeScript(
      "return [...document.querySelectorAll('#import-fix-rows tbody button')].map((button) => button.textContent)",
    );
    assert.ok(names.includes('Leave out in line 7'), names.join());
  });
});

describe(`the fixing of rows in ${browser}`, () => {
  test('repairs a cell in place, with its duplicates, and keeps the focus', async () => {
    await page.check(`${john},Johnny`, `${john},Twice`, `${ada},`, '+1555123000,Gracie');
    assert.deepEqual(await results(), [
      [1, 'invalid'],
      [2, 'invalid'],
      [3, 'invalid'],
      [4, 'invalid'],
    ]);
    const input = await inputOf(4, 'phone_number');
    const id = await input.getAttribute('id');
    await input.sendKeys('2');
    await page.waitFor(`[id="${id}"][aria-invalid="false"]`);
    assert.equal(await focused(), id, 'the focus stays');
    assert.equal(await input.getProperty('value'), grace);
    await page.waitForText('#status', /Line 4 is fixed. 3 rows to fix/);
    const other = await inputOf(2, 'phone_number');
    await other.clear();
    await other.sendKeys('+15551230004');
    await page.waitForText('#import-to-send', /3 updates/);
    assert.deepEqual(await results(), [
      [1, 'ready'],
      [2, 'ready'],
      [3, 'invalid'],
      [4, 'ready'],
    ]);
    await other.clear();
    await other.sendKeys(john);
    await page.waitForText('#import-to-send', /1 update/);
    await page.press(`${await rowOf(2)} button.plain`);
    await page.waitForText('#import-to-send', /2 updates/);
    await page.waitForText('#status', /Line 2 is left out/);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [
      [grace, { first_name: 'Gracie' }],
      [john, { first_name: 'Johnny' }],
    ]);
  });

  test('edits a row that could be sent as it is', async () => {
    await page.check(`${john},Jonny`, `${ada},Augusta`);
    const edit = async (line) => {
      const buttons = await driver.findElements(By.css(`${await rowOf(line)} button.plain`));
      await buttons.at(-1).click();
    };
    await edit(1);
    const number = await inputOf(1, 'phone_number');
    assert.equal(await focused(), await number.getAttribute('id'));
    const name = await inputOf(1, 'first_name');
    assert.equal(await name.getProperty('value'), 'Jonny');
    await name.sendKeys(Key.END, Key.BACK_SPACE.repeat(5));
    await page.waitForText('#import-to-send', /1 update/);
    await name.sendKeys('Johnny');
    await page.waitForText('#import-to-send', /2 updates/);
    await page.press('#import-upload-change');
    await page.checkAgain();
    await page.send(/Done/);
    assert.deepEqual(await sent(), [
      [ada, { first_name: 'Augusta' }],
      [john, { first_name: 'Johnny' }],
    ]);
  });

  test('goes on after the run with the rows that were not sent, and keeps what was fixed', async () => {
    await page.check(`${john.slice(1)},Johnny`, `${ada},Augusta`, '+1555123000,Gracie', 'nonsense,Left');
    await page.press(`${await rowOf(1)} .suggestion`);
    await page.press(`${await rowOf(4)} button.plain`);
    await page.waitForText('#import-to-send', /2 updates/);
    await page.send(/Done/);
    await page.waitFor('#import-fix[data-tone="warn"]');
    await page.waitForText('#import-result', /All 2 updates are saved\.\s+1 to fix, so not sent\./);
    await page.press('#import-new');
    await page.waitForText(
      '#discard',
      /Start a new import\?\s+1 row of this one is not saved\. You can export it first\./,
    );
    await page.press('#discard-keep');
    await page.waitForText('#import-fix-rest', /^Fix line 3$/);
    await page.press('#import-fix-rest');
    await page.waitForText('#discard', /^Leave these results\?\s+After that, this run can’t be undone/);
    await page.press('#discard-discard');
    await page.waitForText('#import-fix-state', /Fix a row to continue/);
    assert.equal(await focused(), 'import-fix-title');
    assert.deepEqual(await results(), [
      [1, 'left_out'],
      [2, 'left_out'],
      [3, 'invalid'],
      [4, 'left_out'],
    ]);
    await page.press('#import-upload-change');
    await page.waitForText('#import-fixes', /What you fixed in the table stays fixed/);
    await page.checkAgain();
    await page.fill(`${await rowOf(3)} input`, grace);
    await page.waitForText('#import-to-send', /1 update/);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [
      [ada, { first_name: 'Augusta' }],
      [grace, { first_name: 'Gracie' }],
      [john, { first_name: 'Johnny' }],
    ]);
    await page.press('#import-new');
    await page.waitFor('#import-upload[data-state="open"]');
    assert.equal(await isShown('#import-fixes'), false);
  });

  test('lets a number that was fixed be corrected again, after the list is read again', async () => {
    await page.check('+1555123000,Gracie');
    await page.fill(`${await rowOf(1)} input`, ada);
    await page.waitForText('#import-to-send', /1 update/);
    await change();
    await page.checkAgain();
    assert.deepEqual(await results(), [[1, 'ready']]);
    const input = await inputOf(1, 'phone_number');
    assert.equal(await input.getProperty('value'), ada);
    await page.fill(`${await rowOf(1)} input`, grace);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[grace, { first_name: 'Gracie' }]]);
  });

  test('writes a suggestion into the input, which has the focus then', async () => {
    await page.check('+1 555 123 4567,Johnny');
    await page.press(`${await rowOf(1)} .suggestion`);
    await page.waitForText('#import-to-send', /1 update/);
    const input = await inputOf(1, 'phone_number');
    assert.equal(await input.getProperty('value'), john);
    assert.equal(await focused(), await input.getAttribute('id'));
  });

  test('includes a row again that was left out, in its place', async () => {
    await page.check(`${john},Johnny`, `${john},Twice`, `${ada},Augusta`);
    const button = async (line) => page.find(`${await rowOf(line)} button.plain`);
    await (await button(1)).click();
    await page.waitForText('#import-to-send', /2 updates/);
    assert.deepEqual(await results(), [
      [1, 'left_out'],
      [2, 'ready'],
      [3, 'ready'],
    ]);
    assert.equal(
      await driver.executeScript('return document.activeElement.textContent'),
      'Include again in line 1',
      'the focus stays in the row',
    );
    await change();
    await page.checkAgain();
    await page.press('#import-fix-rows [data-filter="leftOut"]');
    assert.deepEqual(await results(), [[1, 'left_out']]);
    await (await button(1)).click();
    await page.waitForText('#import-to-send', /1 update/);
    await page.waitForText('#status', /Line 1 is included again. 2 rows to fix/);
    await page.press('#import-fix-rows [data-filter="all"]');
    await (await button(2)).click();
    await page.waitForText('#import-to-send', /2 updates/);
    await page.send(/Done/);
    await page.waitForText('#import-fix-summary', /2 to send · 1 left out/);
    assert.deepEqual(await sent(), [
      [ada, { first_name: 'Augusta' }],
      [john, { first_name: 'Johnny' }],
    ]);
  });

  test('leaves out every row to fix at once, and includes them again', async () => {
    const numbers = manyNumbers(250);
    await page.check(`${john},Johnny`, ...numbers.map((number) => `${number},New`), `${ada},New`, `${ada},New`);
    await page.waitForText('#import-leave-out', /^Leave out 251 of the 252 rows to fix$/);
    await page.waitForText('#import-leave-out-hint', /^Of equal rows, the first stays\.$/);
    await page.press('#import-leave-out');
    await page.waitForText('#status', /251 rows left out. No row is left to fix/);
    await page.waitForText('#import-fix-state', /^2 to send · 251 left out$/);
    assert.equal(await focused(), 'import-to-send', 'the button that was pressed is gone');
    assert.equal(await isShown('#import-leave-out'), false);
    await change();
    await page.checkAgain();
    await page.waitForText('#import-include', /^Include the 251 rows left out again$/);
    await page.press('#import-include');
    await page.waitForText('#status', /251 rows included again. 252 rows to fix/);
    await page.waitForText('#import-fix-state', /^1 to send · 252 to fix, not sent$/);
    await page.press('#import-leave-out');
    await page.waitForText('#import-fix-state', /251 left out/);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [
      [ada, { first_name: 'New' }],
      [john, { first_name: 'Johnny' }],
    ]);
  });

  test('leaves nothing out by the second click of a double-click, for which another button has moved there', async () => {
    await page.check('+1 555 123 0002,Gracie', 'nonsense,X', `${john},Johnny`);
    // A driver's own clicks are too far apart on a slow machine to be one double-click.
    await driver.executeScript(`
      for (const [index, id] of ['import-suggest', 'import-leave-out'].entries())
        document.getElementById(id).dispatchEvent(new MouseEvent('click', { bubbles: true, detail: index + 1 }));`);
    await page.waitForText('#import-fix-state', /^2 to send · 1 to fix, not sent$/);
    await page.press('#import-leave-out');
    await page.waitForText('#import-fix-state', /^2 to send · 1 left out$/);
  });

  test('leaves rows that differ to the user, who decides which of them is meant', async () => {
    await page.check(`${john},Johnny`, `${ada},One`, `${ada},Two`, '+19999999999,Missing');
    await page.waitForText('#import-leave-out', /^Leave out 1 of the 3 rows to fix$/);
    await page.waitForText('#import-leave-out-hint', /^Where rows with the same number differ, leave out all but one/);
    await page.press('#import-leave-out');
    await page.waitForText('#status', /1 row left out. 2 rows to fix/);
    assert.deepEqual(await results(), [
      [1, 'ready'],
      [2, 'invalid'],
      [3, 'invalid'],
      [4, 'left_out'],
    ]);
    assert.equal(await isShown('#import-leave-out'), false);
    await page.press(`${await rowOf(2)} button.plain`);
    await page.waitForText('#import-to-send', /2 updates/);
    assert.equal(await isShown('#import-leave-out-hint'), false);
    await page.send(/Done/);
    assert.deepEqual(await sent(), [
      [ada, { first_name: 'Two' }],
      [john, { first_name: 'Johnny' }],
    ]);
  });

  test('has the way on in view, which covers nothing that has the focus', async () => {
    await page.check(...manyNumbers(30).map((number) => `${number},New`), `${john},Johnny`);
    await page.atSize({ width: 500, height: 700 }, async () => {
      const inputs = () => driver.executeScript("return document.querySelectorAll('#import-fix-rows input').length");
      assert.equal(await inputs(), 30);
      await driver.executeScript("document.querySelector('#import-fix-rows input').focus()");
      for (let pressed = 0; pressed < 24; pressed += 1) {
        await driver.actions().sendKeys(Key.TAB).perform();
        const isInView = () =>
          driver.executeScript(`
            const focus = document.activeElement.getBoundingClientRect();
            const bar = document.getElementById('import-fix-actions').getBoundingClientRect();
            return bar.bottom <= innerHeight + 1 && bar.top > 0 && focus.bottom <= bar.top;`);
        // An engine may scroll after the key is handled.
        await driver.wait(isInView, waitLimit, 'the bar should be in view, and what has the focus above it');
      }
    });
  });

  test('has no message on the way on, wherever the page is scrolled', async () => {
    await page.check(...manyNumbers(30).map((number) => `${number},New`), `${john},Johnny`);
    await page.press('#palette-open');
    await page.fill('#palette-input', 'Reload');
    await page.press('#palette-list li');
    await page.waitForText('.toast', /cards loaded/);
    // With the focus in it, it stays.
    await driver.executeScript("document.querySelector('.toast-close').focus({ preventScroll: true })");
    const boxes = () =>
      driver.executeScript(
        "return ['.toast', '#import-fix-actions'].map((css) => document.querySelector(css).getBoundingClientRect().toJSON())",
      );
    const isApart = async () => {
      const [toast, bar] = await boxes();
      return toast.bottom <= bar.top || toast.top >= bar.bottom;
    };
    for (const size of [
      { width: 1200, height: 700 },
      { width: 500, height: 700 },
      { width: 1200, height: 450 },
    ])
      await page.atSize(size, async () => {
        const length = await driver.executeScript('return document.documentElement.scrollHeight');
        for (const fromEnd of [length, 1_000, 250, 200, 150, 100, 50, 0]) {
          await driver.executeScript(
            "scrollTo({ top: document.documentElement.scrollHeight - innerHeight - arguments[0], behavior: 'instant' })",
            fromEnd,
          );
          await driver.wait(isApart, waitLimit, `${JSON.stringify(size)}, ${fromEnd} from the end`);
          const [toast] = await boxes();
          const height = await driver.executeScript('return innerHeight');
          assert.ok(
            toast.top >= 0 && toast.bottom <= height + 1,
            `in view: ${JSON.stringify({ toast, height, size, fromEnd })}`,
          );
        }
      });
  });

  test('is scrolled by the keys that scroll a page, and stays where it is then', async () => {
    await page.check(...manyNumbers(100).map((number) => `${number},New`));
    assert.equal(await focused(), 'import-fix-title');
    const isPast = async () => {
      await driver.actions().sendKeys(Key.PAGE_DOWN).perform();
      return driver.executeScript('return scrollY > 2 * innerHeight');
    };
    await driver.wait(isPast, waitLimit, 'the page should scroll past what has the focus');
  });

  describe('a number without a card', () => {
    const list = [`${john},Johnny`, '+19999999999,Max,Muster,https://example.com/max.png'];
    const values = { first_name: 'Max', last_name: 'Muster', image_url: 'https://example.com/max.png' };
    /** Waits until the row has the focus and this result. */
    const waitForRow = async (result) => {
      await page.waitForFocus(`#import-fix-rows tr[data-result="${result}"]`);
      assert.match(await driver.executeScript('return document.activeElement.innerText'), /line 2/i);
    };
    /** Opens the form that creates the card of the row. */
    const openForm = async (changes = 3) => {
      await page.press(`${await rowOf(2)} .row-actions button`);
      await page.waitForText('#save-count', new RegExp(`${changes} change`));
    };
    const creations = async () => (await emulator.requests()).filter(({ method }) => method === 'POST');

    test('has the form that creates it filled in, and nothing is lost on the way back', async () => {
      await page.check(...list);
      await openForm();
      for (const [name, expected] of Object.entries(values)) assert.equal(await value(`[name="${name}"]`), expected);
      await page.waitForText('#save-hint', /can't be removed here once created/);
      await page.press('#back-to-import');
      await waitForRow('invalid');
      await openForm();
      await page.fill('[name="first_name"]', 'Maximilian');
      await page.press('#back-to-import');
      await page.waitFor('#discard[open]');
      await page.press('#discard-discard');
      await waitForRow('invalid');
      assert.deepEqual(await creations(), []);
    });

    test('is created with the values of its row, which shows it then', async () => {
      await page.check(`${john},Johnny`, '+19999999999,Max,Muster');
      await openForm(2);
      await page.press('#save');
      await page.waitForText('.toast', /^Created .*Max/);
      await page.press('#back-to-import');
      await waitForRow('unchanged');
      await page.waitForText(await rowOf(2), /Max Muster · line 2/);
      await page.waitForText('#status', /^Line 2 is fixed\. No row is left to fix\.$/);
      await page.waitForText('#import-fix-state', /^1 to send · 1 unchanged$/);
      assert.deepEqual(
        (await creations()).map(({ body }) => JSON.parse(body)),
        [{ phone_number: '+19999999999', first_name: 'Max', last_name: 'Muster' }],
      );
    });

    test('leads on to the next row to fix, after the last one to the first', async () => {
      const numbers = manyNumbers(60);
      await page.check(`${john},Johnny`, ...numbers.map((number, index) => `${number},New ${index}`));
      const create = async (line) => {
        await page.press(`${await rowOf(line)} .row-actions button`);
        await page.waitForText('#save-count', /1 change/);
        await page.press('#save');
        await page.waitForText('.toast', new RegExp(`^Created .*New ${line - 2}`));
        await page.press('#back-to-import');
        await page.waitForText('#status', new RegExp(`^Line ${line} is fixed`));
      };
      const focusedLine = () =>
        driver.executeScript('return document.activeElement.innerText.match(/line (\\d+)/i)?.[1]');
      await create(2);
      assert.equal(await focusedLine(), '3');
      await page.press('#import-fix-rows .toolbar [data-step="1"]');
      await create(61);
      assert.equal(await focusedLine(), '3');
      await page.waitForText('#import-fix-state', /^1 to send · 58 to fix, not sent · 2 unchanged$/);
    });

    test('is created only from a row without other issues', async () => {
      await page.check('Phone,First name', '+19999999999,J\uFFFDrgen');
      await page.waitForText(
        '#import-fix-rows',
        /This number has no card yet\. Fix the rest of the row, then create it\./,
      );
      const buttons = async () => (await page.find(`${await rowOf(2)} .row-actions`)).getText();
      assert.doesNotMatch(await buttons(), /Create/);
      await (await inputOf(2, 'first_name')).sendKeys(Key.END, Key.BACK_SPACE.repeat(6), 'Jürgen');
      await page.waitForText(`${await rowOf(2)} .row-actions`, /Create the card/);
      await openForm(1);
      assert.equal(await value('[name="first_name"]'), 'Jürgen');
      await page.press('#save');
      await page.waitForText('.toast', /^Created .*Jürgen/);
      assert.deepEqual(
        (await creations()).map(({ body }) => JSON.parse(body)),
        [{ phone_number: '+19999999999', first_name: 'Jürgen' }],
      );
    });

    test('leaves the focus where the user has moved it while the list is checked again', async () => {
      await page.check(...list);
      await openForm();
      await page.press('#save');
      await page.waitForText('.toast', /^Created /);
      await driver.executeScript(`
        window.held = new Promise((settle) => { window.release = settle; });
        Object.defineProperty(window, 'scheduler', { value: { yield: () => held }, configurable: true });`);
      await page.press('#back-to-import');
      await page.waitFor('#import-fix-rows[hidden]');
      await driver.executeScript('document.getElementById("palette-open").focus(); release();');
      await page.waitFor('#import-fix-actions:not([hidden])');
      assert.equal(await focused(), 'palette-open');
    });

    test('is not returned to in another list, after the user has signed out', async () => {
      await page.check(...list);
      await openForm();
      await signOutElsewhere();
      await page.waitForText('#list-notice', /signed out/);
      await page.press('#list-notice-action');
      await page.waitFor(`[data-number="${john}"]`);
      await page.press('nav a[href="#/import"]');
      await page.fill('#import-text', [`${john},Janet`, `${ada},Augusta`].join('\n'));
      await page.checkAgain();
      for (const view of ['cards', 'import']) await page.press(`nav a[href="#/${view}"]`);
      await page.waitFor('#import-view:not([hidden])');
      assert.equal(await driver.executeScript("return document.activeElement.closest('tr')"), null);
    });

    test('has a way back to the import only where that was shown before', async () => {
      await page.check(...list);
      await openForm();
      await page.press(`[data-number="${john}"]`);
      await page.waitForCard('John Doe');
      assert.equal(await isShown('#back-to-import'), false);
    });

    test('has no way back to an import that is empty, as after a reload', async () => {
      await page.check(...list);
      await openForm();
      assert.equal(await isShown('#back-to-import'), true);
      await page.reload();
      await page.waitForText('#card-state', /^No card yet$/);
      assert.equal(await isShown('#back-to-import'), false);
    });
  });

  test('shows that the cards are not loaded, and checks the list once they are', async () => {
    await page.check(`${john},Johnny`);
    await emulator.signIn(false);
    await page.press('nav a[href="#/cards"]');
    await page.press('#palette-open');
    await page.fill('#palette-input', 'Reload');
    await page.press('#palette-list li');
    await page.waitForText('#list-notice', /signed out/);
    await page.press('nav a[href="#/import"]');
    await page.waitForText('#import-problems', /^You are signed out/);
    await emulator.signIn(true);
    await page.press('nav a[href="#/cards"]');
    await page.press('#list-notice-action');
    await page.waitFor(`[data-number="${john}"]`);
    await page.press('nav a[href="#/import"]');
    await page.waitForText('#import-to-send', /1 update/);
    assert.equal(await isShown('#import-problems'), false);
  });

  test('has a way on where nothing can be sent', async () => {
    await page.check(`${john},John,Doe`);
    await page.waitForText('#import-fix-state', /already have these values/);
    await page.press('#import-fix-new');
    await page.waitFor('#import-upload[data-state="open"]');
    assert.equal(await focused(), 'import-upload-title');
    assert.equal(await value('#import-text'), '');
  });

  test('has no way to lose a list with rows to fix by a press', async () => {
    await page.check(`${john},John,Doe`, 'nonsense,Jane');
    await page.waitForText('#import-fix-state', /Fix a row to continue/);
    assert.equal(await isShown('#import-fix-new'), false);
    await page.press('#import-leave-out');
    await page.waitForText('#import-fix-state', /already have these values/);
    assert.equal(await isShown('#import-fix-new'), true);
  });

  test('moves the focus to the heading of the step that is opened', async () => {
    await page.check(`${john},Johnny`);
    assert.equal(await focused(), 'import-fix-title');
    await page.toSend();
    assert.equal(await focused(), 'import-send-title');
    await page.press('#import-fix-change');
    assert.equal(await focused(), 'import-fix-title');
    await page.press('#import-upload-change');
    assert.equal(await focused(), 'import-upload-title');
  });

  test('ties the error of a cell to its input, whose name has the line', async () => {
    await page.check('+1999,Short');
    const input = await inputOf(1, 'phone_number');
    assert.equal(await input.getAttribute('aria-invalid'), 'true');
    assert.match(await input.getAccessibleName(), /^Phone number in line 1$/);
    const error = await page.find(`[id="${await input.getAttribute('aria-describedby')}"]`);
    assert.match(await error.getText(), /no card yet/);
  });

  test('shows 5,000 rows in pages, and keeps the filter and the focus', async () => {
    const lines = manyNumbers(5_000).map((number) => `${number},Name`);
    await page.check(`${john},Johnny`, ...lines);
    const range = () => page.find('#import-fix-rows .toolbar .pager span').getText();
    const count = () => driver.executeScript("return document.querySelectorAll('#import-fix-rows tbody tr').length");
    assert.equal(await range(), '1–50 of 5,001');
    assert.equal(await count(), 50);
    await page.press('#import-fix-rows [data-filter="fix"]');
    assert.equal(await range(), '1–50 of 5,000');
    await page.press('#import-fix-rows .toolbar [data-step="1"]');
    assert.equal(await range(), '51–100 of 5,000');
    assert.equal(await driver.executeScript('return document.activeElement.textContent'), 'Next');
    const input = await inputOf(52, 'phone_number');
    await input.clear();
    await input.sendKeys(ada);
    await page.waitForText('#import-to-send', /2 updates/);
    assert.equal(await range(), '51–100 of 5,000', 'the row that was fixed stays');
    await page.press('#import-fix-rows [data-filter="open"]');
    assert.deepEqual(await results(), [
      [1, 'ready'],
      [52, 'ready'],
    ]);
  });
});

describe(`the list in ${browser}`, () => {
  test('is dropped anywhere in the form, and a file that is dropped elsewhere does not replace the page', async () => {
    await page.openImport();
    const drop = (css) =>
      driver.executeScript(
        `const dataTransfer = new DataTransfer();
         dataTransfer.items.add(new File(['${john},Dropped'], 'dropped.csv'));
         const event = new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
         document.querySelector(arguments[0]).dispatchEvent(event);
         return event.defaultPrevented;`,
        css,
      );
    assert.ok(await drop('h1'));
    assert.equal(await value('#import-text'), '');
    assert.ok(await drop('#import-drop'));
    await page.waitForText('.chosen-file', /dropped\.csv 20 bytes · 1 row/);
  });

  test('is a file with its size and rows, or what is pasted: a file is removed to paste again', async () => {
    await page.openImport();
    await page.choose('cards.csv', Buffer.from(`phone,first name\n${john},Johnny\n${ada},Augusta\n`));
    await page.waitForText('.chosen-file', /cards\.csv 58 bytes · 2 rows/);
    assert.equal(await focused(), 'import-chosen', 'the focus is not lost');
    assert.equal(await isShown('#import-text'), false);
    await page.checkAgain();
    await change();
    await page.press('#import-file-remove');
    assert.equal(await focused(), 'import-choose');
    await page.waitForText('#import-stale', /is removed/);
    assert.equal(await value('#import-text'), '');
    await page.fill('#import-text', `${john},Janet`);
    await page.waitForText('#import-stale', /list has changed/);
    await page.checkAgain();
    await page.waitForText('#import-upload-summary', /^Pasted list · 1 row$/);
    await page.waitForText('#import-fix-rows', /Janet/);
  });

  test('is removed or replaced once the user confirms it, where something is fixed in it', async () => {
    const list = Buffer.from(`${john},Johnny\nnonsense,Left\n`);
    await page.openImport();
    await page.choose('cards.csv', list);
    await page.checkAgain();
    await page.press(`${await rowOf(2)} button.plain`);
    await page.waitForText('#import-fix-state', /1 left out/);
    await change();
    await page.press('#import-file-remove');
    await page.waitForText('#discard', /^Discard your fixes\?/);
    await page.press('#discard-keep');
    await page.chooseFile('other.csv', Buffer.from(`${ada},Augusta\n`));
    await page.waitForText('#discard', /^Discard your fixes\?/);
    await page.press('#discard-keep');
    await page.waitForText('.chosen-file', /cards\.csv/);
    await page.chooseFile('other.csv', Buffer.from(`${ada},Augusta\n`));
    await page.press('#discard-discard');
    await page.waitForText('.chosen-file', /other\.csv/);
    await page.press('#import-file-remove');
    assert.equal(await focused(), 'import-choose', 'nothing is fixed in it');
  });

  test('is not lost without a warning before its run is started', async () => {
    const warns = () => driver.executeScript("return !dispatchEvent(new Event('beforeunload', { cancelable: true }));");
    await page.openImport();
    assert.equal(await warns(), false, 'there is none');
    await page.fill('#import-text', ' \n\t\n');
    assert.equal(await warns(), false, 'spaces alone');
    await page.fill('#import-text', `${john},Johnny`);
    assert.equal(await warns(), true, 'pasted');
    await page.fill('#import-text', '');
    assert.equal(await warns(), false, 'removed again');
    await page.choose('cards.csv', Buffer.from(`${john},Johnny`));
    assert.equal(await warns(), true, 'chosen');
    await page.checkAgain();
    assert.equal(await warns(), true, 'checked');
    await page.toSend();
    assert.equal(await warns(), true, 'its cost is shown');
    await page.press('#import-start');
    await page.waitForText('#import-send-title', /Done/);
    assert.equal(await warns(), false, 'sent');
    await page.press('#import-new');
    assert.equal(await warns(), false, 'another one is not there yet');
    await page.fill('#import-text', `${john},Johnny`);
    assert.equal(await warns(), true, 'the same list again is another one');
    await signOutElsewhere();
    await driver.wait(async () => !(await warns()), waitLimit, 'the user has signed out');
  });

  test('is checked once the user has signed in again, where the session has ended before', async () => {
    await page.check(`${john},Johnny`);
    await emulator.signIn(false);
    // Another tab has noted something of a run, so that the cards are read again before they are sent.
    await driver.executeScript("dispatchEvent(new StorageEvent('storage', { key: null }))");
    await page.press('#import-to-send');
    await page.waitForText('#import-problems', /^You are signed out\. Sign in from another tab, then try again\./);
    await page.waitForFocus('#import-problems');
    await driver.executeScript("document.getElementById('status').textContent = ''");
    await page.press('#import-load-cards');
    await page.waitForText('#status', /^You are signed out/);
    await emulator.signIn(true);
    await page.press('#import-load-cards');
    await page.waitFor('#import-problems[hidden]');
    await page.waitFor('#import-fix-actions:not([hidden])');
    await page.send(/Done/);
    assert.deepEqual(await sent(), [[john, { first_name: 'Johnny' }]]);
  });

  test('loads the cards where they are missing, or shows why that fails', async () => {
    await emulator.signIn(false);
    await page.openImport();
    await page.fill('#import-text', `${john},Johnny`);
    await page.press('#import-check');
    await page.waitForText('#import-problems', /^You are signed out\. Sign in from another tab, then try again\./);
    await emulator.script({ method: 'GET', delay_ms: 500 });
    await emulator.signIn(true);
    await driver.executeScript("document.getElementById('import-load-cards').focus()");
    await page.press('#import-load-cards');
    await page.waitFor('#import-fix-actions:not([hidden])');
    await page.waitForText('#import-to-send', /1 update/);
    assert.equal(await isShown('#import-problems'), false);
    await page.waitForFocus('#import-fix-title');
  });

  test('is checked as soon as the cards have loaded', async () => {
    await emulator.script({ method: 'GET', delay_ms: 600_000 });
    await driver.get('about:blank');
    await driver.get(`${emulator.url}/#/import`);
    await page.fill('#import-text', `${john},Johnny`);
    await page.press('#import-check');
    await page.waitForText('#import-problems', /^The cards are still loading\./);
    const reads = (await emulator.requests()).filter(({ method }) => method === 'GET');
    assert.equal(reads.length, 1, 'they are loaded once');
    // The response to another request arrives at once.
    await page.press('#palette-open');
    await page.fill('#palette-input', 'Reload');
    await page.press('#palette-list li');
    await page.waitFor('#import-fix-actions:not([hidden])');
    await page.waitForText('#import-to-send', /1 update/);
  });

  test('shows what is unclear in its columns once the cards that it waits for have loaded, and announces it', async () => {
    await emulator.script({ method: 'GET', delay_ms: 600_000 });
    await driver.get('about:blank');
    await driver.get(`${emulator.url}/#/import`);
    await page.fill('#import-text', `Phone,Name\n${john},John Doe\n${ada},Ada Lovelace`);
    await page.press('#import-check');
    await page.waitForText('#import-problems', /^The cards are still loading\./);
    await page.press('#palette-open');
    await page.fill('#palette-input', 'Reload');
    await page.press('#palette-list li');
    await page.waitForText('#import-problems', /may have full names/);
    await page.waitForText('#status', /may have full names/);
  });

  test('has no button that loads the cards once another user has signed in', async () => {
    await page.openImport();
    await broadcast('opened', 'bob');
    await page.fill('#import-text', `${john},Johnny`);
    await page.press('#import-check');
    await page.waitForText('#import-problems', /^Another user has signed in\. Reload the page/);
    assert.equal(await isShown('#import-load-cards'), false);
  });

  test('is announced where nothing is left to send by then', async () => {
    await page.check(`${john},Johnny`);
    await emulator.update(john, { first_name: 'Johnny' });
    // Another tab has noted something of a run, so that the cards are read again before they are sent.
    await driver.executeScript("dispatchEvent(new StorageEvent('storage', { key: null }))");
    await driver.executeScript("document.getElementById('import-to-send').focus()");
    await page.press('#import-to-send');
    await page.waitForFocus('#import-fix-title');
    await page.waitForText('#status', /^Nothing to send: the cards already have these values\./);
  });

  test('opens no further step by the second click of a double-click', async () => {
    await page.check(`${john},Johnny`, '+1555,Short');
    await driver.executeScript(`
      const button = document.getElementById('import-to-send');
      button.dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 2 }));`);
    await page.press(`${await rowOf(2)} button.plain`);
    await page.waitForText('#import-fix-state', /^1 to send · 1 left out$/);
    assert.equal(await page.find('#import-fix').getAttribute('data-state'), 'open');
  });

  test('shows all rows once none is left to fix of those that were chosen', async () => {
    await page.check('+1 555 123 4567,Johnny', `${ada},Augusta`);
    await page.press('#import-fix-rows [data-filter="fix"]');
    assert.deepEqual(await results(), [[1, 'invalid']]);
    await page.press('#import-suggest');
    await page.waitFor('#import-fix-rows [data-filter="all"][aria-pressed="true"]');
    assert.deepEqual(await results(), [
      [1, 'ready'],
      [2, 'ready'],
    ]);
  });

  test('has its rest fixed after the user has signed in again', async () => {
    await page.check(`${john},Johnny`, '+1555,Short');
    await page.send(/Done/);
    await emulator.signIn(false);
    await page.press('#import-fix-rest');
    await page.waitForText('#discard', /^Leave these results\?/);
    await page.press('#discard-keep');
    await broadcast('expired');
    await page.waitForText('#status', /signed out/);
    await page.press('#import-fix-rest');
    await page.waitForText('.toast', /^You are signed out\. Sign in from another tab, then try again\./);
    await emulator.signIn(true);
    await page.press('#import-fix-rest');
    await page.waitForText('#discard', /^Leave these results\?/);
    await page.press('#discard-discard');
    await page.waitForText('#import-fix-state', /Fix a row to continue/);
  });

  test('has the focus in its view, wherever it was before', async () => {
    await page.edit();
    await page.find('[name="first_name"]').click();
    await page.press('#palette-open');
    await page.fill('#palette-input', 'Import');
    await page.press('#palette-list li');
    await page.waitForFocus('#import-title');
    await page.goBack();
    await page.waitForCard('John Doe');
    await page.find('[name="first_name"]').click();
    await driver.executeScript('history.forward()');
    await page.waitForFocus('#import-title');
    await driver.executeScript("location.hash = '#/cards'");
    await page.waitForFocus('#list');
  });

  test('is scrolled as it was left, also where a card has changed meanwhile', async () => {
    await page.check(`${john},Johnny`, `${ada},Adah`, ...manyNumbers(300).map((number) => `${number},New`));
    await driver.executeScript("scrollTo({ top: 1500, behavior: 'instant' })");
    await page.press('nav a[href="#/cards"]');
    await page.select(ada);
    await page.save('Augusta');
    await page.waitForText('.toast', /^Saved/);
    await page.press('nav a[href="#/import"]');
    await page.waitFor('#import-fix-actions:not([hidden])');
    await driver.wait(
      async () => Math.abs((await driver.executeScript('return scrollY')) - 1500) < 100,
      waitLimit,
      'it should be scrolled as before',
    );
  });

  test('has a template to download that is read again, and of which nothing can be sent', async () => {
    await page.openImport();
    await driver.executeScript(`
      const create = URL.createObjectURL;
      URL.createObjectURL = (blob) => {
        blob.text().then((text) => { window.template = text; });
        return create.call(URL, blob);
      };`);
    await page.press('#import-template');
    await driver.wait(() => driver.executeScript('return Boolean(window.template)'), waitLimit);
    await page.choose('template.csv', Buffer.from(await driver.executeScript('return window.template')));
    await page.checkAgain();
    assert.equal(await isShown('#import-warnings'), false);
    assert.deepEqual(await results(), [[2, 'invalid']]);
  });
});
