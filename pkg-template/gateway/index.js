// The entry `linq-contact-card/gateway`.
export { createGateway } from './gateway.js';
export { toNodeListener } from './node-listener.js';
export { toNextHandlers, toSvelteKitHandlers } from './route-handlers.js';
export { memoryStore } from './stores/memory.js';
