// `dev`: what it serves, and whom.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { startDev, commandIn, createFolder, key } from './program.js';

const number = '+15551234567';
const { dir } = createFolder();
let dev;
before(async () => {
  dev = await startDev(dir, {}, '--origin', 'http://localhost:5173');
});
after(async () => assert.equal(await dev.stop(), 0));

/** Sends a request with exactly these headers. */
async function send(method, path, headers = {}, body) {
  const { hostname, port, host } = new URL(dev.url);
  const outgoing = request({ hostname, port, method, path, headers: { host, ...headers }, agent: false });
  outgoing.end(body);
  const [response] = await once(outgoing, 'response');
  const received = await text(response);
  return { status: response.statusCode, headers: response.headers, text: received };
}
const json = { 'content-type': 'application/json' };

describe('it serves', () => {
  test('the dashboard, with a policy that lets it load nothing else', async () => {
    for (const [path, type] of [
      ['/', 'text/html; charset=utf-8'],
      ['/index.html', 'text/html; charset=utf-8'],
      ['/main.js', 'text/javascript; charset=utf-8'],
      ['/style.css', 'text/css; charset=utf-8'],
      ['/icon.svg', 'image/svg+xml'],
      ['/?phone_number=%2B15551234567', 'text/html; charset=utf-8'],
    ]) {
      const { status, headers } = await send('GET', path);
      assert.deepEqual([status, headers['content-type']], [200, type], path);
      assert.match(headers['content-security-policy'], /default-src 'none'; script-src 'self' 'wasm-unsafe-eval'/);
      assert.equal(headers['x-content-type-options'], 'nosniff');
    }
    const { status, text, headers } = await send('HEAD', '/');
    assert.deepEqual([status, text, Number(headers['content-length']) > 0], [200, '', true]);
  });

  test('nothing else of the machine', async () => {
    for (const path of [
      '/main.js/',
      '/../main.js',
      '/..%2f..%2fpackage.json',
      '/package.json',
      '//',
      '/dashboard/main.js',
      '/constructor',
    ]) {
      assert.equal((await send('GET', path)).status, 404, path);
    }
    assert.equal((await send('POST', '/')).status, 404);
  });

  test('a gateway that everyone on this machine may use', async () => {
    const { status, text } = await send('GET', '/api/linq/v3/contact_card?phone_number=%2B15551234567');
    assert.equal(status, 200);
    assert.equal(JSON.parse(text).contact_cards[0].phone_number, number);
    const saved = await send(
      'PATCH',
      '/api/linq/v3/contact_card?phone_number=%2B15551234567',
      { ...json, origin: dev.url, 'sec-fetch-site': 'same-origin' },
      '{"first_name":"Jane"}',
    );
    assert.deepEqual([saved.status, JSON.parse(saved.text).first_name], [200, 'Jane']);
  });

  test('the emulator, for servers and this command', async () => {
    const run = commandIn(dir, { LINQ_API_V3_API_KEY: dev.api_key, LINQ_API_V3_BASE_URL: dev.base_url });
    assert.equal(dev.api_key, key);
    assert.equal((await run('set', '+15559000001', '--first-name', 'Ada')).code, 0);
    const { value } = await run.json('get', '+15559000001');
    assert.equal(value.contact_card.first_name, 'Ada');
    const { code } = await commandIn(dir, { LINQ_API_V3_API_KEY: 'other', LINQ_API_V3_BASE_URL: dev.base_url })('list');
    assert.equal(code, 4);
  });
});

test('the endpoint refuses methods that Linq does not have', async () => {
  const headers = { authorization: 'Bearer linq-emulator-key' };
  for (const method of ['DELETE', 'PUT']) {
    const { status, text } = await send(method, '/api/partner/v3/contact_card', headers);
    assert.deepEqual([status, JSON.parse(text).error.code], [405, 1005], method);
  }
});

