// Pages with a strict Content-Security-Policy: with 'wasm-unsafe-eval' the package works, without it the error names what is
// missing.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';

const strict = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
const stricter = "default-src 'none'; script-src 'self'; connect-src 'self'";

export default async function ({ dir, run, startEmulator, visit, name }) {
  run('esbuild', ['page.js', '--bundle', '--format=esm', '--outfile=www/page.js']);

  const emulator = await startEmulator('www');
  const policy = (await fetch(emulator.url)).headers.get('content-security-policy');
  for (const directive of strict.split('; ')) {
    assert.ok(policy.split('; ').includes(directive), `${directive} in ${policy}`);
  }
  assert.equal(await visit(emulator.url), `saved ${name}`);

  const title = await under(stricter, join(dir, 'www'), visit);
  assert.match(title, /^WasmUnavailableError: .*Content-Security-Policy.* add 'wasm-unsafe-eval' to its script-src$/);
  return emulator;
}

/** Serves the page of a folder with a policy until `use` has settled. */
async function under(policy, www, use) {
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    const [file, type] = isScript ? ['page.js', 'text/javascript'] : ['index.html', 'text/html'];
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy });
    response.end(readFileSync(join(www, file)));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await use(`http://127.0.0.1:${server.address().port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
