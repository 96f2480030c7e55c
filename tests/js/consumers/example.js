// The examples' dashboards, used in a browser and by programs with the browser's cookie.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { By, until } from 'selenium-webdriver';
import { waitLimit } from '../support/limits.js';
import { foreign, visitor } from './gateway.js';

const examples = join(import.meta.dirname, '../../../examples');

/** Copies an example into a project. */
export const copyExample = (name, dir) => cpSync(join(examples, name), dir, { recursive: true });

/**
 * Signs in as Ann, saves her card in the editor, updates it twice more with the cookie, the last time with this name, and
 * signs out. Returns the visitor that has the cookie.
 */
export async function tryDashboard(driver, url, name) {
  const find = (selector) => driver.wait(until.elementLocated(selector), waitLimit);
  const button = (text) => find(By.xpath(`//button[.='${text}'][not(ancestor::*[@hidden])]`));
  await driver.get(url);
  await driver.manage().deleteAllCookies();
  await driver.get(url);
  assert.deepEqual(await visitor(url, { origin: url }).read(), [401, 2004]);
  await (await button('Ann')).click();

  const field = await find(By.css('.contact-card-form:not([hidden]) [name=first_name]'));
  assert.equal((await driver.findElements(By.css('contact-card-editor'))).length, 1, 'Ann sees her card alone');
  await field.clear();
  await field.sendKeys('In the editor');
  await driver.findElement(By.css('.contact-card-save')).click();
  await driver.wait(until.elementTextContains(driver.findElement(By.css('.contact-card-outcome')), 'Saved'), waitLimit);

  const cookie = (await driver.manage().getCookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const ann = visitor(url, { origin: url, cookie });
  assert.deepEqual(await ann.read(), [200, 'In the editor']);
  assert.deepEqual(await ann.write('Not mine', foreign), [403, 2006]);
  assert.match(await ann.left('Second'), /^limit=3, remaining=1, /);
  assert.deepEqual(await ann.write(name), [200, name]);
  assert.deepEqual(await ann.write('Fourth'), [429, 1007]);

  await (await button('Sign out')).click();
  await button('Grace');
  const left = (await driver.manage().getCookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  assert.deepEqual(await visitor(url, { origin: url, cookie: left }).read(), [401, 2004]);
  return ann;
}
