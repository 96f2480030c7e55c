// The element that the documentation puts into pages.
import assert from 'node:assert/strict';
import { By, until } from 'selenium-webdriver';
import { waitLimit } from '../support/limits.js';

/** Saves a name with the element of a page, whose button has a text of the page's, and which shows the event `saved`. */
export async function saveInEditor(driver, url, _emulator, name) {
  await driver.get(url);
  const field = await driver.wait(
    until.elementLocated(By.css('.contact-card-form:not([hidden]) [name=first_name]')),
    waitLimit,
  );
  await field.clear();
  await field.sendKeys(name);
  const save = driver.findElement(By.css('.contact-card-save'));
  assert.equal(await save.getText(), 'Save the card');
  await save.click();
  await driver.wait(until.elementTextIs(driver.findElement(By.id('log')), `updated: ${name}`), waitLimit);
}
