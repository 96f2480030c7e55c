// The instance of the emulator's WebAssembly: hosts that compile only asynchronously, or not at all, and instances that broke.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { refuseAtOnce } from '../package/instances.js';
import { dir } from './setup.js';

/** Runs a program in a project with the packed package. Returns the JSON that it prints. */
const resultOf = (code) =>
  JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', prelude + code], { cwd: dir, encoding: 'utf8' }),
  );
const prelude = `
  const attempt = (run) => { try { return run(); } catch ({ name, message }) { return { name, message }; } };
  const settle = (promise) => promise.catch(({ name, message, cause }) => ({ name, message, cause: cause?.name }));
  const print = (value) => console.log(JSON.stringify(value));`;

describe('hosts', () => {
  test('that compile only asynchronously need loadEmulator', () => {
    const code = `
      ${refuseAtOnce}
      const { createEmulator, loadEmulator } = await import('linq-contact-card/testing');
      refuseAtOnce();
      const before = attempt(createEmulator);
      await loadEmulator();
      print([before, createEmulator().cards.length]);`;
    const [before, cards] = resultOf(code);
    assert.equal(before.name, 'WasmUnavailableError');
    assert.match(before.message, /await loadEmulator\(\) first$/);
    assert.equal(cards, 5);
  });

  test('without WebAssembly get an error about it, and imports do nothing', () => {
    const code = `
      delete globalThis.WebAssembly;
      const { createEmulator, loadEmulator } = await import('linq-contact-card/testing');
      print([attempt(createEmulator), await settle(loadEmulator())]);`;
    const message = 'This host has no WebAssembly, or it is switched off';
    for (const error of resultOf(code))
      assert.deepEqual([error.name, error.message], ['WasmUnavailableError', message]);
  });
});

test('an instance that broke ends its emulators with an error, and the next one gets a new instance', () => {
  const code = `
    let breaks = false;
    const trap = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(
      [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11]))).exports.t;
    const { Instance } = WebAssembly;
    WebAssembly.Instance = function (...args) {
      const { exports } = new Instance(...args);
      const wrap = (run) => (...values) => (breaks ? trap() : run(...values));
      return { exports: Object.fromEntries(Object.entries(exports).map(([name, value]) =>
        [name, typeof value === 'function' ? wrap(value) : value])) };
    };
    const { createEmulator } = await import('linq-contact-card/testing');
    const broken = createEmulator();
    breaks = true;
    const first = await settle(broken.fetch('https://linq.test/v3/contact_card'));
    breaks = false;
    const second = await settle(broken.fetch('https://linq.test/v3/contact_card'));
    print([first, second, attempt(() => broken.cards).name, createEmulator().cards.length]);`;
  const error = {
    name: 'Error',
    message: 'The emulator broke, which is a bug in it: make a new one with createEmulator()',
    cause: 'RuntimeError',
  };
  assert.deepEqual(resultOf(code), [error, error, 'Error', 5]);
});
