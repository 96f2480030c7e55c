// Where writes are counted: in Redis for many processes, else in this one.
import { Redis } from 'ioredis';
import { memoryStore } from 'linq-contact-card/gateway';
import { redisStore } from 'linq-contact-card/gateway/redis';

export function openStore(url) {
  if (!url) return { store: memoryStore(), close() {} };
  // Nothing is kept for later: a write that waits for Redis is refused instead.
  const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, commandTimeout: 2000 });
  redis.on('error', ({ message }) => console.error('Redis:', message));
  return { store: redisStore((...command) => redis.call(...command)), close: () => redis.disconnect() };
}
