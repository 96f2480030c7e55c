// What a person does with the editor, and sees of it.
import { By, Key } from 'selenium-webdriver';

export const patience = 10_000;

/** The one editor of a page, by a driver. */
export function drive(driver, linq) {
  const find = (name) => driver.findElement(By.css(`contact-card-editor .contact-card-${name}`));
  const input = (name) => driver.findElement(By.css(`contact-card-editor [name="${name}"]`));
  // Not getText: it says nothing of what is out of sight.
  const text = (name) => find(name).getProperty('innerText');
  return {
    find, input, text,
    /** Opens the page, and waits until the editor has something to say or to fill in. */
    async visit(query, { url = linq.url, until = '.contact-card-form:not([hidden])' } = {}) {
      await driver.get(`${url}/?${new URLSearchParams(query)}`);
      await this.waitFor(until);
    },
    waitFor: (selector) => driver.wait(
      () => driver.executeScript('return document.querySelector(`contact-card-editor ${arguments[0]}`) !== null', selector),
      patience, `${selector} should be there`,
    ),
    /** Waits until the status says something. */
    async says(pattern) {
      let said;
      await driver.wait(async () => pattern.test(said = await text('status')), patience, () => `it should say ${pattern}, not ${said}`);
      return said;
    },
    value: (name) => input(name).getProperty('value'),
    /** Types over what a field holds. */
    async type(name, value) {
      await input(name).sendKeys(Key.chord(Key.CONTROL, 'a'));
      await input(name).sendKeys(value || Key.BACK_SPACE);
    },
    save: () => find('save').click(),
  };
}
