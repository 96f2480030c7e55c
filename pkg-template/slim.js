// The main entry without the module's bytes, which the caller brings.
export * from './index.js';
export { init } from './runtime/environment.slim.js';
