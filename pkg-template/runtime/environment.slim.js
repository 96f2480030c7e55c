// The environment of the slim entry: the caller brings the module.
import { unavailable } from '../shared.js';

/** @type {WebAssembly.Module | undefined} */
let module;

/** @param {WasmSource | PromiseLike<WasmSource>} source */
export async function init(source) {
  const found = /** @type {Source} */ (await source);
  module = isTagged(found, 'WebAssembly.Module')
    ? /** @type {WebAssembly.Module} */ (found)
    : await WebAssembly.compile(await bytesOf(/** @type {BufferSource | Response} */ (found)));
}

/**
 * Returns the bytes of a source that isn't compiled.
 * @param {BufferSource | Response} source
 */
const bytesOf = (source) =>
  ArrayBuffer.isView(source) || isTagged(source, 'ArrayBuffer')
    ? /** @type {BufferSource} */ (source)
    : /** @type {Response} */ (source).arrayBuffer();

/**
 * Whether a value is an object of a built-in class, in any realm, and whatever it inherits.
 * @param {unknown} value
 * @param {string} tag
 */
const isTagged = (value, tag) => Object.prototype.toString.call(value) === `[object ${tag}]`;

function source() {
  if (module) return module;
  throw unavailable('The slim entry has no module yet: await init(source) first');
}

/** @type {import('./loading.js').Environment} */
export const environment = { source, isServer: false, waiting: 0, loading: undefined };

/** @typedef {import('../types/slim.js').WasmSource} WasmSource */
/** @typedef {BufferSource | Response | WebAssembly.Module} Source a `WasmSource`, with the types of the DOM that the public typings do without */
