// The documentation's page for Next, in an empty project: on the server, in the browser and at the edge.
import assert from 'node:assert/strict';
import { saveInForm } from '../form.js';
import { writeFiles } from '../markdown.js';
import { freePort } from '../../support/free-port.js';

const env = { NEXT_TELEMETRY_DISABLED: '1' };

export default async function ({ dir, run, serveOn, startEmulator, browser, name }) {
  const emulator = await startEmulator();
  const port = await freePort();
  writeFiles('docs/frameworks/next.md', dir, emulator, undefined, { 'localhost:3000': `localhost:${port}` });
  run('next', ['build'], env);
  await serveOn(port, 'next', ['start', '--hostname', '127.0.0.1', '--port', port], env);
  const url = `http://localhost:${port}`;

  await saveInForm(await browser(), `${url}/browser`, emulator, 'In the browser');
  await saveInForm(await browser(), url, emulator, name);
  const cards = await (await fetch(`${url}/card`)).json();
  assert.deepEqual(
    cards.map((card) => card.first_name),
    [name],
  );
  return emulator;
}
