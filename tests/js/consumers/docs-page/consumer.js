// The documentation's plain page.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { saveInForm } from '../form.js';
import { writeFiles } from '../markdown.js';

export default async function ({ dir, linq, browser, name }) {
  const server = await linq('public');
  writeFiles('docs/frameworks/page.md', dir, server);
  cpSync(join(dir, '../node_modules/linq-contact-card'), join(dir, 'public/linq-contact-card'), { recursive: true });
  await saveInForm(await browser(), server.url, server, name);
  return server;
}
