// Every state of the dashboard: axe finds no violation, and nothing scrolls sideways at 200 %.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { join } from 'node:path';
import axe from 'axe-core';
import { describeControls } from '../element/accessibility.js';
import { assertGolden } from '../support/golden.js';
import { browser } from '../support/browsers.js';
import { startSession } from './session.js';
import { states } from './states.js';

const { driver, page } = await startSession();

/** Returns the rules that axe reports, each with the first element. */
const violations = () =>
  driver.executeAsyncScript(`
  const done = arguments[arguments.length - 1];
  axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => done(violations.map(({ id, nodes }) => [id, nodes[0].html])));`);

/** Sets the color scheme, which only Chromium's driver can. */
const prefer = (scheme) =>
  driver.sendDevToolsCommand('Emulation.setEmulatedMedia', {
    features: [
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ],
  });

/** Returns the elements that extend beyond the page's width. */
const tooWide = () =>
  driver.executeScript(`
  const { clientWidth, scrollWidth } = document.documentElement;
  return scrollWidth <= clientWidth ? [] : [...document.body.querySelectorAll('*')]
    .filter((element) => element.getBoundingClientRect().right > clientWidth + 0.5).map((element) => element.outerHTML.slice(0, 80));`);

const zoomText = (size) => driver.executeScript('document.documentElement.style.fontSize = arguments[0]', size);

/** Replaces what differs between runs: times, durations and trace ids. */
const timeless = (line) =>
  line
    .replaceAll(/\d{1,2}:\d\d(:\d\d)?( [AP]M)?/g, 'TIME')
    .replaceAll(/\b\d+ (second|minute)s?\b/g, 'A WHILE')
    .replaceAll(/trace-\d+/g, 'TRACE');

describe(`the states in ${browser}`, () => {
  const controls = [];
  for (const [name, reach] of Object.entries(states)) {
    test(name, async () => {
      await reach(page);
      // In one engine, as each has its own names for roles.
      if (browser === 'chromium')
        controls.push(`# ${name}`, ...(await describeControls(driver, 'body')).map(timeless), '');
      // WebKit's driver is too slow for axe, whose results don't depend on the engine.
      if (browser !== 'webkit') {
        await driver.executeScript(axe.source);
        assert.deepEqual(await violations(), []);
        if (browser === 'chromium') {
          await prefer('dark');
          assert.deepEqual(await violations(), [], 'in the dark color scheme');
          await prefer('light');
        }
      }
      const whole = await driver.manage().window().getRect();
      // A zoom of 200 % halves the width.
      await driver
        .manage()
        .window()
        .setRect({ width: whole.width / 2, height: whole.height });
      assert.deepEqual(await tooWide(), [], 'at half the width');
      await driver.manage().window().setRect({ width: whole.width, height: whole.height });
      await zoomText('200%');
      assert.deepEqual(await tooWide(), [], 'with text of twice the size');
    });
  }

  if (browser === 'chromium') {
    test('have the controls of controls.golden.txt', () => {
      assertGolden(controls.join('\n'), join(import.meta.dirname, 'controls.golden.txt'));
    });
  }
});
