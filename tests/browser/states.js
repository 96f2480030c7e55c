// The states of the page, each with the way to it: for axe, for the measure of its width, and for the screenshots.
import { By, until } from 'selenium-webdriver';

const patience = 10_000;
const john = '+15551234567';

/** What a state needs to come about. */
export class Page {
  constructor(driver, linq) {
    Object.assign(this, { driver, linq });
  }

  /** Loads it anew, with the cards of the start. */
  async open(hash = '') {
    // Another hash alone wouldn't load it.
    await this.driver.get('about:blank');
    await this.driver.get(`${this.linq.url}/${hash}`);
    await this.driver.wait(until.elementLocated(By.css('[data-number], #reload:not([hidden])')), patience);
  }

  find(css) {
    return this.driver.findElement(By.css(css));
  }

  async press(css) {
    await this.driver.executeScript('arguments[0].click()', await this.driver.wait(until.elementLocated(By.css(css)), patience));
  }

  /** Puts a text into a field, as a program that fills in forms does. */
  async fill(css, text) {
    await this.driver.executeScript(
      `arguments[0].value = arguments[1];
       for (const type of ['input', 'change']) arguments[0].dispatchEvent(new Event(type, { bubbles: true }));`,
      await this.find(css), text,
    );
  }

  async says(css, pattern) {
    // Not getText: WebKit's driver leaves out the text of boxes that cut off what doesn't fit.
    const text = () => this.driver.executeScript("return document.querySelector(arguments[0])?.innerText ?? ''", css);
    await this.driver.wait(async () => pattern.test(await text()), patience, `${css} should say ${pattern}`);
  }

  async select(number) {
    await this.press(`[data-number="${number}"]`);
    await this.says('#picture-number', new RegExp(`\\${number}`));
  }

  /** Checks a list of many cards. */
  async check(...lines) {
    await this.open('#many');
    await this.fill('#many-text', lines.join('\n'));
    await this.press('#many-check');
    await this.says('#many-result-title', /Checked/);
  }

  async send(title) {
    await this.press('#many-start');
    await this.says('#many-result-title', title);
  }
}

const mixed = [
  '+15551234567,Johnny,Doe', '+15551230001,Ada', '+1 555 123 0002,Gracie', '+972545550003,נועה,לוי-כהן 🌻',
  '+15551230004,Alan,T.', '+19999999999,Nobody', '+15551239999,Twice', '+15551239999,Twice',
];

/** Name, and the way there. */
export const states = {
  list: (page) => page.open(),
  'list-none': async (page) => {
    await page.linq.script({ method: 'GET', body: { contact_cards: [] } });
    await page.driver.get('about:blank');
    await page.driver.get(page.linq.url);
    await page.says('#list-state', /No number has a card/);
  },
  'list-failed': async (page) => {
    await page.linq.script({ method: 'GET', status: 401 });
    await page.open();
    await page.says('#list-state', /sign in/i);
  },
  'list-search': async (page) => {
    await page.open();
    await page.fill('#search', 'grace');
    await page.says('#found', /1 of 5/);
  },
  'number-mended': async (page) => {
    await page.open();
    await page.fill('#open-number', '+1 555 123 4567');
    await page.says('#open-suggestion', /Use/);
  },
  card: async (page) => {
    await page.open();
    await page.select(john);
  },
  'card-not-active': async (page) => {
    await page.open();
    await page.select('+15551230002');
  },
  'card-right-to-left': async (page) => {
    await page.open();
    await page.select('+972545550003');
  },
  'many-empty': async (page) => {
    await page.open('#many');
    await page.press('#many-check');
    await page.says('#many-error', /Paste a list/);
  },
  'many-checked': (page) => page.check(...mixed),
  'many-running': async (page) => {
    await page.check(...mixed);
    await page.linq.script({ method: 'PATCH', delay_ms: 60_000, times: 9 });
    await page.send(/Sending/);
  },
  'many-paused': async (page) => {
    await page.check(...mixed);
    await page.linq.script({ method: 'PATCH', delay_ms: 60_000, times: 9 });
    await page.send(/Sending/);
    await page.press('#many-pause');
    await page.says('#many-result-title', /Pausing/);
  },
  'many-halted': async (page) => {
    await page.check(...Array.from({ length: 5 }, (_, index) => ['+15551234567,A', '+15551230001,B', '+15551230002,C', '+972545550003,D', '+15551230004,E'][index]));
    await page.linq.script({ method: 'PATCH', status: 401, times: 4 });
    await page.send(/^Paused/);
  },
  'many-done': async (page) => {
    await page.check(...mixed);
    await page.linq.script({ method: 'PATCH', phone_number: '+972545550003', status: 500 });
    await page.linq.script({ method: 'PATCH', phone_number: '+15551234567', status: 429 });
    await page.send(/Done/);
  },
  'many-long-names': (page) => page.check(`+15551234567,${'x'.repeat(300)},${'word '.repeat(60)}`, `${'9'.repeat(200)},Long number`),
  answers: async (page) => {
    await page.open();
    await page.linq.script({ method: 'GET', phone_number: john, status: 503 }, { method: 'GET', phone_number: john, fault: 'reset', times: 1 });
    await page.select(john);
    await page.press('#answers > summary');
    await page.press('#local > summary');
    await page.press('#inject button');
    await page.says('#inject-state', /One more call/);
  },
};
