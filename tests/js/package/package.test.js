// The files of the packed package, and what importing them does.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { files } from '../../../xtask/js/entries.mjs';
import { installProject, number } from './setup.js';

const { lib, project, resultOf } = await installProject();

describe('the package', () => {
  test('has the files that it should have', () => {
    const topLevel = new Set(files.map((file) => file.split('/')[0]));
    assert.deepEqual(readdirSync(join(project.dir, 'node_modules/linq-contact-card')).sort(), [...topLevel].sort());
  });

  test('exports the same from import and require', () => {
    assert.deepEqual(Object.keys(lib).sort(), Object.keys(project.cjs).sort());
    assert.equal(project.cjs.isE164(number), true);
  });

  test('runs no text as code, names no folder of the build machine, and contains the bytes of contact_card.wasm', () => {
    const dir = join(project.dir, 'node_modules/linq-contact-card');
    const wasm = readFileSync(join(dir, 'contact_card.wasm'));
    const files = readdirSync(dir, { recursive: true }).filter((name) => /\.c?js$/.test(name));
    assert.ok(files.includes(join('gateway', 'index.js')));
    for (const file of files) {
      const source = readFileSync(join(dir, file), 'utf8');
      assert.doesNotMatch(source, /new Function|\beval\(|registry\/src/, file);
      // Bundlers and older runtimes don't know it. The command is for Node alone.
      if (file !== join('cli', 'main.js')) assert.doesNotMatch(source, /import\.meta/, file);
    }
    assert.doesNotMatch(wasm.toString('latin1'), /\.cargo|rustup|registry|\.rs\b/);
    // The standard library brings the names of its own files and of crates.
    assert.doesNotMatch(readFileSync(join(dir, 'gateway.wasm'), 'latin1'), /\.cargo|rustup|registry|\/home\/|\/root\//);
    const { bytes } = execModule(dir, 'bytes.js');
    assert.deepEqual(Buffer.from(bytes, 'base64'), wasm);
  });

  test('does nothing when it is imported', () => {
    const code = `
      const touched = [];
      const watch = { get(target, name) { touched.push(String(name)); return Reflect.get(target, name); } };
      globalThis.WebAssembly = new Proxy(WebAssembly, watch);
      const { isE164 } = await import('linq-contact-card');
      const before = touched.length;
      isE164('+12');
      print([before, touched.length > 0]);`;
    assert.deepEqual(resultOf(code), [0, true]);
  });

  test('does nothing on a server when its element is imported and defined', () => {
    const code = `
      import { createRequire } from 'node:module';
      const before = Object.keys(globalThis).length;
      const entries = [await import('linq-contact-card/element'), createRequire(import.meta.url)('linq-contact-card/element')];
      await import('linq-contact-card/element/define');
      for (const { defineContactCardEditor } of entries) defineContactCardEditor();
      print([Object.keys(globalThis).length - before, ...entries.map((entry) => Object.keys(entry).sort().join())]);`;
    const names = 'defineContactCardEditor,describeError,english';
    assert.deepEqual(resultOf(code), [0, names, names]);
  });

  test('reports that there is no WebAssembly', () => {
    const code = `
      delete globalThis.WebAssembly;
      const { isE164, updateContactCard } = await import('linq-contact-card');
      let name; try { isE164('+12'); } catch (error) { name = error.name; }
      const rejected = await updateContactCard({}).catch((error) => [error.name, error.outcome]);
      print([name, ...rejected]);`;
    assert.deepEqual(resultOf(code), ['WasmUnavailableError', 'WasmUnavailableError', 'not_sent']);
  });

  function execModule(dir, file) {
    const code = `const { bytes } = await import(${JSON.stringify(join(dir, file))});
      console.log(JSON.stringify({ bytes: Buffer.from(bytes()).toString('base64') }));`;
    return JSON.parse(
      execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8', maxBuffer: 1e8 }),
    );
  }
});
