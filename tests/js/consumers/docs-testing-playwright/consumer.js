// The documentation's tests in Playwright, against `linq-contact-card dev` and Vite. They run in the machine's Chromium, as
// Playwright's own browsers are a download.
import { variable } from '../../support/environment.js';
import { freePort } from '../../support/free-port.js';
import { writeFiles } from '../markdown.js';

export default async function ({ dir, run, name }) {
  const [port, pagePort] = [await freePort(), await freePort()];
  writeFiles('docs/testing.md', dir, { url: '' }, 'Vitest');
  const emulator = { url: `http://127.0.0.1:${port}` };
  writeFiles('docs/testing.md', dir, emulator, 'Playwright', { 8787: port, 5173: pagePort });
  run('playwright', ['test', '--config', 'chromium.config.ts'], { CHROMIUM: variable('CHROMIUM') });
  return { card: async () => ({ first_name: name }) };
}
