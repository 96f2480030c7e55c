// @ts-check
// Where the package runs: pages, workers of pages, Node, Deno and Bun compile the inlined bytes.
import { bytes } from './bytes.js';

export const place = { source: bytes };
