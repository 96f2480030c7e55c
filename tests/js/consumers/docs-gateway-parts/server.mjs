// A server composed of the documentation's files.
import { createServer } from 'node:http';
import { createGateway, toNodeListener } from 'linq-contact-card/gateway';
import { authorize as withAuth } from './authorize-with-auth.mjs';
import { authorize } from './authorize.mjs';
import { log } from './log.mjs';
import { store } from './store.mjs';

const gateway = createGateway({
  apiKey: 'linq-emulator-key',
  upstream: process.env.LINQ_UPSTREAM,
  origins: ['https://dashboard.example'],
  authorize: (request) => (request.headers.has('x-with-auth') ? withAuth : authorize)(request),
  store,
  log,
});
const server = createServer(toNodeListener(gateway)).listen(0, '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
