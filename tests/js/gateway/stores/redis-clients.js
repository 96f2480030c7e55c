// Clients of Redis, set up as in the examples of the store's typings.
import { load } from '../tools.js';
import { redisStore } from './implementations.js';

/** Longer than any command takes on a busy machine. Tests of a Redis that doesn't respond pass a shorter timeout. */
const PATIENT = 60_000;

/** Each returns a store, a function that sends other commands, and `stop`. */
export const clients = {
  async ioredis(url, { timeout = PATIENT } = {}) {
    const { Redis } = await load('ioredis');
    const redis = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: timeout,
      commandTimeout: timeout,
    });
    redis.on('error', () => {});
    await new Promise((resolve) => redis.once('ready', resolve));
    const send = (...command) => redis.call(...command);
    return { store: redisStore(send), send, stop: () => redis.disconnect() };
  },

  async 'node-redis'(url, { timeout = PATIENT } = {}) {
    const { createClient } = await load('redis');
    const reconnectStrategy = (retries) => Math.min(50 * retries, 2000);
    const socket = { connectTimeout: timeout, socketTimeout: timeout, reconnectStrategy };
    const client = createClient({
      url,
      disableOfflineQueue: true,
      pingInterval: timeout / 2,
      commandOptions: { timeout },
      socket,
    });
    client.on('error', () => {});
    await client.connect();
    const send = (...command) => client.sendCommand(command);
    return { store: redisStore(send), send, stop: () => client.destroy() };
  },
};
