// The documentation's gateway as a Worker with its Durable Object, in Wrangler's development server.
import { writeSection } from '../gateway-host.js';
import { drive } from '../gateway.js';
import { wranglerEnv } from '../wrangler.js';

export default async function ({ dir, serve, startEmulator, name }) {
  const emulator = await startEmulator();
  writeSection('Cloudflare Workers', dir, emulator);
  const { url } = await serve('wrangler', ['dev', '--ip', '127.0.0.1', '--port', '0'], wranglerEnv(dir));
  await drive(url, { origin: 'http://localhost:8788', cookie: '__Host-session=of-ann' }, name);
  return emulator;
}
