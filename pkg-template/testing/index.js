// The entry `linq-contact-card/testing`.
export { createEmulator } from './emulator.js';
export { createTestError } from './errors.js';
export { loadEmulator } from './instance.js';
export { resetForTests } from './reset.js';
