// The README's first command: the page and the local Linq, from one command to a clean end.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

/** `cargo xtask start`, with the environment that is given. */
function start(environment) {
  return spawn('cargo', ['xtask', 'start'], { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** A listener on a free port. */
async function listen() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

test('it prints the address, serves the page and the API, and ends cleanly', async () => {
  const server = await listen();
  const { port } = server.address();
  server.close();
  await once(server, 'close');

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

test('a port that cannot be used is one clear line', async () => {
  const server = await listen();
  for (const [PORT, message] of [[String(server.address().port), /can't be used/], ['http', /PORT must be a number/]]) {
    const child = start({ PORT });
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
