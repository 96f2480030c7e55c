/**
 * A store in Redis, for a gateway of many processes.
 *
 * @module linq-contact-card/gateway/redis
 */

import type { Store } from './index.js';

/**
 * Sends a command to Redis and resolves with the reply, in which integers are numbers. Rejects where Redis is unavailable.
 */
export type SendCommand = (...command: [name: string, ...args: string[]]) => Promise<unknown>;

/** The options of {@link redisStore}. */
export interface RedisStoreOptions {
  /**
   * The prefix of every key. Default `linq-contact-card:`.
   *
   * A reservation has several keys, which a Redis Cluster must store on one node: use a hash tag, such as
   * `{linq-contact-card}:`.
   */
  prefix?: string | undefined;
}

/**
 * Makes a store in Redis 5 or newer, or in a compatible server such as Valkey. A reservation is one script (`EVAL`), and so
 * atomic; its clock is that of Redis, the same for all processes; its keys expire.
 *
 * The client determines how soon an outage of Redis is noticed: switch its queue for offline commands off, as below. The
 * gateway's own `timeout` ends the wait for a reply that doesn't arrive, which node-redis notices only between commands.
 *
 * A key that Redis loses frees its slots: set `maxmemory-policy noeviction`, and `appendonly yes` so that keys survive a
 * restart.
 *
 * @example <caption>ioredis</caption>
 * const redis = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 0, connectTimeout: 2000, commandTimeout: 2000 });
 * redis.on('error', console.error);
 * const store = redisStore((...command) => redis.call(...command));
 *
 * @example <caption>node-redis</caption>
 * const reconnectStrategy = (retries) => Math.min(50 * retries, 2000); // its own gives up after a timeout
 * const socket = { connectTimeout: 2000, socketTimeout: 2000, reconnectStrategy };
 * const client = createClient({ url, disableOfflineQueue: true, pingInterval: 1000, socket });
 * client.on('error', console.error);
 * await client.connect();
 * const store = redisStore((...command) => client.sendCommand(command));
 *
 * @example <caption>a Redis Cluster: ioredis, and node-redis, which takes the first key</caption>
 * const store = redisStore((...command) => cluster.call(...command), { prefix: '{linq-contact-card}:' });
 * const store = redisStore((...command) => cluster.sendCommand(command[3], false, command), { prefix: '{linq-contact-card}:' });
 */
export function redisStore(send: SendCommand, options?: RedisStoreOptions): Store;
