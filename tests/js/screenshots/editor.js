// The README's picture: `<contact-card-editor>` with a card of the emulator that was just saved, in docs/images/editor.png.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { By } from 'selenium-webdriver';
import { bundle } from '../../../xtask/js/weigh.mjs';
import { open } from '../support/browsers.js';
import { startEmulator } from '../support/emulator.js';
import { waitLimit } from '../support/limits.js';

const out = join(import.meta.dirname, '../../../docs/images/editor.png');

/** The page around the editor. Its policy allows no inline styles. */
const files = {
  'index.html': `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <title>The editor</title>
  <link rel="stylesheet" href="style.css">
  <contact-card-editor phone-number="+15551234567"></contact-card-editor>
  <script type="module" src="page.js"></script>
</html>
`,
  'style.css': `
body { margin: 0; padding: 20px; background: #eef0f5; font: 16px/1.45 Arial, sans-serif; color: #1b1f27; }
contact-card-editor { padding: 20px 28px; border-radius: 14px; background: #fff; box-shadow: 0 1px 6px #1b1f2730; }
`,
  'page.js': bundle("import 'linq-contact-card/element/define';"),
};

const www = mkdtempSync(join(tmpdir(), 'editor-'));
for (const [name, content] of Object.entries(files)) writeFileSync(join(www, name), content);
const emulator = await startEmulator('--www', www);
const driver = await open();
const devTools = (command, parameters) => driver.sendAndGetDevToolsCommand(command, parameters);

try {
  await devTools('Emulation.setDeviceMetricsOverride', {
    width: 520,
    height: 400,
    deviceScaleFactor: 1.25,
    mobile: false,
  });
  await devTools('Emulation.setScrollbarsHidden', { hidden: true });
  await driver.get(emulator.url);
  const save = await driver.wait(() => driver.findElement(By.css('.contact-card-save')), waitLimit);
  const firstName = await driver.findElement(By.css('[name=first_name]'));
  await driver.wait(async () => (await firstName.getAttribute('value')) === 'John', waitLimit);
  await firstName.clear();
  await firstName.sendKeys('Jane');
  await save.click();
  const outcome = await driver.findElement(By.css('.contact-card-outcome'));
  await driver.wait(async () => (await outcome.getText()).startsWith('Saved'), waitLimit);
  await driver.executeScript('document.activeElement.blur()');
  const { width, height } = await driver.executeScript('return document.body.getBoundingClientRect().toJSON()');
  const clip = { x: 0, y: 0, width, height, scale: 1 };
  const { data } = await devTools('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true, clip });
  writeFileSync(out, Buffer.from(data, 'base64'));
} finally {
  await driver.quit();
  await emulator.stop();
  rmSync(www, { recursive: true });
}
