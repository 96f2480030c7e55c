// The environment of an emulator on workerd and edge runtimes. They forbid compiling, so their bundler brings the compiled
// module.
import module from '../testing.wasm?module';

export const compile = () => module;
export const compileLater = async () => module;
