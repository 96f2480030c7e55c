// The documentation's gateway as a Worker with its Durable Object, in Wrangler's development server.
import { writeSection } from '../gateway-host.js';
import { drive } from '../gateway.js';
import { check } from '../typescript.js';
import { wranglerEnv } from '../wrangler.js';

export default async function (context) {
  const { dir, serve, startEmulator, name } = context;
  const emulator = await startEmulator();
  writeSection('Cloudflare Workers', dir, emulator);
  // Response and Request are Node's here, as Wrangler generates a project's own types.
  check(context);
  const { url } = await serve('wrangler', ['dev', '--ip', '127.0.0.1', '--port', '0'], wranglerEnv(dir));
  await drive(url, { origin: 'http://localhost:8788', cookie: '__Host-session=of-ann' }, name);
  return emulator;
}
