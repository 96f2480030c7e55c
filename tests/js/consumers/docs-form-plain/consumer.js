// The documentation's form without a library.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { editCard } from '../card-form.js';
import { writeFiles } from '../markdown.js';

export default async function ({ dir, startEmulator, browser, name }) {
  const emulator = await startEmulator('public');
  writeFiles('docs/forms.md', dir, emulator, 'Without a library');
  cpSync(join(dir, '../node_modules/linq-contact-card'), join(dir, 'public/linq-contact-card'), { recursive: true });
  await editCard(await browser(), emulator.url, emulator, name);
  return emulator;
}
