// The page of examples/rust, in Chromium, with the gateway of an emulator.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { By } from 'selenium-webdriver';
import { open } from '../support/browsers.js';
import { startEmulator } from '../support/emulator.js';
import { waitLimit } from '../support/limits.js';

const number = '+15551234567';

let emulator;
let driver;
before(async () => {
  emulator = await startEmulator('--www', process.env.RUST_EXAMPLE_WWW);
  driver = await open();
  await driver.get(emulator.url);
});
after(async () => {
  await driver?.quit();
  await emulator?.stop();
});

const find = (css) => driver.findElement(By.css(css));
const isReady = () => driver.wait(() => find('button').isEnabled(), waitLimit, 'the button should be enabled');

/** Types over a field, saves, and returns what the page reports. */
async function save(name, value) {
  await find(`[name=${name}]`).clear();
  await find(`[name=${name}]`).sendKeys(value);
  await find('button').click();
  await isReady();
  return find('[role=status]').getText();
}

test('the page shows the card', async () => {
  await isReady();
  assert.equal(await find('[name=first_name]').getProperty('value'), 'John');
  assert.equal(await find('[name=last_name]').getProperty('value'), 'Doe');
});

test('it saves the changed field, and only that', async () => {
  assert.equal(await save('first_name', 'Rusty'), 'Saved');
  assert.equal((await emulator.card(number)).first_name, 'Rusty');
  const [write] = (await emulator.requests()).filter(({ method }) => method === 'PATCH');
  assert.equal(write.body, '{"first_name":"Rusty"}');
});

test('it sends nothing if nothing has changed', async () => {
  assert.equal(await save('first_name', 'Rusty'), 'Nothing has changed');
});

test('it reports issues, and when the next update is possible', async () => {
  assert.match(await save('last_name', ''), /^last_name must not be empty/);
  assert.equal(await save('last_name', 'Two'), 'Saved');
  assert.equal(await save('last_name', 'Three'), 'Saved');
  assert.match(await save('last_name', 'Four'), /^Too many changes; try again in \d+ min$/);
});

test("the documentation's code is the example's", () => {
  const read = (path) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const blocks = [...read('docs/rust.md').matchAll(/^```rust\n(.*?)^```$/gms)].map(([, code]) => code);
  assert.deepEqual(
    blocks,
    ['card', 'issues', 'with_key'].map((name) => read(`examples/rust/src/${name}.rs`)),
  );
});
