// What the package weighs in a page.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { weigh } from '../../xtask/js/weigh.mjs';

/** Bytes, brotli. The gate is the SDK's page, which isn't reached yet: until then, this holds what was reached. */
const CEILING = 24_600;
/** Bytes, brotli, of the element beside the core. */
const ELEMENT = 8000;

describe('sizes', () => {
  test('an unused import leaves next to nothing, and a page holds no more than before', async () => {
    const { page, unused } = await weigh();
    assert.ok(unused.raw < 100, `an unused import leaves ${unused.raw} bytes`);
    assert.ok(page.brotli <= CEILING, `a page holds ${page.brotli} bytes`);
  });

  test('the element adds no more than it may', async () => {
    const { element } = await weigh();
    assert.ok(element.brotli > 1000, 'it should be there');
    assert.ok(element.brotli <= ELEMENT, `it adds ${element.brotli} bytes`);
  });
});
