// The documentation's page with the element.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { By, until } from 'selenium-webdriver';
import { waitLimit } from '../../support/limits.js';
import { writeFiles } from '../markdown.js';

export default async function ({ dir, startEmulator, browser, name }) {
  const emulator = await startEmulator('public');
  writeFiles('docs/element.md', dir, emulator);
  cpSync(join(dir, '../node_modules/linq-contact-card'), join(dir, 'public/linq-contact-card'), { recursive: true });
  const driver = await browser();
  await driver.get(emulator.url);
  const field = await driver.wait(
    until.elementLocated(By.css('.contact-card-form:not([hidden]) [name=first_name]')),
    waitLimit,
  );
  await field.clear();
  await field.sendKeys(name);
  const save = driver.findElement(By.css('.contact-card-save'));
  assert.equal(await save.getText(), 'Save the card');
  assert.match(await save.getCssValue('background-color'), /\b10, 124, 90\b/);
  await save.click();
  await driver.wait(until.elementTextIs(driver.findElement(By.id('log')), `updated: ${name}`), waitLimit);
  return emulator;
}
