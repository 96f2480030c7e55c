// The editor in other people's pages: their style sheets, their colors, and their documents.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { browser } from '../support/browsers.js';
import { waitLimit } from '../support/limits.js';
import { startSession, writesOf } from './session.js';
import { states } from './states.js';

const number = '+15551234567';
const session = startSession();
const run = (script, ...values) => session.driver.executeScript(script, ...values);
const runAsync = (script, ...values) => session.driver.executeAsyncScript(script, ...values);

/** Brings the editor into a state of states.js. */
async function reach(name) {
  const state = states.find((state) => state.name === name);
  await state.reach(session);
  if (state.status) await session.editor.waitForStatus(state.status);
}

describe(`the editor in ${browser}, D12 with the style sheet of the page`, () => {
  // What every element inherits is the page's decision, and so are the pointer and the ring of a control that was clicked.
  const ofThePage =
    /^(-webkit-tap-highlight-color|-webkit-text-size-adjust|text-size-adjust|(-moz-)?tab-size|cursor|outline-.*)$/;
  // Without effect on a button with a background of its own.
  const withoutEffect = /^(-webkit-|-moz-)?appearance$/;

  /** Returns the computed styles of the editor's elements, by element and property. */
  const stylesOf = async () => {
    const styles = await run(`
      // The page's own text and width are the same with and without its sheet.
      Object.assign(document.querySelector('main').style, { font: '16px/1.5 sans-serif', color: 'rgb(20, 20, 20)', width: '600px' });
      return [...editor.querySelectorAll('*')].map((element) => {
        const style = getComputedStyle(element);
        return [element.className, Object.fromEntries([...style].map((name) => [name, style.getPropertyValue(name)]))];
      });`);
    return styles.map(([name, style]) => [
      name,
      Object.fromEntries(
        Object.entries(style).filter(
          ([property]) => !property.startsWith('--') && !ofThePage.test(property) && !withoutEffect.test(property),
        ),
      ),
    ]);
  };
  const load = (sheet) =>
    runAsync(
      `
      const [sheet, done] = arguments;
      const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: '/sheets/' + sheet + '.css' });
      link.onload = () => done();
      document.head.append(link);`,
      sheet,
    );
  const unload = () => run('document.querySelector("link").remove()');

  for (const state of ['an invalid number', 'issues', 'changed elsewhere', '429']) {
    test(`looks as it does alone: ${state}`, async () => {
      await reach(state);
      const alone = await stylesOf();
      assert.ok(alone.length > 20);
      for (const sheet of ['tailwind-3', 'tailwind-4', 'bootstrap-reboot', 'bootstrap']) {
        await load(sheet);
        // The sheet is in use: it is the page's own elements that change.
        assert.equal(await run('return getComputedStyle(document.body).margin'), '0px', sheet);
        const differences = [];
        for (const [index, [name, style]] of (await stylesOf()).entries()) {
          for (const [property, value] of Object.entries(style)) {
            const before = alone[index][1][property];
            if (value !== before) differences.push(`${name} ${property}: ${before} → ${value}`);
          }
        }
        assert.deepEqual(differences, [], sheet);
        await unload();
      }
    });
  }

  test('has the styles that the page sets by class, by part and by custom property', async () => {
    await session.editor.visit({ number });
    await load('tailwind-3');
    const style = await run(`
      const page = new CSSStyleSheet();
      page.replaceSync('.contact-card-save { background-color: rgb(1, 2, 3) } contact-card-editor label { color: rgb(4, 5, 6) }');
      document.adoptedStyleSheets.unshift(page);
      editor.style.setProperty('--contact-card-radius', '3px');
      const { backgroundColor, borderRadius } = getComputedStyle(editor.querySelector('.contact-card-save'));
      return [backgroundColor, borderRadius, getComputedStyle(editor.querySelector('label')).color];`);
    assert.deepEqual(style, ['rgb(1, 2, 3)', '3px', 'rgb(4, 5, 6)']);
    const ofPart = await run(`
      const host = document.createElement('div');
      host.attachShadow({ mode: 'open' }).append(editor);
      document.querySelector('main').append(host);
      host.id = 'host';
      const page = new CSSStyleSheet();
      page.replaceSync('#host::part(contact-card-input) { border-top-color: rgb(7, 8, 9) }');
      document.adoptedStyleSheets.push(page);
      return getComputedStyle(editor.querySelector('input')).borderTopColor;`);
    assert.equal(ofPart, 'rgb(7, 8, 9)');
  });
});

