// The main entry without the WebAssembly's bytes, which the caller passes to `init`.
export * from './index.js';
export { init } from './runtime/environment.slim.js';
