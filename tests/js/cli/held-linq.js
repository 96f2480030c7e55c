// An endpoint that responds to writes when the test demands it.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';

/** Starts an endpoint whose account has no card. */
export async function startHeldLinq() {
  /** The writes that wait for their response. */
  const held = [];
  const respond = (response, value) =>
    response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
  const server = createServer(async (request, response) => {
    if (request.method === 'GET') return respond(response, { contact_cards: [] });
    const card = { ...(await json(request)), is_active: true };
    held.push({ card, release: () => respond(response, card) });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseURL: `http://127.0.0.1:${server.address().port}`,
    held,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}
