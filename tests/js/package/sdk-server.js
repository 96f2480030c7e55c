// What the tests of linq-contact-card/sdk share: both clients, and a server that they call.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import * as official from '@linqapp/sdk';
import { key, number } from './setup.js';

/** The variables of the environment that both clients read. */
const variables = ['LINQ_API_V3_API_KEY', 'LINQ_API_V3_BASE_URL', 'LINQ_API_V3_LOG', 'LINQ_API_V3_CUSTOM_HEADERS'];

/** A contact card as Linq returns it. */
export const card = { phone_number: number, first_name: 'John', is_active: true };

/**
 * Returns the official SDK and the packed package's entry in its place, whose clients call a server by default.
 * @param {{ dir: string }} project with the package
 */
export const bothOf = async ({ dir }) => ({
  official,
  ours: await import(join(dir, 'node_modules/linq-contact-card/sdk.js')),
});

/** Removes the variables that both clients read, and sets others in their place. @param {Record<string, string>} [values] */
export function setVariables(values = {}) {
  for (const name of variables) delete process.env[name];
  Object.assign(process.env, values);
}

/**
 * Starts a server that records requests and responds by a script: each response once, and the last one to all further requests.
 * A response is a status with a body, which is JSON unless it is a text, and headers; `null` is none at all.
 */
export async function startServer() {
  let responses = [];
  let requests = [];
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    requests.push({ method, url, headers, body: await text(request) });
    const next = responses.length > 1 ? responses.shift() : responses[0];
    if (!next) return;
    const { status = 200, body, headers: own } = next;
    response.writeHead(status, { 'content-type': 'application/json', 'x-trace-id': 'trace-1', ...own });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseURL = `http://127.0.0.1:${server.address().port}`;
  return {
    baseURL,
    options: { apiKey: key, baseURL, maxRetries: 0 },
    /** Sets the script, and forgets earlier requests. */
    script(...next) {
      responses = next;
      requests = [];
    },
    requests: () => requests,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
