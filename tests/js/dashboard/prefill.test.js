// The values that the form of a new card is filled in with.
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { Prefill } from '../../../www/card/prefill.js';

const number = '+15551234567';
const values = { first_name: 'Ada', last_name: 'Lovelace' };

class FakeInput extends EventTarget {
  value = '';
}

/** An editor with an input of each field, and the names of those that were filled in. */
function openEditor(phoneNumber) {
  const filled = [];
  const inputs = ['first_name', 'last_name', 'image_url'].map((name) => {
    const input = new FakeInput();
    input.addEventListener('input', () => filled.push(name));
    return [`input[name="${name}"]`, input];
  });
  const byCSS = new Map(inputs);
  const valuesIn = () => [...byCSS.values()].map(({ value }) => value);
  return { phoneNumber, filled, valuesIn, querySelector: (css) => byCSS.get(css) ?? null };
}

describe('the values of a new card', () => {
  beforeEach(() => {
    globalThis.HTMLInputElement = FakeInput;
  });
  afterEach(() => {
    delete globalThis.HTMLInputElement;
  });

  test('are filled in once, as if they were typed', () => {
    const prefill = new Prefill();
    prefill.note(number, values);
    const editor = openEditor(number);
    prefill.fill(editor);
    assert.deepEqual(editor.valuesIn(), ['Ada', 'Lovelace', '']);
    assert.deepEqual(editor.filled, ['first_name', 'last_name']);
    prefill.fill(editor);
    assert.equal(editor.filled.length, 2, 'what is typed later remains');
  });

  test('are for their number, and forgotten with the session', () => {
    const prefill = new Prefill();
    prefill.note(number, values);
    const other = openEditor('+15551230001');
    prefill.fill(other);
    assert.deepEqual(other.filled, []);
    prefill.forget();
    const editor = openEditor(number);
    prefill.fill(editor);
    assert.deepEqual(editor.filled, []);
    assert.equal(prefill.isAll(number, values), false);
  });

  test('are all that a form has until the user types', () => {
    const prefill = new Prefill();
    assert.equal(prefill.isAll(number, {}), false);
    prefill.note(number, values);
    assert.equal(prefill.isAll(number, { ...values, image_url: '' }), true);
    assert.equal(prefill.isAll(number, { ...values, last_name: 'King' }), false);
    assert.equal(prefill.isAll(number, { ...values, image_url: 'https://example.com/ada.png' }), false);
    assert.equal(prefill.isAll('+15551230001', values), false);
  });
});
