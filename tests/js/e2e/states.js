// The states of the dashboard, and how each is reached: for axe, the check at 200 % and the screenshots.
import { By, Key, until } from 'selenium-webdriver';
import { waitLimit } from '../support/limits.js';
import { manyNumbers } from './numbers.js';
import { importStates } from './states/import.js';
import { updatesOf } from './updates.js';

const john = '+15551234567';

/** The dashboard in a browser. */
export class Page {
  constructor(driver, emulator) {
    Object.assign(this, { driver, emulator });
  }

  /** Loads the page. */
  async open(hash = '') {
    // A navigation to another hash alone doesn't load it.
    await this.driver.get('about:blank');
    await this.driver.get(`${this.emulator.url}/${hash}`);
    await this.#waitForCards();
  }

  /** Loads the page again. */
  async reload() {
    await this.driver.navigate().refresh();
    await this.#waitForCards();
  }

  /** Waits until the cards have loaded, or could not be loaded. */
  #waitForCards() {
    return this.waitFor('[data-number], #list-notice:not([hidden])');
  }

  find(css) {
    return this.driver.findElement(By.css(css));
  }

  async press(css) {
    await this.driver.executeScript(
      'arguments[0].click()',
      await this.driver.wait(until.elementLocated(By.css(css)), waitLimit),
    );
  }

  /** Sets the value of a field, as a password manager does. */
  async fill(css, text) {
    await this.driver.executeScript(
      `arguments[0].value = arguments[1];
       for (const type of ['input', 'change']) arguments[0].dispatchEvent(new Event(type, { bubbles: true }));`,
      await this.find(css),
      text,
    );
  }

  /** Returns the size of the window. */
  size() {
    return this.driver.manage().window().getRect();
  }

  /** Acts in a window of another size. */
  async atSize({ width, height }, act) {
    const whole = await this.size();
    const resize = (size) => this.driver.manage().window().setRect(size);
    await resize({ width, height });
    try {
      await act();
    } finally {
      await resize({ width: whole.width, height: whole.height });
    }
  }

  /** Has every picture's URL replaced by a data URL, as there is no network. */
  pictures() {
    return this.driver.executeScript(`
      const { set } = Object.getOwnPropertyDescriptor(HTMLImageElement.prototype, 'src');
      const drawn = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="teal" d="M0 0h9v9H0"/><circle cx="4.5" cy="4.5" r="2.5" fill="gold"/></svg>';
      Object.defineProperty(HTMLImageElement.prototype, 'src', {
        set() { set.call(this, 'data:image/svg+xml,' + encodeURIComponent(drawn)); },
      });`);
  }

  /** Waits until the text of an element matches. */
  async waitForText(css, pattern) {
    // Not getText: WebKit's driver leaves out the text of boxes with clipped content.
    const text = () => this.driver.executeScript("return document.querySelector(arguments[0])?.innerText ?? ''", css);
    await this.driver.wait(async () => pattern.test(await text()), waitLimit, `${css} should match ${pattern}`);
  }

  /** Waits until the page has a title. */
  async waitForTitle(wanted) {
    const isWanted = (title) => (wanted instanceof RegExp ? wanted.test(title) : title === wanted);
    await this.driver.wait(
      async () => isWanted(await this.driver.getTitle()),
      waitLimit,
      `the title should be ${wanted}`,
    );
  }

  /** Waits until an element has the focus. */
  waitForFocus(css) {
    return this.driver.wait(
      () => this.driver.executeScript('return document.activeElement.matches(arguments[0])', css),
      waitLimit,
      `${css} should have the focus`,
    );
  }

  /** Waits until the card of this name is open. */
  async waitForCard(name) {
    await this.waitForTitle(`${name} · Contact cards`);
    await this.driver.wait(until.elementIsVisible(await this.find('#editor-title')), waitLimit);
  }

  /** Goes back. Not by the driver, as WebKit's skips entries that no user has made. */
  goBack() {
    return this.driver.executeScript('history.back()');
  }

  /** Opens the dialog for a new card, with a number. */
  async newCard(number) {
    await this.open();
    await this.press('#new-card');
    if (number) await this.fill('#open-number', number);
  }

  /** Selects a card in the list. */
  async select(number) {
    await this.press(`[data-number="${number}"]`);
    await this.waitForText('#card-number', new RegExp(`\\${number}`));
  }

  /** Selects a card, and waits for its form and until it is read. */
  async edit(number = john) {
    await this.open();
    await this.select(number);
    await this.driver.wait(until.elementIsVisible(await this.find('[name="first_name"]')), waitLimit);
    await this.driver.wait(until.elementLocated(By.css('contact-card-editor:not([data-reading])')), waitLimit);
  }

  /** Replaces the value of a card's field by typing. */
  async type(name, value) {
    const field = await this.find(`[name="${name}"]`);
    await field.sendKeys(Key.chord(Key.CONTROL, 'a'));
    await field.sendKeys(value || Key.BACK_SPACE);
  }

  /** Changes the first name and saves. */
  async save(name = 'Jane') {
    await this.fill('[name="first_name"]', name);
    await this.press('#save');
  }

  /** Waits until the editor's status matches. */
  waitForStatus(pattern) {
    return this.waitForText('.contact-card-status', pattern);
  }

  /** Waits until the emulator has received this many updates: a page that is left before may send one later. */
  waitForUpdates(count) {
    return this.driver.wait(
      async () => (await updatesOf(this.emulator)).length === count,
      waitLimit,
      `${count} updates should be sent`,
    );
  }

  /** Checks a list of cards. */
  async check(...lines) {
    await this.openImport();
    await this.fill('#import-text', lines.join('\n'));
    await this.checkAgain();
  }

  /** Holds the search for the runs of other tabs, which is needed before a run starts. Returns a function that releases it. */
  async holdSearch() {
    await this.driver.executeScript(`
      const { query } = LockManager.prototype;
      const released = new Promise((settle) => { window.release = settle; });
      LockManager.prototype.query = async function () {
        await released;
        return query.call(this);
      };`);
    return () => this.driver.executeScript('window.release()');
  }

  /** Checks another list after a run, without loading the page again. */
  async checkNext(...lines) {
    await this.press('#import-new');
    await this.fill('#import-text', lines.join('\n'));
    await this.checkAgain();
  }

  /** Uses up the writes of a number by a run of this page. */
  async useUp(number) {
    await this.emulator.settings({ budget: 1 });
    await this.check(`${number},One`);
    await this.send(/Done/);
  }

  /** Opens the view of an import, once the cards are loaded. */
  openImport() {
    return this.open('#/import');
  }

  /** Checks the list that is in the page. */
  async checkAgain() {
    await this.press('#import-check');
    await this.waitFor('#import-fix[data-state="open"] #import-fix-actions:not([hidden])');
  }

  /** Waits until an element is there. */
  waitFor(css) {
    return this.driver.wait(until.elementLocated(By.css(css)), waitLimit, `${css} should be there`);
  }

  /** Chooses a file, which the page has still to read. */
  chooseFile(name, bytes) {
    return this.driver.executeScript(
      `const files = new DataTransfer();
       files.items.add(new File([new Uint8Array(arguments[1])], arguments[0]));
       const input = document.getElementById('import-file');
       input.files = files.files;
       input.dispatchEvent(new Event('change', { bubbles: true }));`,
      name,
      [...bytes],
    );
  }

  /** Chooses a file for the list, and waits until the page has read or refused it. */
  async choose(name, bytes) {
    await this.driver.executeScript("document.getElementById('import-chosen').hidden = true");
    await this.chooseFile(name, bytes);
    await this.waitFor('#import-chosen:not([hidden]), #import-file-error:not(:empty)');
  }

  /** Chooses an option. */
  async pick(css, value) {
    await this.driver.executeScript(
      `arguments[0].value = arguments[1];
       arguments[0].dispatchEvent(new Event('change', { bubbles: true }));`,
      await this.find(css),
      value,
    );
  }

  /** Continues with the checked list to what it costs. */
  async toSend() {
    await this.press('#import-to-send');
    await this.waitFor('#import-send[data-state="open"]');
  }

  /** Presses several buttons before the page gets to anything else. */
  pressTogether(...ids) {
    return this.driver.executeScript('for (const id of arguments) document.getElementById(id).click()', ...ids);
  }

  /** Sends the checked list and pauses the run as it starts, before a response can arrive: only what is in flight by then ends. */
  async sendAndPause() {
    await this.toSend();
    await this.driver.executeScript(`
      // The list can't be changed any more once its run has started.
      const change = document.getElementById('import-fix-change');
      new MutationObserver((_, observer) => {
        if (!change.hidden) return;
        observer.disconnect();
        document.getElementById('import-pause').click();
      }).observe(change, { attributes: true });
      document.getElementById('import-start').click();`);
    await this.waitForText('#import-send-title', /^Paused$/);
  }

  /** Sends the checked list and waits for this title. */
  async send(title) {
    await this.toSend();
    await this.press('#import-start');
    await this.waitForText('#import-send-title', title);
  }
}

