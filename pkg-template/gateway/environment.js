// The environment of a gateway on Node, Deno and Bun, which compile the inlined bytes.
import { bytes } from './bytes.js';

export const compile = () => new WebAssembly.Module(bytes());
/** Whether the entry is for servers alone. */
export const isServer = false;
