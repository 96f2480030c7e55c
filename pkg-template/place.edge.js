// @ts-check
// Where the package runs: workerd and edge runtimes forbid compiling, so their bundler brings the compiled module. They
// are servers, even where their globals look like those of a page's worker.
// @ts-ignore no typings for modules of WebAssembly
import module from './contact_card.wasm?module';

/** @type {import('./load.js').Place} */
export const place = { source: () => module, isServer: true, waiting: 0, loading: undefined };
