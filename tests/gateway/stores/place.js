// Where the tests find what they test; for Node and for workerd.
export { memoryStore } from '../../../pkg-template/gateway/memory.js';
export { redisStore } from '../../../pkg-template/gateway/redis.js';
export { WriteBudgets, durableObjectStore } from '../../../pkg-template/gateway/durable-object.js';
