// @ts-check
// The main entry without the bytes.
export * from './index.js';
export { init } from './place.slim.js';