describe('the control routes', () => {
  const control = async (method, path, body) => {
    const { status, text } = await send(method, `/emulator/${path}`, json, body && JSON.stringify(body));
    return { status, value: text && JSON.parse(text) };
  };

  test('script responses', async () => {
    const responses = [{ method: 'GET', status: 503, times: 2, delay_ms: 0 }];
    assert.equal((await control('POST', 'script', { responses })).status, 204);
    assert.deepEqual((await control('GET', 'script')).value, { responses: [{ times: 2 }] });
    assert.equal((await send('GET', '/api/linq/v3/contact_card')).status, 503);
    assert.deepEqual((await control('GET', 'script')).value, { responses: [{ times: 1 }] });
    await control('POST', 'reset', {});
    await control('POST', 'script', { responses: [{ status: 429, retry_after: 7 }] });
    const { text } = await send('GET', '/api/linq/v3/contact_card');
    assert.equal(JSON.parse(text).error.retry_after, 7);
  });

  test('change the write budget, of the gateway, too', async () => {
    await control('POST', 'reset', {});
    assert.deepEqual((await control('GET', 'settings')).value, { budget: 3 });
    const write = (index) =>
      send(
        'PATCH',
        '/api/linq/v3/contact_card?phone_number=%2B15551234567',
        { ...json, origin: dev.url },
        `{"first_name":"A${index}"}`,
      );
    for (const [index, status] of [200, 200, 200, 429].entries()) assert.equal((await write(index)).status, status);
    assert.equal((await control('PUT', 'settings', { budget: null })).status, 204);
    assert.equal((await write(5)).status, 200);
    await control('POST', 'reset', {});
    assert.deepEqual((await control('GET', 'settings')).value, { budget: 3 });
  });

  test('list the requests, and reset everything', async () => {
    await send('GET', '/api/linq/v3/contact_card');
    assert.ok((await control('GET', 'requests')).value.requests.length > 0);
    assert.equal((await control('POST', 'reset', {})).status, 204);
    assert.deepEqual((await control('GET', 'requests')).value, { requests: [] });
  });

  test('refuse what they do not understand', async () => {
    for (const [method, path, body, message] of [
      ['POST', 'script', { responses: {} }, /responses must be an array/],
      ['POST', 'script', { responses: [{ status: 'x' }] }, /status/],
      ['PUT', 'settings', { budget: 0 }, /budget must be a whole number from 1, or null/],
    ]) {
      const { status, value } = await control(method, path, body);
      assert.equal(status, 400);
      assert.match(value.error.message, message);
    }
    assert.equal((await send('POST', '/emulator/script', json, 'x')).status, 400);
    assert.match(
      (await send('POST', '/emulator/script', { 'content-type': 'text/plain' }, '{}')).text,
      /application\/json/,
    );
    assert.match((await send('POST', '/emulator/script', json, `"${'x'.repeat(70_000)}"`)).text, /at most 65536 bytes/);
    assert.equal((await control('GET', 'clock')).status, 404);
  });
});

