// The environment of the slim entry: the caller brings the module.
import { unavailable } from '../shared.js';

/** @type {WebAssembly.Module | undefined} */
let module;

/** @param {WasmSource | PromiseLike<WasmSource>} source */
export async function init(source) {
  const found = /** @type {Source} */ (await source);
  if (found instanceof WebAssembly.Module) module = found;
  else module = await WebAssembly.compile('arrayBuffer' in found ? await found.arrayBuffer() : found);
}

function source() {
  if (module) return module;
  throw unavailable('The slim entry has no module yet: await init(source) first');
}

/** @type {import('./loading.js').Environment} */
export const environment = { source, isServer: false, waiting: 0, loading: undefined };

/** @typedef {import('../types/slim.js').WasmSource} WasmSource */
/** @typedef {BufferSource | Response | WebAssembly.Module} Source a `WasmSource`, with the types of the DOM that the public typings do without */
