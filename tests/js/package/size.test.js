// The size of the package in a page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { bundle, PAGE, weigh } from '../../../xtask/js/weigh.mjs';

/** The smallest page so far: bytes, compressed with brotli. */
const REACHED = 14_320;
/** How many bytes larger a page may be, as even a smaller source may compress worse. */
const MARGIN = 100;
/** How many bytes the element may add to a page, compressed with brotli. */
const ELEMENT = 8000;
/** How many bytes the upload of pictures may add to a page with the element, compressed with brotli. */
const UPLOAD = 2500;
/** How many bytes the hook for React may add to a page, compressed with brotli. */
const REACT = 3300;

describe('sizes', () => {
  test('an unused import adds less than 100 bytes', async () => {
    const { unused } = await weigh();
    assert.ok(unused.raw < 100, `an unused import leaves ${unused.raw} bytes`);
  });

  test('a page is smaller than with the official SDK, and no larger than before', async () => {
    const { page, sdkPage } = await weigh();
    assert.ok(page.brotli < sdkPage.brotli, `a page has ${page.brotli} bytes, with the SDK ${sdkPage.brotli}`);
    assert.ok(page.brotli <= REACHED + MARGIN, `a page has ${page.brotli} bytes, ${REACHED} were reached`);
  });

  test('the element adds less than 8 kB', async () => {
    const { element } = await weigh();
    assert.ok(element.brotli > 1000, 'the bundle should contain the element');
    assert.ok(element.brotli <= ELEMENT, `it adds ${element.brotli} bytes`);
  });

  test("the upload of pictures is small, and the element doesn't contain it", async () => {
    const { upload } = await weigh();
    assert.ok(upload.brotli > 500, 'the bundle should contain the upload');
    assert.ok(upload.brotli <= UPLOAD, `it adds ${upload.brotli} bytes`);
    const contains = async (entry) => Buffer.from(await bundle(entry)).includes('contact-card-upload');
    assert.equal(await contains(`export * from 'linq-contact-card/element';`), false);
    assert.equal(await contains(`export * from 'linq-contact-card/element/upload';`), true);
  });

  test("the hook for React is small, and adds nothing to a page that doesn't import it", async () => {
    const { react } = await weigh();
    assert.ok(react.brotli > 1000, 'the bundle should contain the hook');
    assert.ok(react.brotli <= REACT, `it adds ${react.brotli} bytes`);
    const texts = ['useSyncExternalStore', 'not_shown'];
    const found = (code) => texts.filter((text) => Buffer.from(code).includes(text));
    assert.deepEqual(found(await bundle(PAGE)), []);
    const hook = await bundle(`export * from 'linq-contact-card/react';`);
    assert.deepEqual(found(hook), texts);
    // An edge runtime only renders.
    const edge = readFileSync(join(import.meta.dirname, '../../../pkg/react.edge.js'));
    assert.ok(edge.length < 1000, `it has ${edge.length} bytes for edge runtimes`);
  });

  test('a page contains nothing of the gateway', async () => {
    const found = (texts, bytes) => texts.filter((text) => bytes.includes(text));
    const code = ['authorize', 'bodyUsed', 'write-budgets', 'RPUSH'];
    const page = ['', '/sdk', '/slim', '/element', '/element/upload', '/react'].map(
      (entry) => `export * from 'linq-contact-card${entry}';`,
    );
    for (const entry of page) assert.deepEqual(found(code, Buffer.from(await bundle(entry))), [], entry);
    // The gateway contains them.
    const gateway = ['', '/redis', '/durable-object']
      .map((entry) => `export * from 'linq-contact-card/gateway${entry}';`)
      .join('');
    assert.deepEqual(found(code, Buffer.from(await bundle(gateway))), code);

    // The same for the WebAssembly modules.
    const texts = ['must not use this gateway', 'store of write budgets', 'perNumber', 'x-content-type-options'];
    const read = (name) => readFileSync(join(import.meta.dirname, '../../../pkg', name));
    assert.deepEqual(found(texts, read('contact_card.wasm')), []);
    assert.deepEqual(found(texts, read('gateway.wasm')), texts);
  });

  test('a page and a server contain nothing of what is for tests', async () => {
    const found = (texts, bytes) => texts.filter((text) => bytes.includes(text));
    const code = ['createEmulator', 'createTestError', 'resetForTests', 'stall_head', 'scripted_5xx'];
    const published = [
      '',
      '/sdk',
      '/slim',
      '/element',
      '/element/upload',
      '/react',
      '/gateway',
      '/gateway/redis',
      '/gateway/durable-object',
    ];
    for (const entry of published) {
      assert.deepEqual(found(code, Buffer.from(await bundle(`export * from 'linq-contact-card${entry}';`))), [], entry);
    }
    const testing = Buffer.from(await bundle(`export * from 'linq-contact-card/testing';`));
    assert.deepEqual(found(code, testing), code);

    // The same for the WebAssembly modules.
    const texts = ['linq-emulator-key', 'Contact card setup failed'];
    const read = (name) => readFileSync(join(import.meta.dirname, '../../../pkg', name));
    for (const name of ['contact_card.wasm', 'gateway.wasm']) assert.deepEqual(found(texts, read(name)), [], name);
    assert.deepEqual(found(texts, read('testing.wasm')), texts);
  });

  test('no entry contains anything of the command', async () => {
    const texts = ['retry-unknown', 'XDG_STATE_HOME'];
    const found = (code) => texts.filter((text) => code.includes(text));
    const pkg = join(import.meta.dirname, '../../../pkg');
    const { exports } = JSON.parse(readFileSync(join(pkg, 'package.json'), 'utf8'));
    const entries = Object.keys(exports).filter((entry) => !/\.(json|wasm)$/.test(entry));
    assert.ok(entries.length > 8, `${entries}`);
    for (const entry of entries) {
      const code = await bundle(`export * from 'linq-contact-card${entry.slice(1)}';`);
      assert.deepEqual(found(Buffer.from(code)), [], entry);
    }
    assert.deepEqual(found(readFileSync(join(pkg, 'cli/main.js'))), texts);
  });
});
