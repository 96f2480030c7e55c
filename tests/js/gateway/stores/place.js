// The stores of the built package, for Node.
export { memoryStore } from '../../../../pkg/gateway/index.js';
export { redisStore } from '../../../../pkg/gateway/redis.js';
export { WriteBudgets, durableObjectStore } from '../../../../pkg/gateway/durable-object.js';

const folder = `${import.meta.dirname}/../../../../pkg/gateway`;

/** And their typings, as paths of TypeScript: where the package has them, as they import its own. */
export const typings = {
  'linq-contact-card/gateway': [`${folder}/index.d.ts`],
  'linq-contact-card/gateway/*': [`${folder}/*.d.ts`],
};
