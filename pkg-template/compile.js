// @ts-check
// How this host gets the module: the inlined bytes, compiled.
import { bytes } from './bytes.js';

export const compile = () => new WebAssembly.Module(bytes());
