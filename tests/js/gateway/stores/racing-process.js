// A process with a store in Redis of its own. It sends as many concurrent reservations as its parent requests, and reports
// how many were granted.
import { once } from 'node:events';
import { countGranted } from './polling.js';
import { clients } from './redis-clients.js';

const [url, client] = process.argv.slice(2);
const { store, stop } = await clients[client](url);
process.send('ready');
const [{ count, slots }] = await once(process, 'message');
process.send(await countGranted(count, () => store.reserve(slots)));
await stop();
process.disconnect();
