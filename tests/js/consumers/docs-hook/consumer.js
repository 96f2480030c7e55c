// The documentation's page about the hook for React: its form in a browser, and its tests in Vitest.
import assert from 'node:assert/strict';
import { By, until } from 'selenium-webdriver';
import { waitLimit } from '../../support/limits.js';
import { saveInForm } from '../form.js';
import { writeFiles } from '../markdown.js';
import { typedProject } from '../typed-project.js';

const sections = ['Set up', 'A form', 'Options'];

export default async function (context) {
  const emulator = await typedProject(
    'react',
    sections.map((section) => ['docs/react.md', section]),
    saveOverChange,
  )(context);
  testForm(context);
  return emulator;
}

/** Saves a name with the form of a page, then once more after a change made elsewhere, which the page has to show first. */
async function saveOverChange(driver, url, emulator, name) {
  await saveInForm(driver, url, emulator, 'First');
  await emulator.update('+15551234567', { first_name: 'Zoë' });
  const field = driver.findElement(By.name('first_name'));
  await field.clear();
  await field.sendKeys(name);
  const save = async (message) => {
    await driver.findElement(By.css('button')).click();
    const status = driver.findElement(By.css('[role=status]'));
    await driver.wait(until.elementTextMatches(status, message), waitLimit, `${url} should show ${message}`);
  };
  await save(/^Not saved: the card was changed elsewhere/);
  await driver.findElement(By.xpath('//p[. = "It was changed to Zoë elsewhere."]'));
  await save(/^Saved$/);
}

/** Runs the tests of the page, which must print no warning of React's. */
function testForm({ dir, run }) {
  writeFiles('docs/testing.md', dir, { url: '' }, 'Vitest');
  writeFiles('docs/react.md', dir, { url: '' }, 'Tests');
  const args = ['--config', 'strict.config.ts', '--testTimeout=60000', 'src/ContactCardForm.test.tsx'];
  assert.match(run('vitest', ['run', ...args], { NO_COLOR: '1' }), /Tests {2}2 passed \(2\)/);
}
