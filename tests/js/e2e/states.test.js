// Every state of the dashboard: axe finds no violation, nothing scrolls sideways at 200 %, and screen readers read what
// reading-order.golden.txt has.
import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import { join } from 'node:path';
import { violations } from '../element/accessibility.js';
import { browser } from '../support/browsers.js';
import { assertGolden } from '../support/golden.js';
import { readingOrder } from './reading-order.js';
import { startSession } from './session.js';
import { states } from './states.js';

const { driver, emulator, page } = await startSession();
// What can be undone would be shown in later states.
afterEach(() => driver.executeScript('localStorage.clear()'));

/** Sets the color scheme, which only Chromium's driver can. */
const prefer = (scheme) =>
  driver.sendDevToolsCommand('Emulation.setEmulatedMedia', {
    features: [
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ],
  });

/** The rules of axe whose results depend on the color scheme. */
const aboutColors = { runOnly: ['color-contrast', 'link-in-text-block'] };

/** Returns the elements that extend beyond the page's width. */
const tooWide = () =>
  driver.executeScript(`
  const { clientWidth, scrollWidth } = document.documentElement;
  return scrollWidth <= clientWidth ? [] : [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5).map((element) => element.outerHTML.slice(0, 80));`);

const zoomText = (size) => driver.executeScript('document.documentElement.style.fontSize = arguments[0]', size);

/** Replaces what differs between runs: the emulator's address, times, durations and trace ids. */
const steady = (line) =>
  line
    .replaceAll(emulator.url, 'EMULATOR')
    .replaceAll(/\d{1,2}:\d\d(:\d\d)?(\s[AP]M)?/g, 'TIME')
    .replaceAll(/\b\d+ (second|minute|m)s?\b/g, 'A WHILE')
    .replaceAll(/trace-\d+/g, 'TRACE');

describe(`the states in ${browser}`, () => {
  const read = [];
  for (const [name, reach] of Object.entries(states)) {
    test(name, async () => {
      if (browser === 'chromium') await prefer('light');
      await reach(page);
      await page.waitFor('#preview-image:not([data-picture="loading"])');
      // In one engine, as each has its own names for roles.
      if (browser === 'chromium') read.push(`# ${name}`, ...(await readingOrder(driver)).map(steady), '');
      // WebKit's driver is too slow for axe, whose results don't depend on the engine.
      if (browser !== 'webkit') assert.deepEqual(await violations(driver), []);
      if (browser === 'chromium') {
        await prefer('dark');
        assert.deepEqual(await violations(driver, aboutColors), [], 'in the dark color scheme');
      }
      const { width, height } = await page.size();
      // A zoom of 200 % halves the width.
      await page.atSize({ width: width / 2, height }, async () =>
        assert.deepEqual(await tooWide(), [], 'at half the width'),
      );
      await zoomText('200%');
      assert.deepEqual(await tooWide(), [], 'with text of twice the size');
    });
  }

  if (browser === 'chromium') {
    test('are read as in reading-order.golden.txt', () => {
      assertGolden(read.join('\n'), join(import.meta.dirname, 'reading-order.golden.txt'));
    });
  }
});
