// The documentation's plain page with the element.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { By } from 'selenium-webdriver';
import { saveInEditor } from '../editor.js';
import { writeFiles } from '../markdown.js';

export default async function ({ dir, startEmulator, browser, name }) {
  const emulator = await startEmulator('public');
  for (const section of ['A plain page', 'Looks']) writeFiles('docs/element.md', dir, emulator, section);
  cpSync(join(dir, '../node_modules/linq-contact-card'), join(dir, 'public/linq-contact-card'), { recursive: true });
  const driver = await browser();
  await saveInEditor(driver, emulator.url, emulator, name);
  const save = driver.findElement(By.css('.contact-card-save'));
  assert.match(await save.getCssValue('background-color'), /\b10, 124, 90\b/);
  return emulator;
}
