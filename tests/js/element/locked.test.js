// The editor with the attributes `disabled` and `readonly`.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { browser } from '../support/browsers.js';
import { waitLimit } from '../support/limits.js';
import { describeControls, violations } from './accessibility.js';
import { startSession, writesOf } from './session.js';

const number = '+15551234567';
const session = startSession();
const run = (script, ...values) => session.driver.executeScript(script, ...values);

/** The values and states of the picture's field and of the buttons. */
const observed = () =>
  run(`
    const { value, disabled, readOnly } = editor.querySelector('[name=image_url]');
    const buttons = [...editor.querySelectorAll('.contact-card-form button')].filter((button) => button.getClientRects().length > 0);
    return { hasValue: value.startsWith('https://'), disabled, readOnly, buttons: buttons.map(({ disabled }) => disabled) };`);

/** Submits the form in every way that remains. */
const submit = () =>
  run(`
    const form = editor.querySelector('.contact-card-form');
    editor.querySelector('[name=first_name]').value = 'Jane';
    form.requestSubmit();
    form.querySelector('.contact-card-save').click();`);

describe(`the editor in ${browser}, disabled`, () => {
  test('shows the card, but has no control that can be used and saves nothing, until it is enabled', async () => {
    const { editor, driver } = session;
    await editor.visit({ number });
    await run('editor.disabled = true');
    assert.deepEqual(await observed(), { hasValue: true, disabled: true, readOnly: false, buttons: [true, true] });
    assert.equal(await run('return editor.hasAttribute("disabled")'), true, 'the property is reflected');
    await submit();
    assert.equal(await run('return editor.querySelector("[role=status]").textContent'), '');
    const controls = await describeControls(driver);
    assert.ok(controls.some((line) => line.startsWith('textbox "First name"')));
    assert.deepEqual(await violations(driver), []);

    await run('editor.removeAttribute("disabled")');
    assert.deepEqual(await observed(), { hasValue: true, disabled: false, readOnly: false, buttons: [false, false] });
    assert.equal(await run('return editor.disabled'), false);
    await editor.save();
    await editor.waitForStatus(/^Saved /);
    assert.deepEqual(await writesOf(session), ['{"first_name":"Jane"}']);
  });

  test('has no control that can be used where the card could not be read either', async () => {
    const { editor, emulator } = session;
    await emulator.script({ method: 'GET', status: 403, code: 2005 });
    await editor.visit({ number }, { until: '.contact-card-copy' });
    const buttons = () =>
      run(`
        return [...editor.querySelectorAll('button')]
          .filter((button) => button.getClientRects().length > 0)
          .map(({ textContent, disabled }) => [textContent, disabled]);`);
    const inState = (isDisabled) => [
      ['Copy', isDisabled],
      ['Try again', isDisabled],
    ];
    assert.deepEqual(await buttons(), inState(false));
    await run('editor.disabled = true');
    assert.deepEqual(await buttons(), inState(true));
    await run('editor.disabled = false');
    assert.deepEqual(await buttons(), inState(false));
  });

  test('disables the form for the phone number, and what is typed there remains', async () => {
    const { editor } = session;
    await editor.visit({}, { until: '.contact-card-number:not([hidden])' });
    await editor.input('phone_number').sendKeys('+1 555');
    await run('editor.toggleAttribute("disabled")');
    const isDisabled = () => run('return editor.querySelector("[name=phone_number]").disabled');
    assert.equal(await isDisabled(), true);
    await run('editor.toggleAttribute("disabled")');
    assert.equal(await isDisabled(), false);
    assert.equal(await editor.value('phone_number'), '+1 555');
  });

  test('takes the property from before the class was defined, and anything that is true or false', async () => {
    await session.editor.visit({ number });
    assert.deepEqual(
      await run(`
        const values = [true, 'yes', 1, false, undefined, null, 0];
        return ['disabled', 'readOnly'].map((name) => values.map((value) => {
          editor[name] = value;
          return editor[name];
        }));`),
      Array(2).fill([true, true, true, false, false, false, false]),
    );
    // An element of another document isn't upgraded before it is adopted.
    assert.deepEqual(
      await run(`
        const early = document.implementation.createHTMLDocument().createElement('contact-card-editor');
        Object.assign(early, { disabled: true, readOnly: true, phoneNumber: '${number}', baseURL: '/proxy', messages: { buttons: { save: 'Keep' } } });
        document.body.append(early);
        const { disabled, readOnly, phoneNumber, baseURL, messages } = early;
        const own = Object.keys(early);
        early.remove();
        return [disabled, readOnly, phoneNumber, baseURL, messages.buttons.save, own];`),
      [true, true, number, '/proxy', 'Keep', []],
    );
  });
});

describe(`the editor in ${browser}, read-only`, () => {
  test('has fields that can be read, focused and copied, without buttons to save', async () => {
    const { editor, driver } = session;
    await editor.visit({ number });
    await run('editor.setAttribute("readonly", "")');
    assert.deepEqual(await observed(), { hasValue: true, disabled: false, readOnly: true, buttons: [] });
    assert.equal(await run('return editor.readOnly'), true);
    await editor.input('first_name').click();
    assert.ok(await editor.isFocused('[name=first_name]'));
    await editor.input('first_name').sendKeys('x');
    assert.equal(await editor.value('first_name'), 'John', 'nothing can be typed');
    assert.equal(
      await run('const input = editor.querySelector("[name=first_name]"); input.select(); return input.selectionEnd'),
      4,
      'the text can be selected',
    );
    await editor.input('first_name').sendKeys('\uE007');
    await submit();
    assert.equal(await run('return editor.querySelector("[role=status]").textContent'), '');
    assert.deepEqual(await writesOf(session), []);
    assert.deepEqual(await violations(driver), []);
    await run('editor.readOnly = false');
    assert.deepEqual(await observed(), { hasValue: true, disabled: false, readOnly: false, buttons: [false, false] });
  });

  test("doesn't offer to create a card, and follows the card from elsewhere", async () => {
    const { editor, driver } = session;
    await editor.visit({ number: '+15551239999' });
    await run('editor.readOnly = true');
    await editor.waitForStatus(/^No card yet$/);
    await editor.visit({ number });
    await run('editor.readOnly = true');
    await editor.saveInAnotherTab({ phone_number: number, first_name: 'Zoë', last_name: 'Doe', is_active: true });
    await driver.wait(async () => (await editor.value('first_name')) === 'Zoë', waitLimit);
  });
});
