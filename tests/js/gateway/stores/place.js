// Where the tests find what they test; for Node and for workerd.
export { memoryStore } from '../../../../pkg-template/gateway/memory.js';
export { redisStore } from '../../../../pkg-template/gateway/redis.js';
export { WriteBudgets, durableObjectStore } from '../../../../pkg-template/gateway/durable-object.js';

const folder = `${import.meta.dirname}/../../../../pkg/gateway`;

/** And their typings, as paths of TypeScript: where the package has them, as they import its own. */
export const typings = {
  'linq-contact-card/gateway': [`${folder}/index.d.ts`],
  'linq-contact-card/gateway/*': [`${folder}/*.d.ts`],
};
