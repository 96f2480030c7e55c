// @ts-check
// Where the package runs: pages, workers of pages, Node, Deno and Bun compile the inlined bytes.
import { bytes } from './bytes.js';

/** @type {import('./load.js').Place} */
export const place = { source: bytes, isServer: false, waiting: 0, loading: undefined };
