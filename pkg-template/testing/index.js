// The entry `linq-contact-card/testing`.
export { createEmulator } from './emulator.js';
export { loadEmulator } from './instance.js';
