// The documentation's gateway in Express 5 and 4: where its line is, below a router, and behind a parser of bodies.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drive, raw, visitor } from '../gateway.js';
import { writeFiles } from '../markdown.js';
import { compile } from '../typescript.js';
import { freePort } from '../../support/free-port.js';

export default async function (context) {
  const { dir, serve, serveOn, startEmulator, name } = context;
  const emulator = await startEmulator();
  const port = await freePort();
  writeFiles('docs/gateway.md', dir, emulator, 'Express', { 3000: port });
  compile(context);
  const documented = readFileSync(join(dir, 'server.js'), 'utf8');
  const emulatorFetch = ['--import', import.meta.resolve('../emulator-fetch.mjs')];
  const env = { LINQ_URL: emulator.url, LINQ_API_V3_API_KEY: 'linq-emulator-key' };

  for (const version of ['express-4', 'express']) {
    const portOfVersion = version === 'express' ? port : await freePort();
    const file = `${version}.js`;
    writeFileSync(
      join(dir, file),
      documented.replaceAll(String(port), String(portOfVersion)).replace("from 'express'", `from '${version}'`),
    );
    const { url } = await serveOn(portOfVersion, 'node', [...emulatorFetch, file], env);
    await drive(url, { origin: `http://localhost:${portOfVersion}` }, name);
    // Express has read the target in its own way, and the gateway reads it as it came.
    const get = (target) => [
      `GET ${target}?phone_number=%2B15551234567 HTTP/1.1`,
      'Host: 127.0.0.1',
      'Connection: close',
    ];
    assert.deepEqual(await raw(url, get('/api/linq/v3/contact_card'), ''), [200, 0]);
    for (const target of [
      '/API/linq/v3/contact_card',
      '/api/linq/../linq/v3/contact_card',
      '/api/linq/v3/contact%5Fcard',
    ])
      assert.deepEqual(await raw(url, get(target), ''), [404, 2001], target);

    const { url: wired } = await serve('node', ['wired.js', version], { LINQ_UPSTREAM: emulator.baseURL });
    const headers = { origin: 'https://dashboard.example' };
    assert.deepEqual(await visitor(`${wired}/session`, headers).read(), [401, 2004]);
    assert.deepEqual(await visitor(`${wired}/session`, { ...headers, 'x-user': 'ann' }).write(name), [200, name]);
    const parsed = await fetch(`${wired}/parsed/api/linq/v3/contact_card?phone_number=%2B15551234567`, {
      method: 'PATCH',
      headers: { ...headers, 'content-type': 'application/json', 'x-user': 'ann' },
      body: '{"first_name":"Parsed"}',
    });
    assert.equal(parsed.status, 400);
    assert.match((await parsed.json()).error.message, /put the gateway before middleware that reads bodies/);
  }
  return emulator;
}
