/**
 * The same as `linq-contact-card`, with the WebAssembly in a file of its own, which {@link init} takes.
 *
 * @module linq-contact-card/slim
 */

export * from './index.js';

/**
 * Sets the package's WebAssembly, `linq-contact-card/contact_card.wasm`: its bytes, a response with them (or the promise of
 * one), or the compiled module. Until it is set, every function fails with a `WasmUnavailableError`, and so does `load`,
 * unless another entry has started the WebAssembly.
 *
 * @example
 * await init(fetch('/assets/contact_card.wasm'));
 */
export function init(source: WasmSource | PromiseLike<WasmSource>): Promise<void>;

/** Bytes, something with bytes such as a `Response`, or a `WebAssembly.Module`. */
export type WasmSource = ArrayBuffer | ArrayBufferView | { arrayBuffer(): Promise<ArrayBuffer> } | object;
