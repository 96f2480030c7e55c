// The stores of the built package, for Node.
export { memoryStore } from '../../../../pkg/gateway/index.js';
export { redisStore } from '../../../../pkg/gateway/redis.js';
export { WriteBudgets, durableObjectStore } from '../../../../pkg/gateway/durable-object.js';

const folder = `${import.meta.dirname}/../../../../pkg/gateway`;

/** Their typings in the built package, as `paths` of TypeScript. */
export const typings = {
  'linq-contact-card/gateway': [`${folder}/index.d.ts`],
  'linq-contact-card/gateway/*': [`${folder}/*.d.ts`],
};
