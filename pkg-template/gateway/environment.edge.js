// The environment of a gateway on workerd and edge runtimes. They forbid compiling, so their bundler brings the compiled
// module.
import module from '../gateway.wasm?module';

export const compile = () => module;
/** Whether the host is a server, whatever its globals are. */
export const isServer = true;
