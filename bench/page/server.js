// The dashboard with its gateway in a process of its own, whose limits allow a long run. `server.js FOLDER UPSTREAM`
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { createGateway, toNodeListener } from '../../pkg/gateway/index.js';

/** @import { AddressInfo } from 'node:net' */

const [folder = '', upstream = ''] = process.argv.slice(2);
const server = createServer();

/** What no run reaches. */
const unlimited = { limit: 1_000_000, window: 1_000 };

/** @type {Record<string, string>} */
const types = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };

server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${/** @type {AddressInfo} */ (server.address()).port}`;
  const gateway = toNodeListener(
    createGateway({
      apiKey: 'linq-emulator-key',
      upstream,
      origins: [url],
      limits: { perNumber: unlimited, perUser: unlimited, reads: unlimited, lists: unlimited },
      authorize: () => ({ user: 'alice', numbers: 'all' }),
      log() {},
    }),
  );
  server.on('request', async (request, response) => {
    const path = new URL(request.url ?? '/', url).pathname;
    if (path.startsWith('/api/linq')) return gateway(request, response);
    const file = path === '/' ? '/index.html' : path;
    try {
      const content = await readFile(join(folder, file));
      response.writeHead(200, { 'content-type': types[extname(file)] ?? 'text/plain' }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  });
  process.send?.({ url });
});
process.on('disconnect', () => process.exit());
