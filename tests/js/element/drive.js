// What a person does with the editor, and sees of it.
import { By, Key } from 'selenium-webdriver';
import { waitLimit } from '../support/limits.js';

/** The one editor of a page, by a driver. */
export function drive(driver, emulator) {
  const find = (name) => driver.findElement(By.css(`contact-card-editor .contact-card-${name}`));
  const input = (name) => driver.findElement(By.css(`contact-card-editor [name="${name}"]`));
  // Without what only keeps the directions of texts apart.
  const seen = (text) =>
    text
      .replaceAll(/[\u2068\u2069]/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim();
  // Not getText: it says nothing of what is out of sight.
  const text = async (name) => seen(await find(name).getProperty('innerText'));
  return {
    find,
    input,
    text,
    /** Opens the page, and waits until the editor has something to fill in, or else. */
    async visit(query, { url = emulator.url, until = '.contact-card-form:not([hidden])' } = {}) {
      await driver.get(`${url}/?${new URLSearchParams(query)}`);
      await this.waitFor(until);
    },
    waitFor: (selector) =>
      driver.wait(
        () =>
          driver.executeScript(
            'return document.querySelector(`contact-card-editor ${arguments[0]}`) !== null',
            selector,
          ),
        waitLimit,
        `${selector} should be there`,
      ),
    /** Waits until the status says something. */
    async says(pattern) {
      let said;
      await driver.wait(
        async () => pattern.test((said = await text('status'))),
        waitLimit,
        () => `it should say ${pattern}, not ${said}`,
      );
      return said;
    },
    value: (name) => input(name).getProperty('value'),
    /** Waits until a field holds something. */
    async holds(name, value) {
      let held;
      await driver.wait(
        async () => (held = await this.value(name)) === value,
        waitLimit,
        () => `${name} should hold ${value}, not ${held}`,
      );
    },
    /** Types over what a field holds. */
    async type(name, value) {
      await input(name).sendKeys(Key.chord(Key.CONTROL, 'a'));
      await input(name).sendKeys(value || Key.BACK_SPACE);
    },
    save: () => find('save').click(),
    /** What the page heard of the editor, of one type. */
    heard: async (type) => (await driver.executeScript('return heard')).filter((event) => event.type === type),
    isHeld: () =>
      driver.executeScript(`
      const leaving = new Event('beforeunload', { cancelable: true });
      dispatchEvent(leaving);
      return leaving.defaultPrevented;`),
    /** What the editor of another tab says when it has saved a card. */
    sayInAnotherTab: (card) =>
      driver.executeScript(`new BroadcastChannel('linq-contact-card ').postMessage({ card: arguments[0] })`, card),
    isFocused: (selector) => driver.executeScript('return document.activeElement.matches(arguments[0])', selector),
  };
}
