// The gateway's listener on HTTP/2, as Vite's development server has it over https.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createSecureServer, createServer } from 'node:http2';
import { request as requestHTTP1 } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { before, describe, test } from 'node:test';
import { importEntry } from '../installed.js';
import { HANG } from '../stores/polling.js';

const NUMBER = '+15551234567';
const KEY = 'sk-canary-1234567890';
const path = `/api/linq/v3/contact_card?phone_number=${encodeURIComponent(NUMBER)}`;
const card = { phone_number: NUMBER, first_name: 'Ada', is_active: true };

const { createGateway, toNodeListener } = await importEntry('linq-contact-card/gateway');

let certificate;

/** Makes a certificate for this test. */
function makeCertificate() {
  const dir = mkdtempSync(join(tmpdir(), 'linq-certificate-'));
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(dir, name));
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  try {
    execFileSync('openssl', ['req', '-x509', ...curve, '-keyout', key, '-out', cert, ...names], { stdio: 'pipe' });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } finally {
    rmSync(dir, { recursive: true });
  }
}

before(() => {
  certificate = makeCertificate();
});

/** Starts a server with a gateway. What the gateway sends to Linq is recorded, as is what `authorize` receives. */
async function start(t, { create = createSecureServer, ...options } = {}) {
  const sent = [];
  const authorized = [];
  const { port, origin, streams } = await listen(t, create, (url) =>
    toNodeListener(
      createGateway({
        apiKey: KEY,
        origins: [url],
        authorize(request) {
          authorized.push(request);
          return { user: 'alice', numbers: [NUMBER] };
        },
        log() {},
        async fetch(url, init) {
          const body = init.body && (await new Response(init.body).text());
          sent.push({ method: init.method, url, headers: { ...init.headers }, body });
          return Response.json(init.method === 'GET' ? { contact_cards: [card] } : card);
        },
        ...options,
      }),
    ),
  );
  return { port, origin, streams, sent, authorized };
}

async function listen(t, create, listenerFor) {
  const listener = { current: undefined };
  /** Emits `close` with the target of each stream that is closed. */
  const streams = new EventEmitter();
  const handle = (request, response) => {
    response.once('close', () => streams.emit('close', request.url));
    listener.current(request, response);
  };
  const isSecure = create === createSecureServer;
  const server = isSecure ? create({ ...certificate, allowHTTP1: true }, handle) : create(handle);
  const sessions = new Set();
  server.on('session', (session) => sessions.add(session));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  const origin = `${isSecure ? 'https' : 'http'}://localhost:${port}`;
  listener.current = listenerFor(origin);
  t.after(() => {
    for (const session of sessions) session.destroy();
    server.close();
  });
  return { port, origin, streams };
}

