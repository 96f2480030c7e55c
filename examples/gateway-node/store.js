// The store in which writes are counted: Redis for many processes, otherwise the memory of this one.
import { Redis } from 'ioredis';
import { memoryStore } from 'linq-contact-card/gateway';
import { redisStore } from 'linq-contact-card/gateway/redis';

/** @param {string | undefined} url of Redis */
export function openStore(url) {
  if (!url) return { store: memoryStore(), close() {} };
  // Commands aren't queued: a write that would wait for Redis is refused instead.
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 2000 });
  redis.on('error', ({ message }) => console.error('Redis:', message));
  return { store: redisStore((...command) => redis.call(...command)), close: () => redis.disconnect() };
}
