// Prints what the package weighs beside the official SDK.
import { GOAL, weigh } from './weigh.mjs';

const { wasm, gateway, core, page, sdkPage, element, unused } = await weigh();
const rows = [
  ['contact_card.wasm', wasm],
  ['glue, facade, errors (core.js, as shipped)', core],
  ['a page that imports updateContactCard', page],
  ['the same page with the official SDK', sdkPage],
  ['the element beside it', element],
  ['gateway.wasm, on servers alone', gateway],
];
console.log(`${'bytes'.padEnd(44)}${['raw', 'gzip', 'brotli'].map((word) => word.padStart(9)).join('')}`);
for (const [name, { raw, gzip, brotli }] of rows) {
  console.log(`${name.padEnd(44)}${[raw, gzip, brotli].map((size) => String(size).padStart(9)).join('')}`);
}
const ratio = (page.brotli / sdkPage.brotli).toFixed(2);
/** How far the page is from so many bytes. @param {number} bytes */
const compared = (bytes) => `${Math.abs(page.brotli - bytes)} bytes ${page.brotli > bytes ? 'above' : 'below'}`;
console.log(`brotli: ${ratio} times the SDK, ${compared(sdkPage.brotli)} it; ${compared(GOAL)} the goal of ${GOAL}`);
console.log(`an import that isn't used leaves ${unused.raw} bytes`);
