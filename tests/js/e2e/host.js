// A host of the dashboard with a form to sign out, in front of an emulator.
import { once } from 'node:events';
import { createServer, request as send } from 'node:http';
import { text } from 'node:stream/consumers';

const form =
  '<form method="post" action="/sign-out" data-sign-out><button id="sign-out">Sign out</button></form></header>';

/**
 * Starts a host on a free port. While `isRefusing` is set, its response to signing out leaves the page as it is. It is sent once the
 * promise `hold` has settled.
 *
 * @param {{ url: string, signIn: (isSignedIn: boolean) => Promise<unknown> }} emulator
 */
export async function startHost(emulator) {
  const { host: authority, origin, hostname, port } = new URL(emulator.url);
  const server = createServer(async (request, response) => {
    const { method, url: path, headers } = request;
    if (path === '/sign-out') {
      await host.hold;
      if (host.isRefusing) return response.writeHead(204).end();
      await emulator.signIn(false);
      return response.writeHead(303, { location: '/signed-out' }).end();
    }
    if (path === '/signed-out')
      return response.setHeader('content-type', 'text/html').end('<!doctype html><title>Signed out</title>');
    const forwarded = { ...headers, host: authority, ...(headers.origin && { origin }) };
    const upstream = send({ hostname, port, method, path, headers: forwarded }, async (received) => {
      if (path !== '/') return received.pipe(response.writeHead(received.statusCode, received.headers));
      // Without the emulator's headers: its page may send no form.
      const html = (await text(received)).replace('</header>', form);
      return response.setHeader('content-type', 'text/html').end(html);
    });
    // A browser ends requests of a page that it leaves, and an emulator those that it delays.
    upstream.on('error', () => response.destroy());
    response.on('close', () => upstream.destroy());
    return request.pipe(upstream);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = {
    url: `http://127.0.0.1:${server.address().port}`,
    isRefusing: false,
    hold: Promise.resolve(),
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
  return host;
}
