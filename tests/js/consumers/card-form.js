// The form for the card of +15551234567 that the documentation builds with each library: it validates while the user types,
// offers a valid phone number, and sends the changed fields.
import assert from 'node:assert/strict';
import axe from 'axe-core';
import { By, Key, until } from 'selenium-webdriver';
import { waitLimit } from '../support/limits.js';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const phone_number = '+15551234567';
const accept = By.xpath(`//button[normalize-space() = "Use ${phone_number}"]`);

/** Edits a card in the form of a page: first with invalid values, none of which may be sent, then with this name. */
export async function editCard(driver, url, emulator, name) {
  await emulator.reset();
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
  /** Waits for the message that describes a field. */
  const waitForMessage = async (name, message) => {
    const id = await (await find(name)).getAttribute('aria-describedby');
    const error = await driver.findElement(By.id(id));
    await driver.wait(
      until.elementTextMatches(error, message),
      waitLimit,
      `${name} should have the message ${message}`,
    );
  };
  const save = () => driver.findElement(By.xpath('//button[text() = "Save"]')).click();
  const waitForStatus = async (text) => {
    const status = await driver.findElement(By.css('[role=status]'));
    await driver.wait(until.elementTextIs(status, text), waitLimit, `${url} should show ${text}`);
  };
  const writes = async () =>
    (await emulator.requests()).filter(({ method }) => method === 'PATCH').map(({ body }) => body);

  await holds('phone_number', phone_number);
  assert.deepEqual(await driver.findElements(accept), [], `${url} should not offer a phone number yet`);
  await type('phone_number', '+1 555 123 4567');
  await waitForMessage('phone_number', /^phone_number must have only the digits/);
  await driver.wait(until.elementLocated(accept), waitLimit);
  assert.equal(await value('phone_number'), '+1 555 123 4567', 'the phone number is not rewritten');
  await save();
  await driver.executeScript(axe.source);
  const { violations } = await driver.executeScript(`return axe.run({ runOnly: ${JSON.stringify(rules)} })`);
  assert.deepEqual(
    violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]),
    [],
  );
  await driver.findElement(accept).click();
  await holds('phone_number', phone_number);
  await waitForMessage('phone_number', /^$/);

  await save();
  await waitForStatus('Nothing has changed');
  await type('first_name', Key.BACK_SPACE);
  await waitForMessage('first_name', /^first_name must not be empty/);
  await type('first_name', name);
  await waitForMessage('first_name', /^$/);
  assert.deepEqual(await writes(), [], 'nothing has been sent');
  await save();
  await waitForStatus('Saved');
  await holds('first_name', name);

  await save();
  await waitForStatus('Nothing has changed');
  assert.deepEqual(await writes(), [{ first_name: name }], 'only the changed field is sent, once');
}
