// `dev` in the browser that BROWSER names: the dashboard, and a front end on another port that the printed lines wire up.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { By, until as conditions } from 'selenium-webdriver';
import { open } from '../support/browsers.js';
import { freePort } from '../support/free-port.js';
import { waitLimit } from '../support/limits.js';
import { installPackage, installTools } from '../support/sandbox.js';
import { until } from '../support/until.js';
import { commandIn, createFolder, startDev } from './program.js';

const number = '+15551234567';
const { dir } = createFolder();
let driver;
before(async () => {
  driver = await open();
});
after(() => driver?.quit());

/** Returns the card of the number, as a gateway has it. */
async function cardAt(url) {
  const response = await fetch(`${url}/api/linq/v3/contact_card?phone_number=${encodeURIComponent(number)}`);
  return (await response.json()).contact_cards[0];
}

/** Waits until an element has a text. The page may replace the element meanwhile. */
const shown = (css, text) =>
  driver.wait(
    async () =>
      text.test(await driver.executeScript('return document.querySelector(arguments[0])?.textContent ?? ""', css)),
    waitLimit,
    `${css} should have ${text}`,
  );

test('the dashboard shows the cards, saves one, and switches the emulator', async () => {
  const dev = await startDev(dir);
  await driver.get(dev.url);
  await shown(`[data-number="${number}"]`, /John Doe/);
  assert.equal((await driver.findElements(By.css('[data-number]'))).length, 5);
  await driver.findElement(By.css(`[data-number="${number}"]`)).click();
  const field = await driver.wait(conditions.elementLocated(By.name('first_name')), waitLimit);
  await driver.wait(conditions.elementIsVisible(field), waitLimit);
  await field.clear();
  await field.sendKeys('Jane');
  await driver.findElement(By.css('#save')).click();
  await shown(`[data-number="${number}"]`, /Jane Doe/);
  assert.equal((await cardAt(dev.url)).first_name, 'Jane');

  await driver.findElement(By.id('developer-open')).click();
  await driver.findElement(By.id('budget')).click();
  await until(async () => (await (await fetch(`${dev.url}/emulator/settings`)).json()).budget === null);
  await driver.findElement(By.css('#inject button')).click();
  await shown('#inject-state', /next call/);
  await driver.findElement(By.id('reset-local')).click();
  await shown(`[data-number="${number}"]`, /John Doe/);
  assert.equal(await dev.stop(), 0);
});

test('a front end on another port saves a card with the lines that are printed', async () => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const { child, ended } = commandIn(dir).start('dev', '--port', '0', '--origin', origin);
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += chunk));
  await until(() => printed.includes('Ctrl-C'));
  const [, url] = /^Dashboard +(\S+)$/m.exec(printed);
  const [config, code] = printed.split('\n\n').slice(2);
  const [viteLine] = config.split('\n');
  assert.equal(code.split('\n').length, 2);

  const project = join(installPackage(installTools(import.meta.dirname)), 'front-end');
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(project, 'vite.config.js'), `export default {\n${viteLine}\n};`);
  writeFileSync(
    join(project, 'index.html'),
    '<!doctype html><title>Page</title><script type="module" src="/main.js"></script>',
  );
  writeFileSync(join(project, 'main.js'), code);
  const vite = spawn(
    process.execPath,
    [
      join(project, '../../node_modules/vite/bin/vite.js'),
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--strictPort',
    ],
    { cwd: project, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const viteEnded = once(vite, 'exit');
  await until(() =>
    fetch(origin).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  await driver.get(origin);
  await until(async () => (await cardAt(url)).first_name === 'Jane');

  vite.kill('SIGTERM');
  await viteEnded;
  child.kill('SIGINT');
  assert.equal((await ended).code, 0);
});
