// Uses the editor as a person does.
import { By, Key } from 'selenium-webdriver';
import { waitLimit } from '../support/limits.js';

/** Returns functions that use the editor of the page in a browser. */
export function drive(driver, emulator) {
  const find = (name) => driver.findElement(By.css(`contact-card-editor .contact-card-${name}`));
  const input = (name) => driver.findElement(By.css(`contact-card-editor [name="${name}"]`));
  // Removes the characters that isolate text directions, which not every browser returns.
  const normalize = (text) =>
    text
      .replaceAll(/[\u2068\u2069]/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
  // Not getText, which leaves out what is scrolled out of view.
  const text = async (name) => normalize(await find(name).getProperty('innerText'));
  return {
    find,
    input,
    text,
    /** Opens the page and waits for the form, or for another part of the editor. */
    async visit(query, { url = emulator.url, until = '.contact-card-form:not([hidden])' } = {}) {
      await driver.get(`${url}/?${new URLSearchParams(query)}`);
      await this.waitFor(until);
    },
    waitFor: (selector) =>
      driver.wait(
        () =>
          driver.executeScript(
            'return document.querySelector("contact-card-editor " + arguments[0]) !== null',
            selector,
          ),
        waitLimit,
        `${selector} should be there`,
      ),
    /** Waits until the status matches. */
    async waitForStatus(pattern) {
      let status;
      await driver.wait(
        async () => {
          status = await text('status');
          return pattern.test(status);
        },
        waitLimit,
        () => `the status should match ${pattern}, not be ${status}`,
      );
      return status;
    },
    value: (name) => input(name).getProperty('value'),
    /** Waits until a field has a value. */
    async waitForValue(name, value) {
      let current;
      await driver.wait(
        async () => {
          current = await this.value(name);
          return current === value;
        },
        waitLimit,
        () => `${name} should be ${value}, not ${current}`,
      );
    },
    /** Replaces the value of a field by typing. */
    async type(name, value) {
      await input(name).sendKeys(Key.chord(Key.CONTROL, 'a'));
      await input(name).sendKeys(value || Key.BACK_SPACE);
    },
    save: () => find('save').click(),
    /** Returns the editor's events of one type. */
    events: async (type) => (await driver.executeScript('return events')).filter((event) => event.type === type),
    warnsBeforeLeaving: () =>
      driver.executeScript(`
      const leaving = new Event('beforeunload', { cancelable: true });
      dispatchEvent(leaving);
      return leaving.defaultPrevented;`),
    /** Sends the message that an editor in another tab sends when it has saved a card. */
    saveInAnotherTab: (card) =>
      driver.executeScript(`new BroadcastChannel('linq-contact-card ').postMessage({ card: arguments[0] })`, card),
    isFocused: (selector) => driver.executeScript('return document.activeElement.matches(arguments[0])', selector),
  };
}
