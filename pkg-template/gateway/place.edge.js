// @ts-check
// Where the gateway runs: workerd and edge runtimes forbid compiling, so their bundler brings the compiled module.
// @ts-ignore no typings for modules of WebAssembly
import module from '../gateway.wasm?module';

export const compile = () => module;
export const isServer = true;
