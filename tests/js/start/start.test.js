// `cargo xtask start`: the dashboard, the gateway and the emulator.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { startEmulator } from '../support/emulator.js';
import { freePort } from '../support/free-port.js';
import { assertGolden } from '../support/golden.js';

/** Starts `cargo xtask start` with these variables and flags. */
function start(environment, ...flags) {
  return spawn('cargo', ['xtask', 'start', ...flags], {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Returns a server on a free port. */
async function listen() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

test('prints the address, serves the page and the API, and ends with code 0', async () => {
  const port = await freePort();
  const child = start({ PORT: String(port) });
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  assert.equal(line, `listening on http://127.0.0.1:${port}`);
  const url = `http://127.0.0.1:${port}`;
  assert.match(await (await fetch(url)).text(), /<title>Contact cards<\/title>/);
  const { contact_cards } = await (await fetch(`${url}/api/linq/v3/contact_card?phone_number=%2B15551234567`)).json();
  assert.equal(contact_cards[0].first_name, 'John');
  assert.equal((await fetch(`${url}/emulator/settings`)).status, 200);

  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

test('G2 serves these routes, which a page of another origin tries in the suites e2e', async () => {
  const child = start({ PORT: String(await freePort()) }, '--log', 'debug');
  const logged = text(child.stderr);
  await once(createInterface({ input: child.stdout }), 'line');
  child.kill('SIGTERM');
  const routes = [...(await logged).matchAll(/a route is served path="(.+)"/g)].map(([, path]) => path);
  assertGolden(`${routes.sort().join('\n')}\n`, join(import.meta.dirname, 'routes.golden.txt'));
});

test('with --live, the page saves through the gateway, and there is no emulator', async () => {
  const emulator = await startEmulator('--key', 'the-real-key');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const environment = { PORT: String(port), LINQ_API_V3_API_KEY: 'the-real-key' };
  const child = start(environment, '--live', '--gateway-upstream', emulator.baseURL);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  assert.equal((await lines.next()).value, `listening on ${url}`);
  assert.match((await lines.next()).value, /LIVE: what the page saves changes real contact cards, at http/);

  assert.match(await (await fetch(url)).text(), /<title>Contact cards<\/title>/);
  const saved = await fetch(`${url}/api/linq/v3/contact_card?phone_number=%2B15551234567`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', origin: url },
    body: '{"first_name":"Live"}',
  });
  assert.equal(saved.status, 200);
  assert.equal((await emulator.card('+15551234567')).first_name, 'Live');
  for (const path of ['emulator/settings', 'emulator/requests', 'api/partner/v3/contact_card']) {
    assert.equal((await fetch(`${url}/${path}`)).status, 404, path);
  }

  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
  await emulator.stop();
});

test('reports a failure to start in one line', async () => {
  const server = await listen();
  for (const [message, environment, ...flags] of [
    [/can't be used/, { PORT: String(server.address().port) }],
    [/PORT must be a number/, { PORT: 'http' }],
    [/LINQ_API_V3_API_KEY/, { PORT: '0', LINQ_API_V3_API_KEY: undefined }, '--live'],
  ]) {
    const child = start(environment, ...flags);
    const lines = [];
    createInterface({ input: child.stderr }).on('line', (line) => lines.push(line));
    const [code] = await once(child, 'close');
    assert.notEqual(code, 0);
    assert.equal(lines.length, 1);
    assert.match(lines[0], /^error: /);
    assert.match(lines[0], message);
  }
  server.close();
});