/** Adds cards with different names. */
export async function addMany({ emulator }, count) {
  for (const [index, phone_number] of manyNumbers(count).entries())
    await emulator.create({
      phone_number,
      first_name: ['Bea', 'Carl', 'Dora', 'Emil', 'Fay'][index % 5],
      last_name: ['Stone', 'Reed', 'Marsh', 'Field'][index % 4],
    });
}

/** The states by name. A function brings the page into its state. */
export const states = {
  list: (page) => page.open(),
  'list-loading': async (page) => {
    await page.emulator.script({ method: 'GET', delay_ms: 60_000 });
    await page.driver.get('about:blank');
    await page.driver.get(page.emulator.url);
    await page.driver.wait(until.elementLocated(By.css('.skeleton')), waitLimit);
  },
  'list-none': async (page) => {
    await page.emulator.script({ method: 'GET', body: { contact_cards: [] } });
    await page.open();
    await page.waitForText('#list-notice', /No cards yet/);
  },
  'list-failed': async (page) => {
    await page.emulator.script({ method: 'GET', status: 503, times: 9 });
    await page.open();
    await page.waitForText('#list-notice', /Linq had a problem/);
  },
  'list-signed-out': async (page) => {
    await page.emulator.signIn(false);
    await page.open();
    await page.waitForText('#list-notice', /You are signed out/);
  },
  'list-search': async (page) => {
    await page.open();
    await page.fill('#search', 'grace');
    await page.waitForText('#found', /1 of 5/);
  },
  'list-filtered': async (page) => {
    await page.open();
    await page.press('#filters button');
    await page.waitForText('#found', /2 of 5/);
  },
  'list-no-match': async (page) => {
    await page.open();
    await page.fill('#search', 'zzz');
    await page.waitForText('#list-notice', /No card matches/);
  },
  'list-long': async (page) => {
    await addMany(page, 60);
    await page.open();
    await page.waitForText('#found', /65 cards/);
  },
  'list-right-to-left': async (page) => {
    await page.open();
    await page.driver.executeScript("document.documentElement.dir = 'rtl'");
    await page.select(john);
  },
  'number-empty': async (page) => {
    await page.newCard();
  },
  'number-suggested': async (page) => {
    await page.newCard('+1 555 123 4567');
    await page.waitForText('#open-note', /Read as/);
  },
  'number-known': async (page) => {
    await page.newCard(john);
    await page.waitForText('#open-note', /John Doe/);
  },
  palette: async (page) => {
    await page.open();
    await page.press('#palette-open');
    await page.waitForText('#palette-list', /New card/);
  },
  'palette-search': async (page) => {
    await page.open();
    await page.press('#palette-open');
    await page.fill('#palette-input', 'a');
    await page.waitForText('#palette-list', /Ada/);
  },
  'palette-nothing': async (page) => {
    await page.open();
    await page.press('#palette-open');
    await page.fill('#palette-input', 'zzz');
    await page.waitForText('#palette-count', /Nothing found/);
  },
  'address-unknown': async (page) => {
    await page.open('#/cards/0123456789abcdef');
    await page.waitForText('#pane-notice', /could not be found/);
  },
  card: (page) => page.edit(),
  'card-not-active': (page) => page.edit('+15551230002'),
  'card-right-to-left': (page) => page.edit('+972545550003'),
  'card-long-name': async (page) => {
    await page.edit();
    await page.fill('[name="first_name"]', 'x'.repeat(300));
    await page.fill('[name="last_name"]', 'name '.repeat(60));
  },
  'card-loading': async (page) => {
    await page.open();
    await page.emulator.script({ method: 'GET', delay_ms: 60_000 });
    await page.fill('#open-number', '+15557654321');
    await page.press('#open .primary');
    await page.waitForText('#editor-title', /Loading/);
  },
  'card-not-loaded': async (page) => {
    await page.open();
    await page.emulator.script({ method: 'GET', phone_number: '+15557654321', status: 503, times: 3 });
    await page.fill('#open-number', '+15557654321');
    await page.press('#open .primary');
    await page.waitForText('#editor-title', /not loaded/);
  },
  'card-none': async (page) => {
    await page.newCard('+15557654321');
    await page.press('#open .primary');
    await page.waitForStatus(/Enter a first name/);
  },
  'card-issues': async (page) => {
    await page.edit();
    await page.fill('[name="first_name"]', '');
    await page.fill('[name="image_url"]', 'http://example.com/a.png');
    await page.press('#save');
    await page.waitForText('.contact-card-summary', /First name/);
  },
  'card-unsaved': async (page) => {
    await page.edit();
    await page.fill('[name="first_name"]', 'Johnny');
    await page.fill('[name="last_name"]', 'Smith');
    await page.waitForText('#save-count', /2 changes/);
  },
  'card-unsaved-lasting': async (page) => {
    await page.edit('+15551230001');
    await page.pictures();
    await page.fill('[name="last_name"]', 'Lovelace');
    await page.fill('[name="image_url"]', 'https://example.com/ada.png');
    await page.waitForText('#save-hint', /Last name and picture can't be removed/);
  },
  'developer-request': async (page) => {
    await page.edit();
    await page.fill('[name="first_name"]', 'Johnny');
    await page.press('#developer-open');
    await page.waitForText('#request', /Johnny/);
  },
  'card-picture': async (page) => {
    await page.edit();
    await page.pictures();
    await page.fill('[name="image_url"]', 'https://example.com/new.png');
    await page.driver.wait(until.elementLocated(By.css('#preview-image[data-picture="loaded"]')), waitLimit);
  },
  'card-picture-broken': async (page) => {
    await page.edit();
    await page.fill('[name="image_url"]', 'https://example.com/none.png');
    await page.waitForText('#preview-note', /did not load/);
  },
  'card-saved': async (page) => {
    await page.edit();
    await page.save();
    await page.waitForStatus(/Saved/);
  },
  'card-saved-not-active': async (page) => {
    await page.edit('+15551230002');
    await page.save();
    await page.waitForText('.toast', /not active yet/);
  },
  'card-changed-elsewhere': async (page) => {
    await page.edit();
    await page.emulator.update(john, { first_name: 'Jon' });
    await page.save();
    await page.waitForText('.contact-card-differences', /changed elsewhere/);
    await page.waitForText(`[data-number="${john}"]`, /Jon/);
  },
  'card-discard': async (page) => {
    await page.edit();
    await page.fill('[name="first_name"]', 'Jane');
    await page.press('[data-number="+15551230001"]');
    await page.waitForText('#discard', /not saved/);
  },
  'budget-used-up': async (page) => {
    await page.edit('+15551230001');
    for (const name of ['One', 'Two', 'Three']) {
      await page.save(name);
      await page.waitForText('#editor-title', new RegExp(name));
      await page.waitForStatus(/Saved/);
      await page.waitForText('[data-number="+15551230001"]', new RegExp(name));
    }
    await page.fill('[name="first_name"]', 'Four');
    await page.waitForText('#budget-text', /Next write at/);
    await page.waitForText('#save', /Save in/);
  },
  ...Object.fromEntries(
    Object.entries({
      'not-allowed': [{ status: 403 }, /have access to this number/],
      conflict: [{ status: 409 }, /card has changed/],
      'not-available': [{ status: 503 }, /had a problem/],
      'not-known': [{ fault: 'truncate', apply: true }, /had a problem[\s\S]*We checked/],
    }).map(([name, [response, status]]) => [
      `card-${name}`,
      async (page) => {
        await page.edit();
        await page.emulator.script({ method: 'PATCH', ...response });
        await page.save();
        await page.waitForStatus(status);
      },
    ]),
  ),
  'card-saving': async (page) => {
    await page.edit();
    await page.emulator.script({ method: 'PATCH', delay_ms: 60_000 });
    await page.save();
    await page.waitForText('#save', /Saving/);
    await page.waitForUpdates(1);
  },
  'card-signed-out': async (page) => {
    await page.edit();
    await page.emulator.signIn(false);
    await page.save();
    await page.waitForStatus(/You are signed out/);
  },
  ...importStates,
  responses: async (page) => {
    await page.open();
    await page.emulator.script({ method: 'GET', phone_number: john, status: 503 });
    await page.select(john);
    await page.waitForText('contact-card-editor', /had a problem/);
    await page.press('#developer-open');
    await page.press('#inject button');
    await page.waitForText('#inject-state', /next call/);
  },
};