/** Opens a connection of HTTP/2. */
async function open(t, { origin }) {
  const session = connect(origin, {
    ca: certificate.cert,
    // The server listens on one address of `localhost`.
    lookup: (_, options, callback) =>
      callback(null, options.all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1', 4),
  });
  t.after(() => session.destroy());
  await once(session, 'connect');
  return session;
}

/** Sends a request, and returns its response with the code that its stream was closed with. */
async function send(session, headers, body) {
  const stream = session.request({ ':path': path, ...headers }, { endStream: body === undefined });
  if (body !== undefined) stream.end(body);
  const closed = once(stream, 'close');
  const dropped = closed.then(() => Promise.reject(new Error('the stream was closed without a response')));
  const [received] = await Promise.race([once(stream, 'response'), dropped]);
  const content = await text(stream);
  await closed;
  return { status: received[':status'], headers: received, body: content && JSON.parse(content), code: stream.rstCode };
}

const write = (origin, more) => ({ ':method': 'PATCH', origin, 'content-type': 'application/json', ...more });

describe('a listener on HTTP/2', { timeout: HANG }, () => {
  for (const create of [createSecureServer, createServer]) {
    const kind = create === createSecureServer ? 'over TLS' : 'in clear text';

    test(`W9 responds to reads and writes, ${kind}`, async (t) => {
      const host = await start(t, { create });
      const session = await open(t, host);
      const read = await send(session, { ':method': 'GET' });
      assert.deepEqual([read.status, read.body, read.code], [200, { contact_cards: [card] }, 0]);
      assert.equal(read.headers['content-type'], 'application/json');
      const saved = await send(session, write(host.origin), '{"first_name":"Ada"}');
      assert.deepEqual([saved.status, saved.body, saved.code], [200, card, 0]);
      assert.match(saved.headers['x-write-budget'], /remaining=2/);
      assert.deepEqual(
        host.sent.map(({ method, body }) => [method, body]),
        [
          ['GET', undefined],
          ['PATCH', '{"first_name":"Ada"}'],
        ],
      );
      for (const { url, headers } of host.sent) {
        assert.equal(url, `https://api.linqapp.com/api/partner/v3/contact_card?phone_number=%2B15551234567`);
        assert.deepEqual(
          Object.keys(headers).filter((name) => name.startsWith(':')),
          [],
        );
      }
    });
  }

  test('W9 responds to HTTP/1.1 on the same server', async (t) => {
    const { port, origin } = await start(t);
    const outgoing = requestHTTP1({
      port,
      host: '127.0.0.1',
      servername: 'localhost',
      path,
      ca: certificate.cert,
      agent: false,
    });
    outgoing.setHeader('host', new URL(origin).host);
    outgoing.end();
    const [response] = await once(outgoing, 'response');
    assert.deepEqual([response.statusCode, JSON.parse(await text(response))], [200, { contact_cards: [card] }]);
  });

  test('W9 passes the whole head to authorize: the host, the target and the cookies', async (t) => {
    const host = await start(t);
    const session = await open(t, host);
    // Browsers split cookies into several fields (RFC 9113, 8.2.3).
    await send(session, { ':method': 'GET', cookie: ['a=1', '__Host-session=abc'], 'x-more': 'more' });
    const [{ url, headers }] = host.authorized;
    assert.equal(new URL(url).host, new URL(host.origin).host);
    assert.equal(new URL(url).pathname + new URL(url).search, path);
    assert.deepEqual(
      ['host', 'cookie', 'x-more'].map((name) => headers.get(name)),
      [new URL(host.origin).host, 'a=1; __Host-session=abc', 'more'],
    );
  });

  test('W9 takes the host of `host` where there is no `:authority`, and of `:authority` where there are both', async (t) => {
    const host = await start(t);
    const session = await open(t, host);
    for (const [headers, expected] of [
      [{ host: 'a.example' }, 'a.example'],
      [{ ':authority': 'a.example', host: 'b.example' }, 'a.example'],
    ]) {
      assert.equal((await send(session, { ':method': 'GET', ...headers })).status, 200);
      const { url, headers: received } = host.authorized.at(-1);
      assert.deepEqual([new URL(url).host, received.get('host')], [expected, expected]);
    }
  });

  test('W9 checks the head as over HTTP/1.1', async (t) => {
    const host = await start(t);
    const session = await open(t, host);
    const evil = 'https://evil.example';
    for (const [headers, body, status, code] of [
      [{ ':method': 'GET', ':path': '/api/linq/../linq/v3/contact_card' }, undefined, 404, 2001],
      [{ ':method': 'GET', ':path': '/API/linq/v3/contact_card' }, undefined, 404, 2001],
      [{ ':method': 'DELETE' }, undefined, 405, 1005],
      [write(evil), '{"first_name":"Ada"}', 403, 2005],
      [{ ...write(host.origin), origin: undefined }, '{"first_name":"Ada"}', 403, 2005],
      [write(host.origin, { 'sec-fetch-site': 'cross-site' }), '{"first_name":"Ada"}', 403, 2005],
      [write(host.origin, { 'content-type': 'text/plain' }), '{"first_name":"Ada"}', 415, 1003],
      [write(host.origin, { 'content-length': '5000' }), ' '.repeat(5_000), 413, 1003],
      [write(host.origin), ' '.repeat(5_000), 413, 1003],
      [write(host.origin), '{"first_name":null}', 400, 1005],
    ]) {
      const present = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
      const response = await send(session, present, body);
      assert.deepEqual([response.status, response.body.error.code], [status, code], JSON.stringify(present));
    }
    assert.deepEqual(host.sent, []);
  });

  test('W9 refuses a GET with a body as over HTTP/1.1, and reads none of it', async (t) => {
    const host = await start(t);
    const session = await open(t, host);
    for (const [headers, body] of [
      [{}, '{"first_name":"Ada"}'],
      [{ 'content-length': '20' }, '{"first_name":"Ada"}'],
      // A body of no bytes, for which HTTP/1.1 has `Transfer-Encoding: chunked`.
      [{}, ''],
    ]) {
      const response = await send(session, { ':method': 'GET', ...headers }, body);
      assert.deepEqual([response.status, response.body.error.code], [400, 1003]);
      assert.match(response.body.error.message, /GET must not have a body/);
    }
    // A long body, and one without an end, aren't waited for.
    for (const body of [' '.repeat(1_000_000), '']) {
      const closed = once(host.streams, 'close');
      const stream = session.request({ ':path': path, ':method': 'GET' }, { endStream: false });
      stream.on('error', () => {});
      if (body) stream.end(body);
      const [[received]] = await Promise.all([once(stream, 'response'), closed]);
      assert.equal(received[':status'], 400);
      stream.resume();
    }
    assert.deepEqual(host.authorized, []);
    assert.deepEqual(host.sent, []);
    assert.equal((await send(session, { ':method': 'GET' })).status, 200);
  });

  test('W9 ends the stream of a body without an end, and leaves the connection open', async (t) => {
    const host = await start(t);
    const session = await open(t, host);
    const stream = session.request({ ':path': path, ...write(host.origin) });
    stream.on('error', () => {});
    const ended = new Promise((resolve) => stream.once('aborted', resolve));
    const block = Buffer.alloc(16 * 1024, ' ');
    const flood = () => {
      while (!stream.destroyed && stream.writable && stream.write(block));
    };
    stream.on('drain', flood);
    flood();
    const [received] = await once(stream, 'response');
    stream.resume();
    await ended;
    assert.equal(received[':status'], 413);
    assert.equal((await send(session, { ':method': 'GET' })).status, 200);
  });

  test('W9 goes on after requests that a Request can’t hold', async (t) => {
    const host = await start(t);
    const session = await open(t, host);
    for (const headers of [{ ':method': 'TRACE' }, { ':method': 'GET', ':authority': 'a@b' }]) {
      const response = await send(session, headers);
      assert.ok(response.status >= 200, JSON.stringify(headers));
    }
    assert.equal((await send(session, { ':method': 'GET' })).status, 200);
  });

  test('W9 and G9: a client that doesn’t read is given up at the timeout', async (t) => {
    const cards = Array.from({ length: 4_000 }, () => card);
    const isList = (url) => !new URL(url).search;
    const respond = async (url) => Response.json({ contact_cards: isList(url) ? cards : [card] });
    const host = await start(t, { timeout: 2_000, fetch: respond });
    const session = await open(t, host);
    const stream = session.request({ ':method': 'GET', ':path': '/api/linq/v3/contact_card' });
    stream.on('error', () => {});
    const [received] = await once(stream, 'response');
    assert.ok(Number(received['content-length']) > 100_000);
    stream.pause();
    await once(host.streams, 'close');
    assert.equal((await send(session, { ':method': 'GET' })).status, 200);
  });
});
