// A form for the card of +15551234567, as the documentation's page about forms builds it with each library: it tells what
// is wrong as one types, offers a number that would be valid, and sends what has changed.
import assert from 'node:assert/strict';
import axe from 'axe-core';
import { By, Key, until } from 'selenium-webdriver';
import { waitLimit } from '../support/limits.js';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const phone_number = '+15551234567';
const accept = By.xpath(`//button[normalize-space() = "Use ${phone_number}"]`);

/** Saves a name through the form of a page, past everything that the form has to refuse. */
export async function editCard(driver, url, linq, name) {
  await linq.reset();
  await driver.get(url);
  const find = (name) => driver.findElement(By.name(name));
  await driver.wait(until.elementLocated(By.name('phone_number')), waitLimit, `${url} should have a form`);
  const value = async (name) => (await find(name)).getAttribute('value');
  const holds = (name, wanted) =>
    driver.wait(async () => (await value(name)) === wanted, waitLimit, `${name} should be ${wanted}`);
  const type = async (name, text) => {
    const field = await find(name);
    await field.sendKeys(Key.chord(Key.CONTROL, 'a'));
    await field.sendKeys(text);
  };
  /** Waits for the message that is tied to a field. */
  const tells = async (name, message) => {
    const id = await (await find(name)).getAttribute('aria-describedby');
    const error = await driver.findElement(By.id(id));
    await driver.wait(until.elementTextMatches(error, message), waitLimit, `${name} should say ${message}`);
  };
  const save = () => driver.findElement(By.xpath('//button[text() = "Save"]')).click();
  const says = async (text) => {
    const status = await driver.findElement(By.css('[role=status]'));
    await driver.wait(until.elementTextIs(status, text), waitLimit, `${url} should say ${text}`);
  };
  const writes = async () => (await linq.requests()).filter(({ method }) => method === 'PATCH').map(({ body }) => body);

  await holds('phone_number', phone_number);
  assert.deepEqual(await driver.findElements(accept), [], `${url} should have nothing to offer yet`);
  await type('phone_number', '+1 555 123 4567');
  await tells('phone_number', /^may hold only the digits/);
  await driver.wait(until.elementLocated(accept), waitLimit);
  assert.equal(await value('phone_number'), '+1 555 123 4567', 'never rewritten by itself');
  await save();
  await driver.executeScript(axe.source);
  const { violations } = await driver.executeScript(`return axe.run({ runOnly: ${JSON.stringify(rules)} })`);
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]),
    [],
  );
  await driver.findElement(accept).click();
  await holds('phone_number', phone_number);
  await tells('phone_number', /^$/);

  await save();
  await says('Nothing has changed');
  await type('first_name', Key.BACK_SPACE);
  await tells('first_name', /^must not be empty/);
  await type('first_name', name);
  await tells('first_name', /^$/);
  assert.deepEqual(await writes(), [], 'nothing was sent yet');
  await save();
  await says('Saved');
  await holds('first_name', name);

  await save();
  await says('Nothing has changed');
  assert.deepEqual(await writes(), [JSON.stringify({ first_name: name })], 'what has changed, once');
}