describe('it refuses', () => {
  const paths = ['/', '/main.js', '/api/linq/v3/contact_card', '/api/partner/v3/contact_card', '/emulator/settings'];

  test('other hosts: DNS rebinding', async () => {
    const { port } = new URL(dev.url);
    for (const path of paths) {
      for (const host of [
        'evil.example',
        `evil.example:${port}`,
        '127.0.0.1',
        `127.0.0.1:${Number(port) + 1}`,
        `localhost.evil:${port}`,
      ]) {
        const { status, text } = await send('GET', path, { host });
        assert.equal(status, 403, `${path} at ${host}`);
        assert.match(text, /DNS rebinding/);
      }
    }
    const socket = connect(port, '127.0.0.1');
    socket.end(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
    assert.match(await text(socket), /^HTTP\/1\.1 40[03] /);
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`, `LOCALHOST:${port}`]) {
      assert.equal((await send('GET', '/', { host })).status, 200, host);
    }
  });

  test('pages of other origins: CSRF', async () => {
    const foreign = { ...json, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const write = '/api/linq/v3/contact_card?phone_number=%2B15551234567';
    for (const [method, path, body] of [
      ['POST', '/emulator/reset', '{}'],
      ['PUT', '/emulator/settings', '{"budget":null}'],
      ['GET', '/emulator/settings'],
      ['PATCH', '/api/partner/v3/contact_card?phone_number=%2B15551234567', '{"first_name":"Eve"}'],
      ['PATCH', write, '{"first_name":"Eve"}'],
      ['GET', '/main.js'],
    ]) {
      for (const headers of [
        foreign,
        { ...json, origin: 'null' },
        { ...json, 'sec-fetch-site': 'same-site' },
        { ...json, origin: 'http://localhost:5174' },
      ]) {
        const { status, headers: received } = await send(method, path, headers, body);
        assert.equal(status, 403, `${method} ${path} ${JSON.stringify(headers)}`);
        assert.equal(received['access-control-allow-origin'], undefined);
      }
    }
    assert.deepEqual(JSON.parse((await send('GET', '/emulator/settings')).text), { budget: 3 });
  });

  test('a frame, and lets a user follow a link', async () => {
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    assert.equal((await send('GET', '/', link)).status, 200);
    assert.equal((await send('GET', '/', { ...link, 'sec-fetch-dest': 'iframe' })).status, 403);
    assert.equal((await send('GET', '/emulator/requests', link)).status, 403);
  });

  test('everyone but this machine', async () => {
    // It listens on the address of loopback alone: the port is free on every other one.
    const server = createServer().listen(new URL(dev.url).port, '127.0.0.2');
    await once(server, 'listening');
    server.close();
  });
});

test('a front end on another port may use the gateway through its own server, and nothing else', async () => {
  const origin = { origin: 'http://localhost:5173', 'sec-fetch-site': 'same-origin', host: 'localhost:5173' };
  const body = '{"first_name":"Jane"}';
  const path = '/api/linq/v3/contact_card?phone_number=%2B15551234567';
  assert.equal((await send('PATCH', path, { ...json, ...origin }, body)).status, 200);
  const { host, ...withOwnHost } = origin;
  assert.equal((await send('PATCH', path, { ...json, ...withOwnHost }, body)).status, 200);
  assert.equal((await send('POST', '/emulator/reset', { ...json, ...withOwnHost }, '{}')).status, 403);
});

describe('it starts', () => {
  test('in an empty folder without other programs, and prints its addresses', async () => {
    const { dir: empty } = createFolder();
    const started = performance.now();
    const { child, ended } = commandIn(empty, { PATH: dirname(process.execPath) }).start('dev', '--port', '0');
    let printed = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    while (!printed.includes('Ctrl-C')) await once(child.stdout, 'data');
    const [, url] = /^Dashboard {2}(http:\/\/127\.0\.0\.1:\d+)$/m.exec(printed);
    assert.match(await (await fetch(url)).text(), /<title>Contact cards<\/title>/);
    const { contact_cards } = await (await fetch(`${url}/api/linq/v3/contact_card`)).json();
    const time = performance.now() - started;
    console.log(`the dashboard and its cards are there after ${Math.round(time)} ms`);
    assert.ok(time < 50_000);
    assert.equal(contact_cards.length, 5);
    child.kill('SIGINT');
    assert.deepEqual([(await ended).code, (await ended).stderr], [0, '']);
  });

  test('with the lines that wire a front end up, whichever framework it has', async () => {
    const { child, ended } = commandIn(dir).start('dev', '--port', '0', '--origin', 'http://localhost:3000');
    let printed = '';
    child.stdout.on('data', (chunk) => (printed += chunk));
    while (!printed.includes('Ctrl-C')) await once(child.stdout, 'data');
    child.kill('SIGINT');
    await ended;
    const [, url] = /^Dashboard {2}(http:\/\/127\.0\.0\.1:\d+)$/m.exec(printed);
    assert.deepEqual(printed.split('\n\n').slice(1, 4), [
      'A front end at http://localhost:3000 saves a card with one line in the configuration of Vite or Next, and two in its page:',
      `server: { proxy: { '/api/linq': '${url}' } }, // Vite\nrewrites: async () => [{ source: '/api/linq/:path*', destination: '${url}/api/linq/:path*' }], // Next`,
      "import { updateContactCard } from 'linq-contact-card';\nawait updateContactCard({ phone_number: '+15551234567', first_name: 'Jane' });",
    ]);
  });

  test('and reports the option for a page that it refuses, once, and failures', async () => {
    const { child, ended } = commandIn(dir).start('dev', '--port', '0', '--json');
    const [line] = await once(child.stdout, 'data');
    const { url } = JSON.parse(line);
    const path = `${url}/api/linq/v3/contact_card?phone_number=${encodeURIComponent(number)}`;
    const statuses = [];
    for (const origin of ['http://localhost:3000', 'http://localhost:3000', 'null', url]) {
      const init = { method: 'PATCH', headers: { ...json, origin }, body: '{"first_name":"Jane"}' };
      statuses.push((await fetch(path, init)).status);
    }
    await fetch(`${url}/emulator/script`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ responses: [{ status: 500, code: 3006 }] }),
    });
    statuses.push((await fetch(path)).status);
    child.kill('SIGINT');
    assert.deepEqual(statuses, [403, 403, 403, 200, 500]);
    const notes = (await ended).stderr.trim().split('\n');
    assert.deepEqual(notes.slice(0, 2), [
      'Note: The gateway has refused a page of http://localhost:3000. If it is yours, start dev with --origin http://localhost:3000.',
      'Note: The gateway has refused a page of null.',
    ]);
    assert.equal(notes.length, 3);
    assert.match(notes[2], /^Note: The gateway has responded with 500: \{"method":"GET","number":"\+1•••••••567",/);
  });

  test('with another write budget, or none', async () => {
    for (const [flag, budget] of [
      ['1', 1],
      ['off', null],
    ]) {
      const other = await startDev(dir, {}, '--budget', flag);
      assert.deepEqual(await (await fetch(`${other.url}/emulator/settings`)).json(), { budget });
      await other.stop();
    }
  });

  test('not on a port that is taken', async () => {
    const { port } = new URL(dev.url);
    const { code, stderr } = await commandIn(dir)('dev', '--port', port);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `Error: Port ${port} is taken by another program.\nEnd that program, or choose another port: --port ${Number(port) + 1}, or --port 0 for a free one.\n`,
    );
  });

  test('without the key of a real account, which it does not need', async () => {
    const other = await startDev(dir, { LINQ_API_V3_API_KEY: 'real-key' });
    assert.equal(other.api_key, key);
    await other.stop();
  });
});

test('it ends at once while responses are in flight', async () => {
  const other = await startDev(dir, {});
  await fetch(`${other.url}/emulator/script`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ responses: [{ fault: 'stall_head' }] }),
  });
  const stalled = fetch(`${other.url}/api/linq/v3/contact_card`).catch(() => 'ended');
  const requests = async () => (await (await fetch(`${other.url}/emulator/requests`)).json()).requests;
  while ((await requests()).length === 0);
  const started = performance.now();
  assert.equal(await other.stop(), 0);
  assert.equal(await stalled, 'ended');
  // The gateway would wait for the response for 30 s.
  assert.ok(performance.now() - started < 25_000);
});
