// Screenshots of every state of the page, light and dark, on a phone and on a desk, in target/screenshots/.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { open } from '../support/browsers.js';
import { Page, states } from '../e2e/states.js';
import { startEmulator } from '../support/emulator.js';

const out = join(import.meta.dirname, '../../../target/screenshots');
const screens = {
  phone: { width: 390, height: 844, deviceScaleFactor: 1, mobile: true },
  desk: { width: 1280, height: 900, deviceScaleFactor: 1, mobile: false },
};
const schemes = ['light', 'dark'];
const forced = { 'forced-colors': 'active' };
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in states));
if (unknown.length > 0)
  throw new Error(`there is no state ${unknown.join(', ')}; there are: ${Object.keys(states).join(' ')}`);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const emulator = await startEmulator('--www', process.env.LINQ_WWW);
const driver = await open();
const page = new Page(driver, emulator);

const devTools = (command, parameters) => driver.sendAndGetDevToolsCommand(command, parameters);

/** Sets media features. */
const setMedia = (features) =>
  devTools('Emulation.setEmulatedMedia', {
    features: Object.entries({
      'prefers-color-scheme': 'light',
      'forced-colors': 'none',
      'prefers-reduced-motion': 'reduce',
      ...features,
    }).map(([name, value]) => ({ name, value })),
  });

async function capture(name) {
  const { data } = await devTools('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true });
  writeFileSync(join(out, `${name}.png`), Buffer.from(data, 'base64'));
}

try {
  for (const [name, reach] of Object.entries(states).filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
    for (const [screen, metrics] of Object.entries(screens)) {
      await devTools('Emulation.setDeviceMetricsOverride', metrics);
      await emulator.reset();
      await setMedia({});
      await reach(page);
      for (const scheme of schemes) {
        await setMedia({ 'prefers-color-scheme': scheme });
        await capture(`${name}-${screen}-${scheme}`);
      }
      if (screen === 'desk') {
        await setMedia(forced);
        await capture(`${name}-${screen}-forced-colors`);
      }
    }
  }
} finally {
  await driver.quit();
  await emulator.stop();
}
console.log('target/screenshots/');
