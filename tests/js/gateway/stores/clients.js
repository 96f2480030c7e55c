// Clients of Redis, set up as the typings of the store say.
import { load } from '../tools/tools.js';
import { redisStore } from './place.js';

/** Each gives a store, commands past it, and `stop`. */
export const clients = {
  async ioredis(url, options) {
    const { Redis } = await load('ioredis');
    const redis = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: 2000,
      commandTimeout: 2000,
    });
    redis.on('error', () => {});
    await new Promise((resolve) => redis.once('ready', resolve));
    const send = (...command) => redis.call(...command);
    return { store: redisStore(send, options), send, stop: () => redis.disconnect() };
  },

  async 'node-redis'(url, options) {
    const { createClient } = await load('redis');
    const reconnectStrategy = (retries) => Math.min(50 * retries, 2000);
    const socket = { connectTimeout: 2000, socketTimeout: 2000, reconnectStrategy };
    const client = createClient({ url, disableOfflineQueue: true, pingInterval: 1000, socket });
    client.on('error', () => {});
    await client.connect();
    const send = (...command) => client.sendCommand(command);
    return { store: redisStore(send, options), send, stop: () => client.destroy() };
  },
};
