/**
 * The same as `linq-contact-card`, with the WebAssembly in a file of its own, which {@link init} takes.
 *
 * @module linq-contact-card/slim
 */

export * from './index.js';

/**
 * Gives the package its WebAssembly, which `linq-contact-card/contact_card.wasm` is: bytes, a response (or the promise of
 * one), or a compiled module. Until it is done, and no other entry has
 * started the WebAssembly, every function fails with a `WasmUnavailableError`, and so does `load`.
 *
 * @example
 * await init(fetch('/assets/contact_card.wasm'));
 */
export function init(source: WasmSource | PromiseLike<WasmSource>): Promise<void>;

/** Bytes, something with bytes such as a `Response`, or a `WebAssembly.Module`. */
export type WasmSource = ArrayBuffer | ArrayBufferView | { arrayBuffer(): Promise<ArrayBuffer> } | object;
