// The typings of glue.js, which xtask/js/module.mjs generates from wasm-bindgen's output.
import type { CoreFunctions } from './core.js';

/** The imports of the module. */
export const imports: WebAssembly.Imports;
/** Starts an instance, whose exports these are, and returns its functions. */
export function use(exports: WebAssembly.Exports): CoreFunctions;
