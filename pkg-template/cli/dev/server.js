// The server of `dev`: the dashboard, the gateway and the emulator on one port of this machine.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { CommandError } from '../command-error.js';
import { control } from './control.js';
import { readDashboard } from './dashboard.js';
import { refusalOf } from './guard.js';
import { originsOf, ownHosts } from './hosts.js';
import { createLog } from './log.js';
import { DevelopmentLinq, loadLinq } from './linq.js';
import { respondError } from './respond.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { AddressInfo } from 'node:net' */
/** @typedef {import('./guard.js').Access} Access */

/** The address to listen on: only this machine reaches it. */
const ADDRESS = '127.0.0.1';

/**
 * Starts the server.
 *
 * @param {{ port: number, origins: readonly string[], budget: number | null, warn: (text: string) => void }} options
 *   `origins`: of pages on other ports; `warn`: reports to the developer
 */
export async function startServer({ port: wanted, origins, budget, warn }) {
  const entries = await loadLinq();
  const dashboard = readDashboard();
  const server = createServer();
  const port = await listen(server, wanted);
  const hosts = { own: ownHosts(port), forwarded: origins.map((origin) => new URL(origin).host) };
  const linq = new DevelopmentLinq(entries, [...originsOf(hosts.own), ...origins], budget, createLog(warn));

  /** Who may use the routes below a path, and what handles their requests. @type {[string, Access, Handler][]} */
  const routes = [
    ['/api/linq/', 'gateway', linq.gateway],
    ['/api/partner/', 'own', linq.endpoint],
    ['/emulator/', 'own', (request, response) => control(request, response, linq)],
    ['/', 'links', (request, response) => void (dashboard(request, response) || notFound(response))],
  ];
  server.on('request', (request, response) => {
    const route = routes.find(([path]) => request.url?.startsWith(path));
    // A whole URL as the target has no route.
    if (!route) return notFound(response);
    const [, access, handle] = route;
    const refusal = refusalOf(request, access, hosts);
    if (refusal) return respondError(response, 403, 2005, refusal);
    handle(request, response);
  });
  return {
    url: `http://${ADDRESS}:${port}`,
    /** Ends the server, with what is in flight. */
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** @typedef {(request: IncomingMessage, response: ServerResponse) => void} Handler */

/** @param {ServerResponse} response */
const notFound = (response) => respondError(response, 404, 2001, 'There is nothing at this path');

/**
 * Listens, and returns the port.
 *
 * @param {import('node:http').Server} server
 * @param {number} port
 */
async function listen(server, port) {
  try {
    server.listen(port, ADDRESS);
    await once(server, 'listening');
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'EADDRINUSE') {
      throw new CommandError(`Port ${port} is taken by another program.`, {
        hint: `End that program, or choose another port: --port ${port + 1}, or --port 0 for a free one.`,
      });
    }
    throw new CommandError(`Port ${port} can't be used: ${code}.`, { hint: 'Choose another one with --port.' });
  }
  return /** @type {AddressInfo} */ (server.address()).port;
}
