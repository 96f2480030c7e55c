// A gateway on node:http, in a process of its own, which its parent can put into trouble.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { clients } from '../stores/clients.js';
import { troubles } from './troubles.js';

const {
  project,
  store: storeName,
  authorize: authorizeName = 'anybody',
  log: logName = 'hears',
  redis,
  ...options
} = JSON.parse(process.argv[2]);
const require = createRequire(join(project, 'entry.js'));
// As `import` finds it.
const load = (name) => import(pathToFileURL(require.resolve(name).replace(/\.cjs$/, '.js')));
const { createGateway, memoryStore, toNodeListener } = await load('linq-contact-card/gateway');
const { redisStore } = await load('linq-contact-card/gateway/redis');

const stores = {
  memory: memoryStore,
  redis: async () => redisStore((await clients.ioredis(redis)).send),
  never: () => ({ reserve: () => new Promise(() => {}) }),
  slow() {
    const memory = memoryStore();
    return { reserve: (places) => new Promise((resolve) => setTimeout(() => resolve(memory.reserve(places)), 300)) };
  },
};

let asked = 0;
const authorizes = {
  anybody: () => ({ user: 'alice', numbers: 'all' }),
  throws() {
    throw new Error('the sessions are away');
  },
  hangs: () => new Promise(() => {}),
  /** From the second request on. */
  blocks() {
    const start = performance.now();
    if (asked++) while (performance.now() - start < options.timeout);
    return authorizes.anybody();
  },
};

const tell = (entry) =>
  process.connected && process.send({ entry: { ...entry, error: entry.error && String(entry.error) } });
const logs = {
  hears: tell,
  async rejects(entry) {
    tell(entry);
    throw new Error('the log is away');
  },
};

const gateway = createGateway({
  ...options,
  apiKey: 'sk-canary-1234567890',
  origins: ['https://dashboard.example'],
  authorize: authorizes[authorizeName],
  store: await stores[storeName ?? 'memory'](),
  log: logs[logName],
});
const server = createServer(toNodeListener(gateway));
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', ({ trouble, ...more }) => {
  troubles[trouble](more);
  process.send({ done: trouble });
});
// What is under way is answered.
process.once('SIGTERM', () => server.close(() => process.exit()));
