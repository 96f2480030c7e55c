// @ts-check
// Where the gateway runs: Node, Deno and Bun compile the inlined bytes.
import { bytes } from './bytes.js';

export const compile = () => new WebAssembly.Module(bytes());
export const isServer = false;
