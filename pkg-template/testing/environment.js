// The environment of an emulator in pages, workers of pages, Node, Deno and Bun, which compile the inlined bytes.
import { bytes } from './bytes.js';

export const compile = () => new WebAssembly.Module(bytes());
export const compileLater = () => WebAssembly.compile(bytes());
