// A process of its own with a store in Redis, which reserves as often as it is told, all at once, and tells what was granted.
import { once } from 'node:events';
import { clients } from './clients.js';
import { race } from './waiting.js';

const [url, client] = process.argv.slice(2);
const { store, stop } = await clients[client](url);
process.send('ready');
const [{ count, places }] = await once(process, 'message');
process.send(await race(count, () => store.reserve(places)));
await stop();
process.disconnect();
