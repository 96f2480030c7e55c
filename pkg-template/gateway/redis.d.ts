/**
 * Budgets and limits in Redis, for a gateway of many processes.
 *
 * @module linq-contact-card/gateway/redis
 */

import type { Store } from './index.js';

/**
 * Sends a command to Redis, and gives the answer as the client reads it: whole numbers as numbers. It rejects where Redis
 * is away.
 */
export type SendCommand = (...command: [name: string, ...args: string[]]) => Promise<unknown>;

/** Where the store keeps its keys. */
export interface RedisStoreOptions {
  /**
   * What every key begins with. Default: `linq-contact-card:`.
   *
   * One reservation is about several keys, which a Redis Cluster must hold in one place: give it a hash tag, such as
   * `{linq-contact-card}:`.
   */
  prefix?: string | undefined;
}

/**
 * A store in Redis 5 or newer, or in what speaks as it does, such as Valkey. A reservation is one script (`EVAL`), so that
 * nothing happens in between; its clock is that of Redis, the same for all processes; its keys expire.
 *
 * The client decides how soon it is noticed that Redis is away: let it keep no command for later, as below. The
 * gateway's own `timeout` ends what waits for one that answers nothing, which node-redis notices only between commands.
 *
 * What Redis forgets is free again: it must evict no keys (`maxmemory-policy noeviction`), and keeps them through a
 * restart with `appendonly yes`.
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
 * @example <caption>a Redis Cluster: ioredis, and node-redis, which is told the first key</caption>
 * const store = redisStore((...command) => cluster.call(...command), { prefix: '{linq-contact-card}:' });
 * const store = redisStore((...command) => cluster.sendCommand(command[3], false, command), { prefix: '{linq-contact-card}:' });
 */
export function redisStore(send: SendCommand, options?: RedisStoreOptions): Store;
