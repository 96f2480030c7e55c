// The stores under test, for Node and for workerd.
export { memoryStore } from '../../../../pkg-template/gateway/memory.js';
export { redisStore } from '../../../../pkg-template/gateway/redis.js';
export { WriteBudgets, durableObjectStore } from '../../../../pkg-template/gateway/durable-object.js';

const folder = `${import.meta.dirname}/../../../../pkg/gateway`;

/** Their typings in the built package, as `paths` of TypeScript. */
export const typings = {
  'linq-contact-card/gateway': [`${folder}/index.d.ts`],
  'linq-contact-card/gateway/*': [`${folder}/*.d.ts`],
};
