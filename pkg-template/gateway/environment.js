// The environment of a gateway on Node, Deno and Bun, which compile the inlined bytes.
import { bytes } from './bytes.js';

export const compile = () => new WebAssembly.Module(bytes());
/** Whether the host is a server, whatever its globals are. Here they decide, as this file may run in a page by mistake. */
export const isServer = false;
