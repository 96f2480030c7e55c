// @ts-check
// Where the package runs: wherever the caller brings the module to.
import { present } from './core.js';

/** @type {WebAssembly.Module | undefined} */
let module;

/** @param {any} source bytes, something with bytes such as a response, or a module; or the promise of one */
export async function init(source) {
  const given = await source;
  if (given instanceof WebAssembly.Module) module = given;
  else module = await WebAssembly.compile(given.arrayBuffer ? await given.arrayBuffer() : given);
}

/** @type {import('./load.js').Place} */
export const place = { source: () => present(module), isServer: false, waiting: 0, loading: undefined };
