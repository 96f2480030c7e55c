// The documentation's route in SvelteKit, which is built without a key and runs on Node.
import assert from 'node:assert/strict';
import { drive, driveTwoHeaders, visitor } from '../gateway.js';
import { writeFiles } from '../markdown.js';
import { freePort } from '../../support/free-port.js';

export default async function ({ dir, run, serveOn, startEmulator, name }) {
  const emulator = await startEmulator();
  writeFiles('docs/gateway.md', dir, emulator, 'SvelteKit');
  run('svelte-kit', ['sync']);
  run('tsc', ['--noEmit']);
  run('vite', ['build']);
  const start = async (key) => {
    const port = await freePort();
    const env = {
      HOST: '127.0.0.1',
      PORT: port,
      LINQ_URL: emulator.url,
      NODE_OPTIONS: `--import=${import.meta.resolve('../emulator-fetch.mjs')}`,
    };
    return serveOn(port, 'node', ['build'], { ...env, ...(key && { LINQ_API_V3_API_KEY: key }) });
  };
  const headers = { origin: 'http://localhost:3000', cookie: 'session=of-ann' };
  const { url } = await start('linq-emulator-key');
  assert.deepEqual(await visitor(url, { origin: headers.origin }).read(), [401, 2004]);
  await drive(url, headers, name);
  await driveTwoHeaders(url, headers);

  const withoutKey = await start();
  assert.deepEqual(await visitor(withoutKey.url, headers).read(), [500, 3006]);
  return emulator;
}
