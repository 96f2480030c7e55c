// The environment of pages, workers of pages, Node, Deno and Bun: the module's bytes are inlined.
import { bytes } from './bytes.js';

/** @type {import('./loading.js').Environment} */
export const environment = { source: bytes, isServer: false, waiting: 0, loading: undefined };
