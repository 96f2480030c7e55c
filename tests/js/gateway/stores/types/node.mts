// The clients of Redis, as in the examples of the typings, and the servers of Node.
import { createServer } from 'node:http';
import { createServer as createHTTP2Server, createSecureServer } from 'node:http2';
import { Cluster, Redis } from 'ioredis';
import { createGateway, type Store, toNodeListener } from 'linq-contact-card/gateway';
import { redisStore } from 'linq-contact-card/gateway/redis';
import { createClient, createCluster } from 'redis';

const url = 'redis://127.0.0.1';
const prefix = '{linq-contact-card}:';

const redis = new Redis(url, {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 2000,
  commandTimeout: 2000,
});
redis.on('error', console.error);
const store: Store = redisStore((...command) => redis.call(...command));
const cluster = new Cluster([url]);
redisStore((...command) => cluster.call(...command), { prefix });

const reconnectStrategy = (retries: number) => Math.min(50 * retries, 2000);
const socket = { connectTimeout: 2000, socketTimeout: 2000, reconnectStrategy };
const client = createClient({ url, disableOfflineQueue: true, pingInterval: 1000, socket });
client.on('error', console.error);
await client.connect();
redisStore((...command) => client.sendCommand(command));
const nodes = createCluster({ rootNodes: [{ url }] });
redisStore((...command) => nodes.sendCommand(command[3], false, command), { prefix });

redisStore(async (...command: string[]) => command, { prefix: undefined });
// @ts-expect-error: an unknown option
redisStore(async () => 1, { prefx: prefix });

const { granted, places } = await store.reserve([{ key: 'number', limit: 3, window: 600_000 }]);
for (const { used, reset } of places)
  console.log(granted satisfies boolean, used satisfies number, reset satisfies number);

const gateway = createGateway({ apiKey: process.env.KEY, origins: [url], authorize: () => null, store });
const listener = toNodeListener(gateway);
createServer(listener);
createHTTP2Server(listener);
createSecureServer({ allowHTTP1: true }, listener);
