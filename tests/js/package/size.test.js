// What the package weighs in a page.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { bundle, weigh } from '../../../xtask/js/weigh.mjs';

/** Bytes, brotli, of a page: what was reached. A little more is no failure, as compression isn't monotonous. */
const REACHED = 14_320;
const MARGIN = 100;
/** Bytes, brotli, of the element beside the core. */
const ELEMENT = 8000;

describe('sizes', () => {
  test('an unused import leaves next to nothing', async () => {
    const { unused } = await weigh();
    assert.ok(unused.raw < 100, `an unused import leaves ${unused.raw} bytes`);
  });

  test('a page is smaller than with the official SDK, and no larger than before', async () => {
    const { page, sdkPage } = await weigh();
    assert.ok(page.brotli < sdkPage.brotli, `a page has ${page.brotli} bytes, with the SDK ${sdkPage.brotli}`);
    assert.ok(page.brotli <= REACHED + MARGIN, `a page has ${page.brotli} bytes, ${REACHED} were reached`);
  });

  test('the element adds no more than it may', async () => {
    const { element } = await weigh();
    assert.ok(element.brotli > 1000, 'it should be there');
    assert.ok(element.brotli <= ELEMENT, `it adds ${element.brotli} bytes`);
  });

  test('a page holds nothing of the gateway', async () => {
    const found = (words, bytes) => words.filter((word) => bytes.includes(word));
    const code = ['authorize', 'bodyUsed', 'write-budgets', 'RPUSH'];
    const page = ['', '/sdk', '/slim', '/element'].map((entry) => `export * from 'linq-contact-card${entry}';`);
    for (const entry of page) assert.deepEqual(found(code, Buffer.from(await bundle(entry))), [], entry);
    // The words are the gateway's.
    const gateway = ['', '/redis', '/durable-object']
      .map((entry) => `export * from 'linq-contact-card/gateway${entry}';`)
      .join('');
    assert.deepEqual(found(code, Buffer.from(await bundle(gateway))), code);

    // So are these, of its module, and the page's module is another one.
    const texts = ['must not use this gateway', 'store of write budgets', 'perNumber', 'x-content-type-options'];
    const read = (name) => readFileSync(join(import.meta.dirname, '../../../pkg', name));
    assert.deepEqual(found(texts, read('contact_card.wasm')), []);
    assert.deepEqual(found(texts, read('gateway.wasm')), texts);
  });
});
