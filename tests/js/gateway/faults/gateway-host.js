// A gateway on node:http in a process of its own, into which its parent injects faults.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { clients } from '../stores/redis-clients.js';
import { faults } from './process-faults.js';

const {
  project,
  store: storeName = 'memory',
  authorize: authorizeName = 'signedIn',
  log: logName = 'sends',
  redis,
  ...options
} = JSON.parse(process.argv[2]);
const require = createRequire(join(project, 'entry.js'));
/** Resolves a module as `import` does in the project. */
const load = (name) => import(pathToFileURL(require.resolve(name).replace(/\.cjs$/, '.js')));
const { createGateway, memoryStore, toNodeListener } = await load('linq-contact-card/gateway');
const { redisStore } = await load('linq-contact-card/gateway/redis');

const stores = {
  memory: memoryStore,
  redis: async () => redisStore((await clients.ioredis(redis)).send),
  hangs: () => ({ reserve: () => new Promise(() => {}) }),
  slow() {
    const memory = memoryStore();
    return { reserve: (slots) => new Promise((resolve) => setTimeout(() => resolve(memory.reserve(slots)), 300)) };
  },
};

let calls = 0;
const authorizes = {
  signedIn: () => ({ user: 'alice', numbers: 'all' }),
  throws() {
    throw new Error('the session store is unavailable');
  },
  hangs: () => new Promise(() => {}),
  /** Blocks the process until the gateway's time is over, from the second call on. */
  blocks() {
    const start = performance.now();
    if (calls++) while (performance.now() - start < options.timeout);
    return authorizes.signedIn();
  },
};

const send = (entry) =>
  process.connected && process.send({ entry: { ...entry, error: entry.error && String(entry.error) } });
const logs = {
  sends: send,
  async rejects(entry) {
    send(entry);
    throw new Error('the log is unavailable');
  },
};

const gateway = createGateway({
  ...options,
  apiKey: 'sk-canary-1234567890',
  origins: ['https://dashboard.example'],
  authorize: authorizes[authorizeName],
  store: await stores[storeName](),
  log: logs[logName],
});
const listener = toNodeListener(gateway);
// Idle connections stay open: a client must never send on one that is being closed.
const server = createServer({ keepAliveTimeout: 0 }, (request, response) => {
  if (!server.listening) response.setHeader('connection', 'close');
  listener(request, response);
});
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
process.on('message', ({ fault, ...parameters }) => {
  faults[fault](parameters);
  process.send({ injected: fault });
});
// Requests in flight get their responses.
process.once('SIGTERM', () => server.close(() => process.exit()));
