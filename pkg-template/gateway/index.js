// The entry `linq-contact-card/gateway`.
export { createGateway } from './gateway.js';
export { toNodeListener } from './node-listener.js';
export { memoryStore } from './stores/memory.js';
