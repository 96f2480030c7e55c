// @ts-check
// The gateway's entry.
export { createGateway } from './gateway.js';
export { memoryStore } from './memory.js';
export { toNodeListener } from './node.js';
