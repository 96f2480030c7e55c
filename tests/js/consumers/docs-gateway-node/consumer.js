// The documentation's server in an empty Node project, alone and behind nginx and Caddy as the documentation configures them.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { raw, visitor } from '../gateway.js';
import { writeFiles } from '../markdown.js';
import { compile } from '../typescript.js';
import { freePort } from '../../support/free-port.js';

const page = 'docs/gateway.md';

export default async function (context) {
  const { dir, serveOn, startEmulator, name } = context;
  const emulator = await startEmulator();
  const port = await freePort();
  writeFiles(page, dir, emulator, 'Node', { 3000: port });
  compile(context);
  const env = { LINQ_URL: emulator.url, LINQ_API_V3_API_KEY: 'linq-emulator-key' };
  const gateway = await serveOn(
    port,
    'node',
    ['--import', import.meta.resolve('../emulator-fetch.mjs'), 'server.js'],
    env,
  );

  const nginx = await freePort();
  writeFiles(page, dir, emulator, 'Behind nginx', { 3000: port });
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${dir}/${kind};`,
  );
  writeFileSync(
    join(dir, 'main.conf'),
    `
    daemon off; master_process off; pid ${dir}/nginx.pid; error_log ${dir}/nginx.log; events {}
    http { access_log off; ${temporary.join(' ')} server { listen 127.0.0.1:${nginx}; include nginx.conf; } }
  `,
  );
  const caddy = await freePort();
  writeFiles(page, dir, emulator, 'Behind Caddy', { 3000: port, 'dashboard.example': `http://127.0.0.1:${caddy}` });
  const site = join(dir, 'Caddyfile');
  writeFileSync(site, `{\n  admin off\n  log {\n    level ERROR\n  }\n}\n${readFileSync(site, 'utf8')}`);
  const files = { XDG_CONFIG_HOME: dir, XDG_DATA_HOME: dir };

  const headers = { origin: `http://localhost:${port}` };
  for (const [front, name] of [
    [await serveOn(nginx, 'nginx', ['-p', dir, '-c', 'main.conf', '-e', 'nginx.log']), 'Behind nginx'],
    [await serveOn(caddy, 'caddy', ['run', '--config', 'Caddyfile'], files), 'Behind Caddy'],
  ]) {
    assert.deepEqual(await visitor(front.url, headers).write(name), [200, name]);
    assert.deepEqual(await visitor(front.url, headers).read(), [200, name]);
    assert.deepEqual(
      await visitor(front.url, headers).write('x'.repeat(5000)),
      [413, 1003],
      'the response is the gateway’s',
    );
  }
  // Request smuggling: a request with two lengths, and a target that a server in front might normalize to the gateway's.
  const write = (slashes, ...more) => [
    `PATCH ${slashes}api/linq/v3/contact_card?phone_number=%2B15551234567 HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: close',
    `Origin: ${headers.origin}`,
    'Content-Type: application/json',
    ...more,
  ];
  const two = [write('/', 'Content-Length: 4', 'Transfer-Encoding: chunked'), '2\r\n{}\r\n0\r\n\r\n'];
  const doubled = [write('//', 'Content-Length: 2'), '{}'];
  const fronts = [gateway.url, `http://127.0.0.1:${nginx}`, `http://127.0.0.1:${caddy}`];
  // Node and nginx refuse the first. Caddy forwards it with one length, and the gateway refuses its empty update.
  assert.deepEqual(await Promise.all(fronts.map((url) => raw(url, ...two))), [
    [400, 0],
    [400, 0],
    [400, 1005],
  ]);
  assert.deepEqual(await Promise.all(fronts.map((url) => raw(url, ...doubled))), [
    [404, 2001],
    [404, 2001],
    [404, 2001],
  ]);

  const direct = visitor(gateway.url, headers);
  assert.deepEqual(await direct.write(name), [200, name]);
  assert.deepEqual(await direct.write('Fourth'), [429, 1007]);
  const writes = (await emulator.requests()).filter(({ method }) => method === 'PATCH');
  assert.equal(writes.length, 3);
  return emulator;
}
