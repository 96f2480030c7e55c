// A server composed of the documentation's files.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createGateway, toNodeListener } from 'linq-contact-card/gateway';
import { authorize as withAuth } from './authorize-with-auth.ts';
import { authorize } from './authorize.ts';
import { log } from './log.ts';
import { store } from './store.ts';

const gateway = createGateway({
  apiKey: 'linq-emulator-key',
  upstream: process.env.LINQ_UPSTREAM,
  origins: ['https://dashboard.example'],
  authorize: (request) => (request.headers.has('x-with-auth') ? withAuth : authorize)(request),
  store,
  log,
});
const server = createServer(toNodeListener(gateway)).listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo;
  console.log(`http://127.0.0.1:${port}`);
});
