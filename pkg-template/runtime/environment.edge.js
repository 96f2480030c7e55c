// The environment of workerd and edge runtimes. They forbid compiling, so their bundler brings the compiled module. They
// are servers, even where their globals look like those of a page's worker.
import module from '../contact_card.wasm?module';

/** @type {import('./loading.js').Environment} */
export const environment = { source: () => module, isServer: true, waiting: 0, loading: undefined };
