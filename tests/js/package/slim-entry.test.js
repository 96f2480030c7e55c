// The entry linq-contact-card/slim, whose user brings the module.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { installEmulator, installProject } from './setup.js';

const { resultOf } = await installProject();
const { options } = await installEmulator();

describe('the slim entry', () => {
  test('works with a module in any form, of any realm', () => {
    for (const source of [
      'bytes',
      'bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)',
      'new WebAssembly.Module(bytes)',
      'new Response(bytes)',
      'new Blob([bytes])',
      '{ arrayBuffer: async () => bytes }',
      "runInNewContext('new WebAssembly.Module(bytes)', { bytes })",
      "runInNewContext('bytes.buffer.slice()', { bytes: new Uint8Array(bytes) })",
      'Promise.resolve(bytes)',
    ]) {
      const code = `
        import { readFileSync } from 'node:fs';
        import { createRequire } from 'node:module';
        import { runInNewContext } from 'node:vm';
        import { init, isE164, updateContactCard } from 'linq-contact-card/slim';
        const bytes = readFileSync(createRequire(process.cwd() + '/x.js').resolve('linq-contact-card/contact_card.wasm'));
        let before;
        try { isE164('+12'); } catch ({ name, message }) { before = [name, message]; }
        await init(${source});
        const saved = await updateContactCard(params, ${JSON.stringify(options)});
        print([...before, isE164('+12'), saved.first_name]);`;
      const expected = [
        'WasmUnavailableError',
        'The slim entry has no module yet: await init(source) first',
        true,
        'John',
      ];
      assert.deepEqual(resultOf(code), expected, source);
    }
  });

  test('shares its classes with the others', () => {
    const code = `
      import { WasmUnavailableError, isE164 } from 'linq-contact-card/slim';
      import * as main from 'linq-contact-card';
      import * as sdk from 'linq-contact-card/sdk';
      print([main.WasmUnavailableError === WasmUnavailableError, sdk.WasmUnavailableError === WasmUnavailableError]);`;
    assert.deepEqual(resultOf(code), [true, true]);
  });
});
