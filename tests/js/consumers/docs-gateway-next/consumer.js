// The documentation's route handler in an empty Next project, which is built without a key.
import assert from 'node:assert/strict';
import { driveTwoHeaders, visitor } from '../gateway.js';
import { writeFiles } from '../markdown.js';
import { freePort } from '../../support/free-port.js';

export default async function ({ dir, run, serveOn, startEmulator, visit, name }) {
  const emulator = await startEmulator();
  const port = await freePort();
  writeFiles('docs/gateway.md', dir, emulator, 'Next', { 3000: port });
  const env = { NEXT_TELEMETRY_DISABLED: '1' };
  // It checks the types, too.
  run('next', ['build'], env);
  const start = (port, variables) =>
    serveOn(port, 'next', ['start', '--hostname', '127.0.0.1', '--port', port], { ...env, ...variables });
  const url = `http://localhost:${port}`;
  await start(port, {
    LINQ_API_V3_API_KEY: 'linq-emulator-key',
    LINQ_URL: emulator.url,
    NODE_OPTIONS: `--import=${import.meta.resolve('../emulator-fetch.mjs')}`,
  });
  assert.equal(await visit(url), `saved ${name}`);
  assert.deepEqual(await visitor(url, { origin: url }).write(name), [200, name]);

  await driveTwoHeaders(url, { origin: url });

  const withoutKey = await start(await freePort());
  assert.deepEqual(await visitor(withoutKey.url, { origin: url }).read(), [500, 3006]);
  return emulator;
}