describe(`the editor in ${browser}, D13 with the colors of the page`, () => {
  const pages = {
    light: { background: '#fff', color: '#222' },
    'dark without color-scheme': { background: '#101418', color: '#e6e8ea' },
    'dark with color-scheme': { background: '#101418', color: '#e6e8ea', colorScheme: 'dark' },
  };
  for (const [name, style] of Object.entries(pages)) {
    test(`is readable on a page that is ${name}`, async () => {
      await reach('issues');
      const contrasts = await run(
        `
        Object.assign(document.documentElement.style, arguments[0]);
        const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        const rgba = (color) => {
          context.clearRect(0, 0, 1, 1);
          context.fillStyle = color;
          context.fillRect(0, 0, 1, 1);
          const [r, g, b, a] = context.getImageData(0, 0, 1, 1).data;
          return [r, g, b, a / 255];
        };
        const over = ([r, g, b, a], under) => [r, g, b].map((value, index) => value * a + under[index] * (1 - a));
        // The color that is painted behind an element's text.
        const behind = (element) => {
          const { backgroundColor } = getComputedStyle(element);
          return over(rgba(backgroundColor), element.parentElement ? behind(element.parentElement) : [255, 255, 255]);
        };
        const luminance = (color) => {
          const [r, g, b] = color.map((value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        return [...editor.querySelectorAll('input, button, label, .contact-card-hint, .contact-card-error, .contact-card-link')]
          .filter((element) => element.checkVisibility?.() ?? element.getClientRects().length > 0)
          .map((element) => {
            const background = behind(element);
            const [a, b] = [over(rgba(getComputedStyle(element).color), background), background].map(luminance);
            const apart = Math.max(...background.map((value, index) => Math.abs(value - behind(editor)[index])));
            return [element.className, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), apart];
          });`,
        style,
      );
      for (const part of ['input', 'button', 'hint', 'error', 'link'])
        assert.ok(
          contrasts.some(([name]) => name.includes(part)),
          part,
        );
      assert.deepEqual(
        contrasts.filter(([, contrast]) => contrast < 4.5),
        [],
      );
      // No white field on a dark page.
      assert.deepEqual(
        contrasts.filter(([name, , apart]) => name.includes('input') && apart > 30),
        [],
      );
    });
  }
});

describe(`the editor in ${browser}, when it moves`, () => {
  const reads = async () => (await session.emulator.requests()).filter(({ method }) => method === 'GET').length;
  /** Returns what shows whether the styles apply, and how many sheets the root has. */
  const looks = () =>
    run(`
      const view = editor.ownerDocument.defaultView;
      const [form, input] = ['form', 'input'].map((name) => view.getComputedStyle(editor.querySelector('.contact-card-' + name)));
      return [form.display, input.borderTopLeftRadius, editor.getRootNode().adoptedStyleSheets.length];`);

  /** Uses the editor in the current frame, also in a shadow root: an issue appears when its field is left, edits are undone and saved. */
  async function use() {
    const { driver } = session;
    const found = (selector) =>
      run(
        `const find = (root) => root.querySelector(arguments[0]) ?? [...root.querySelectorAll('*')].filter(({ shadowRoot }) => shadowRoot).map(({ shadowRoot }) => find(shadowRoot)).find(Boolean);
        return find(document);`,
        selector,
      );
    await (await found('[name=image_url]')).click();
    await (await found('[name=image_url]')).sendKeys('x y');
    await (await found('[name=last_name]')).click();
    await driver.wait(
      async () => (await found('[data-field=image_url] .contact-card-error')).isDisplayed(),
      waitLimit,
      'the issue should be shown',
    );
    await (await found('.contact-card-undo')).click();
    await driver.wait(
      async () => (await (await found('[name=first_name]')).getProperty('value')) === 'John',
      waitLimit,
      'the values should be undone',
    );
    await (await found('[name=first_name]')).sendKeys('ny');
    await (await found('.contact-card-save')).click();
    await driver.wait(
      async () => /^Saved/.test(await (await found('.contact-card-status')).getProperty('textContent')),
      waitLimit,
      'it should be saved',
    );
  }

  const movesAcross = 'with its shadow host into another document, and back, and there again';
  const moves = {
    'within the document': "document.querySelector('main').prepend(editor)",
    'into a shadow root': `
      const host = document.createElement('section');
      host.attachShadow({ mode: 'open' }).append(editor);
      document.querySelector('main').append(host);`,
    'with its shadow host, twice': `
      const host = document.createElement('section');
      host.attachShadow({ mode: 'open' }).append(editor);
      document.querySelector('main').append(host);
      host.remove();
      document.querySelector('main').prepend(host);
      document.body.append(host);`,
    'into another document': "document.querySelector('iframe').contentDocument.body.append(editor)",
    [movesAcross]: `
      const host = document.createElement('section');
      host.attachShadow({ mode: 'open' }).append(editor);
      const inner = document.querySelector('iframe').contentDocument.body;
      for (const place of [document.body, inner, document.body, inner]) place.append(host);`,
  };
  for (const [name, move] of Object.entries(moves)) {
    test(`keeps its state, its styles and its listeners ${name}`, async () => {
      const { editor, driver } = session;
      await editor.visit({ number });
      await run("document.body.append(Object.assign(document.createElement('iframe'), { width: 700, height: 900 }))");
      const before = await looks();
      await editor.type('first_name', 'Jane');
      await run(move);
      await driver.wait(() => run('return editor.isConnected'), waitLimit);
      assert.deepEqual(await looks(), before);
      assert.equal(await run('return editor.querySelector("[name=first_name]").value'), 'Jane');
      assert.equal(await run('return editor.isDirty'), true);

      // Chromium's driver can't reach a shadow root that came from another document, and WebKit's none and no other document.
      const isUsed = browser === 'webkit' ? name === 'within the document' : name !== movesAcross;
      if (isUsed) {
        // A press in another document ends there.
        const isFramed = await run('return editor.ownerDocument !== document');
        if (isFramed) await driver.switchTo().frame(0);
        await use();
        if (isFramed) await driver.switchTo().defaultContent();
      }
      // The first read, and the one before the write.
      assert.equal(await reads(), isUsed ? 2 : 1);
      const written = isUsed ? ['{"first_name":"Johnny"}'] : [];
      assert.deepEqual(await writesOf(session), written);
      assert.deepEqual(await run('return problems'), []);
    });
  }
});
