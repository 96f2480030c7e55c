// The states of the import: of its three steps, of a run, and of what comes after it.
import { manyNumbers } from '../numbers.js';

const john = '+15551234567';
const ada = '+15551230001';
const grace = '+15551230002';
const noa = '+972545550003';
const alan = '+15551230004';

/** A list with a row of each kind. */
export const mixed = [
  `${john},Johnny,Doe`,
  `${ada},Ada`,
  '+1 555 123 0002,Gracie',
  `${noa},נועה,לוי-כהן 🌻`,
  `${alan},Alan,T.`,
  '+19999999999,Missing',
  '+15551239999,Twice',
  '+15551239999,Twice',
  '1.55512E+10,Scientific',
];

/** One update of each card. */
export const all = [john, ada, grace, noa, alan].map((number, index) => `${number},Name ${index + 1}`);

/** Takes the run of the page, as another tab does to which it is moved. */
const takeRun = ({ driver }) =>
  driver.executeAsyncScript(`
    const done = arguments[arguments.length - 1];
    const take = () => {
      done();
      return new Promise(() => {});
    };
    navigator.locks.query().then(({ held }) => navigator.locks.request(held[0].name, { steal: true }, take));`);

/**
 * Starts a run whose last update takes long. It is a single one, as it uses a connection of the browser, even after the page is
 * left.
 */
async function startRun(page) {
  await page.check(...all);
  await page.emulator.script({ method: 'PATCH', phone_number: alan, delay_ms: 60_000 });
  await page.send(/Sending/);
  await page.waitForText('#import-progress-label', /4 of 5 done/);
  await page.waitForUpdates(5);
}

/** The states by name, of a device without an interrupted run. */
const states = {
  'import-start': (page) => page.openImport(),
  'import-empty': async (page) => {
    await page.openImport();
    await page.press('#import-check');
    await page.waitForText('#import-error', /The list is empty/);
  },
  'import-uploaded': async (page) => {
    await page.openImport();
    await page.choose('cards.csv', Buffer.from(`phone;first name\r\n${john};J\xFCrgen\r\n`, 'latin1'));
    await page.waitForText('#import-letters-hint', /Jürgen/);
  },
  'import-file-refused': async (page) => {
    await page.openImport();
    await page.choose('cards.xlsx', Buffer.from('PK\x03\x04'));
    await page.waitForText('#import-file-error', /spreadsheet/);
  },
  'import-checked': (page) => page.check(...mixed),
  'import-clean': (page) => page.check(...all),
  'import-nothing': (page) => page.check(`${john},John,Doe`),
  'import-file': async (page) => {
    await page.openImport();
    // As Excel saves it in Western Europe: 0xFC is an ü.
    const list = `sep=;\r\nTelephone;First name;Company\r\n${john};J\xFCrgen;Linq\r\n${ada};"Ada;Linq\r\n`;
    await page.choose('cards.csv', Buffer.from(list, 'latin1'));
    await page.press('#import-letters-right');
    await page.checkAgain();
    await page.waitForText('#import-warnings', /Company/);
  },
  'import-columns': async (page) => {
    await page.openImport();
    await page.fill('#import-text', `Phone,Mobile,First name\n${john},${ada},Johnny`);
    await page.press('#import-check');
    await page.waitForText('#import-problems', /More than one column/);
  },
  'import-names': async (page) => {
    await page.openImport();
    await page.fill('#import-text', `Phone,Name\n${john},John Doe\n${ada},Ada Lovelace`);
    await page.press('#import-check');
    await page.waitForText('#import-problems', /may have full names/);
  },
  'import-duplicates': async (page) => {
    await page.check(`${john},Johnny`, `${john},Johnny`, `${ada},One`, `${ada},Two`);
    await page.waitForText('#import-leave-out-hint', /first stays.*differ/);
  },
  'import-create': async (page) => {
    await page.check(`${john},Johnny`, '+19999999999,Max,Muster');
    await page.press('#import-fix-rows .row-actions button');
    await page.waitForText('#save-count', /2 changes/);
  },
  'import-pages': (page) => page.check(...manyNumbers(250).map((number, index) => `${number},Name ${index}`)),
  'import-fixed': async (page) => {
    await page.check(...mixed);
    await page.press('#import-fix-rows .suggestion:not([hidden])');
    await page.waitForText('#status', /fixed/);
  },
  'import-left-out': async (page) => {
    await page.check(...mixed);
    await page.press('#import-leave-out');
    await page.waitForText('#status', /left out/);
  },
  'import-taken-back': async (page) => {
    await page.check(...mixed);
    await page.press('#import-upload-change');
    await page.fill('#import-text', mixed[0]);
    await page.waitForText('#import-stale', /has changed/);
  },
  'import-to-send': async (page) => {
    await page.check(...mixed);
    await page.toSend();
  },
  'import-waits': async (page) => {
    await page.useUp(ada);
    await page.checkNext(...all);
    await page.toSend();
    await page.waitForText('#import-waits', /no write left/);
  },
  'import-halted': async (page) => {
    await page.check(...all);
    await page.toSend();
    await page.emulator.signIn(false);
    await page.press('#import-start');
    await page.waitForText('#import-send-title', /^Paused/);
  },
  'import-waiting': async (page) => {
    await page.useUp(ada);
    await page.checkNext(...all);
    await page.toSend();
    await page.press('#import-wait');
    await page.press('#import-start');
    await page.waitForText('#import-progress-label', /4 of 5 done/);
  },
  'import-done': async (page) => {
    await page.check(...all, '+19999999999,Missing');
    await page.emulator.script({ method: 'PATCH', phone_number: noa, status: 500 });
    await page.emulator.script({ method: 'PATCH', phone_number: john, status: 429 });
    await page.send(/Done/);
  },
  'import-saved': async (page) => {
    await page.check(`${john},Johnny`, `${ada},Augusta`);
    await page.send(/Done/);
  },
  'import-undo': async (page) => {
    await page.check(`${john},Johnny`, `${ada},Augusta,,https://example.com/ada.png`);
    await page.send(/Done/);
    await page.press('#import-undo');
    await page.waitForText('#import-undo-notes', /can’t be undone/);
  },
  'import-running': startRun,
  'import-pausing': async (page) => {
    await startRun(page);
    await page.press('#import-pause');
    await page.waitForText('#import-send-title', /Pausing/);
  },
  'import-interrupted': async (page) => {
    await startRun(page);
    await page.openImport();
    await page.waitForText('#import-interrupted', /is paused/);
  },
  'import-discard': async (page) => {
    await states['import-interrupted'](page);
    await page.press('#import-discard');
    await page.waitForText('#import-interrupted', /can’t be resumed/);
  },
  'import-moved': async (page) => {
    await states['import-running'](page);
    await takeRun(page);
    await page.waitForText('#import-send-title', /^Moved/);
  },
  'import-open-elsewhere': async (page) => {
    await states['import-moved'](page);
    await page.press('#import-new');
    await page.waitForText('#import-interrupted', /is open in another tab/);
  },
  'import-long-names': (page) =>
    page.check(`${john},${'x'.repeat(300)},${'name '.repeat(60)}`, `${'9'.repeat(200)},Long number`),
};

/** Forgets the run of a state before. */
const forgetRun = ({ driver }) => driver.executeScript("if (location.protocol === 'http:') localStorage.clear()");

/** The states by name. A function brings the page into its state. */
export const importStates = Object.fromEntries(
  Object.entries(states).map(([name, reach]) => [
    name,
    async (page) => {
      await forgetRun(page);
      await reach(page);
    },
  ]),
);
