// Prints the sizes of the package, compared with the official SDK.
import { GOAL, weigh } from './weigh.mjs';

const { wasm, gateway, testing, shared, page, sdkPage, element, upload, react, unused } = await weigh();
/** @type {[string, import('./weigh.mjs').Sizes][]} */
const rows = [
  ['contact_card.wasm', wasm],
  ['calls, glue, errors (shared.js, as shipped)', shared],
  ['a page that imports updateContactCard', page],
  ['the same page with the official SDK', sdkPage],
  ['the element, in addition', element],
  ['the upload of pictures, in addition', upload],
  ["React's hook, in addition", react],
  ['gateway.wasm, on servers only', gateway],
  ['testing.wasm, in tests only', testing],
];
console.log(`${'bytes'.padEnd(44)}${['raw', 'gzip', 'brotli'].map((title) => title.padStart(9)).join('')}`);
for (const [name, { raw, gzip, brotli }] of rows) {
  console.log(`${name.padEnd(44)}${[raw, gzip, brotli].map((size) => String(size).padStart(9)).join('')}`);
}
const ratio = (page.brotli / sdkPage.brotli).toFixed(2);
/** Compares the page with another size. @param {number} bytes */
const compared = (bytes) => `${Math.abs(page.brotli - bytes)} bytes ${page.brotli > bytes ? 'above' : 'below'}`;
console.log(`brotli: ${ratio} times the SDK, ${compared(sdkPage.brotli)} it; ${compared(GOAL)} the goal of ${GOAL}`);
console.log(`an import that isn't used leaves ${unused.raw} bytes`);
