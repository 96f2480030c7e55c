// Pages and workers whose address has no origin, or the wrong one: with a `<base>`, made from a blob or of `srcdoc`, and in a
// sandbox. A path must lead to the page's own origin.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';

export default async function ({ dir, keep, run, startProxiedEmulator, visit, name }) {
  for (const entry of ['main.js', 'context.js'])
    run('esbuild', [entry, '--bundle', '--format=iife', `--outfile=www/${entry}`]);
  const { emulator, port } = await startProxiedEmulator();
  const other = keep(await serve(0, () => assert.fail('nothing is sent to the origin of the base')));
  const www = join(dir, 'www');
  keep(await serve(port, (incoming, outgoing) => respond(incoming, outgoing, { www, emulator, other })));
  assert.equal(await visit(`http://127.0.0.1:${port}`), `saved ${name}`);
  assert.equal(other.received, 0, 'C11 nothing is sent to the origin of the base');
  return emulator;
}

/** Serves the page, without the emulator's policy, which allows neither blobs nor inline scripts; passes calls on. */
function respond(incoming, outgoing, { www, emulator, other }) {
  if (incoming.url.startsWith('/api/')) {
    const { method, headers } = incoming;
    const forwarded = request(emulator.url + incoming.url, { method, headers, agent: false }, (response) => {
      outgoing.writeHead(response.statusCode, response.headers);
      response.pipe(outgoing);
    });
    return incoming.pipe(forwarded);
  }
  const isScript = incoming.url.endsWith('.js');
  outgoing.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' });
  if (isScript) return outgoing.end(readFileSync(join(www, incoming.url)));
  return outgoing.end(readFileSync(join(www, 'index.html'), 'utf8').replace('OTHER', other.url));
}

/** Starts a server, which counts its requests. */
async function serve(port, respond) {
  const server = createServer((incoming, outgoing) => {
    running.received += 1;
    respond(incoming, outgoing);
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const running = {
    url: `http://127.0.0.1:${server.address().port}`,
    received: 0,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  return running;
}
