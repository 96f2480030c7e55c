// The delivery of responses: a client that doesn't read holds nothing past the gateway's timeout.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, createServer, request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { importEntry } from '../installed.js';
import { HANG, until } from '../stores/polling.js';

const TIMEOUT = 2_000;
const path = '/api/linq/v3/contact_card';
const cardOf = (index) => ({ phone_number: `+1555${1_000_000 + index}`, first_name: 'x'.repeat(80), is_active: true });
/** About 3 MB, of the 4 that a list may have. */
const cards = Array.from({ length: 20_000 }, (_, index) => cardOf(index));

const { createGateway, toNodeListener } = await importEntry('linq-contact-card/gateway');

const gatewayOf = (list, options) =>
  createGateway({
    apiKey: 'sk-canary-1234567890',
    origins: ['https://dashboard.example'],
    authorize: () => ({ user: 'alice', numbers: 'all' }),
    log() {},
    fetch: async () => Response.json({ contact_cards: list }),
    timeout: TIMEOUT,
    limits: { lists: { limit: 1_000_000, window: 1 } },
    ...options,
  });

/** Starts a server with a listener. */
async function listen(t, listener) {
  const server = createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return server;
}

const connections = (server) =>
  new Promise((resolve, reject) => server.getConnections((error, count) => (error ? reject(error) : resolve(count))));

/**
 * Sends reads on one connection, more than its buffers hold the responses of, and reads nothing. Returns the connection once
 * the server has written to it.
 */
async function sendWithoutReading(t, server) {
  const socket = connect(server.address().port, '127.0.0.1');
  t.after(() => socket.destroy());
  socket.on('error', () => {});
  await once(socket, 'connect');
  socket.write(`GET ${path} HTTP/1.1\r\nhost: a\r\n\r\n`.repeat(8));
  await once(socket, 'readable');
  return socket;
}

describe('the delivery of responses on Node', { timeout: HANG }, () => {
  test('G9 a client that doesn’t read is disconnected at the timeout', async (t) => {
    const server = await listen(t, toNodeListener(gatewayOf(cards)));
    await sendWithoutReading(t, server);
    assert.equal(await connections(server), 1);
    await until(
      () => connections(server),
      (count) => count === 0,
    );
  });

  test('G9 the same holds where another function makes the response', async (t) => {
    const gateway = gatewayOf(cards);
    const server = await listen(
      t,
      toNodeListener(async (request) => {
        const response = await gateway(request);
        return new Response(response.body, response);
      }),
    );
    await sendWithoutReading(t, server);
    await until(
      () => connections(server),
      (count) => count === 0,
    );
  });

  test('G9 a client that reads slowly gets all of it in time', async (t) => {
    const server = await listen(t, toNodeListener(gatewayOf(cards, { timeout: 60_000 })));
    const socket = connect(server.address().port, '127.0.0.1');
    t.after(() => socket.destroy());
    socket.write(`GET ${path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`);
    let received = '';
    for await (const chunk of socket.setEncoding('utf8')) {
      received += chunk;
      await new Promise((resolve) => setImmediate(resolve));
    }
    const [head, body] = received.split('\r\n\r\n');
    assert.match(head, /^HTTP\/1\.1 200 /);
    assert.match(head, new RegExp(`content-length: ${body.length}`, 'i'));
    assert.deepEqual(JSON.parse(body), { contact_cards: cards });
  });

  test('G9 a response that reports a timeout is delivered', async (t) => {
    const server = await listen(t, toNodeListener(gatewayOf([], { timeout: 100, fetch: () => new Promise(() => {}) })));
    const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`);
    assert.deepEqual([response.status, (await response.json()).error.code], [504, 3005]);
  });

  test('G9 a connection that is kept alive outlives the timeouts of its responses', async (t) => {
    const server = await listen(t, toNodeListener(gatewayOf([cardOf(0)], { timeout: 300 })));
    let opened = 0;
    server.on('connection', () => opened++);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    t.after(() => agent.destroy());
    const start = performance.now();
    await until(
      async () => {
        const outgoing = request({ port: server.address().port, host: '127.0.0.1', path, agent }).end();
        const [response] = await once(outgoing, 'response');
        assert.equal(JSON.parse(await text(response)).contact_cards.length, 1);
      },
      () => performance.now() - start > 5 * 300,
    );
    assert.equal(opened, 1);
  });
});

describe('the body of a Response', { timeout: HANG }, () => {
  const read = () => new Request(`https://dashboard.example${path}`);

  test('G9 fails at the timeout where its host doesn’t read it', async () => {
    const response = await gatewayOf(cards)(read());
    const reader = response.body.getReader();
    const { value } = await reader.read();
    assert.ok(value.length <= 65_536, 'a host gets it in chunks');
    assert.ok(value.buffer.byteLength <= 65_536, 'a chunk holds no more than itself');
    await assert.rejects(reader.closed, /did not read the response in time/);
  });

  test('G9 is whole where its host reads it', async () => {
    const response = await gatewayOf(cards, { timeout: 60_000 })(read());
    assert.deepEqual(await response.json(), { contact_cards: cards });
  });

  test('G9 may be cancelled by its host', async () => {
    const response = await gatewayOf(cards, { timeout: 60_000 })(read());
    await response.body.cancel();
  });

  test('G9 is a text, with its length, where it is short', async () => {
    const response = await gatewayOf([cardOf(0)])(read());
    assert.deepEqual(await response.json(), { contact_cards: [cardOf(0)] });
  });
});
