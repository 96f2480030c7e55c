// The documentation's plain page.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { saveInForm } from '../form.js';
import { writeFiles } from '../markdown.js';

export default async function ({ dir, startEmulator, browser, name }) {
  const emulator = await startEmulator('public');
  writeFiles('docs/frameworks/page.md', dir, emulator);
  cpSync(join(dir, '../node_modules/linq-contact-card'), join(dir, 'public/linq-contact-card'), { recursive: true });
  await saveInForm(await browser(), emulator.url, emulator, name);
  return emulator;
}
