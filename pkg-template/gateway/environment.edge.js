// The environment of a gateway on workerd and edge runtimes. They forbid compiling, so their bundler brings the compiled
// module.
import module from '../gateway.wasm?module';

export const compile = () => module;
/** Whether the entry is for servers alone. */
export const isServer = true;
