// The documentation's route in Nitro, on Node and as a Worker of Cloudflare.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drive, driveTwoHeaders } from '../gateway.js';
import { writeFiles } from '../markdown.js';
import { check } from '../typescript.js';
import { wranglerEnv } from '../wrangler.js';
import { freePort } from '../../support/free-port.js';

export default async function (context) {
  const { dir, run, serve, serveOn, startEmulator, name } = context;
  const emulator = await startEmulator();
  // Code in a Worker can't be redirected to the emulator from outside.
  const upstream = { 'origins: [': `upstream: '${emulator.baseURL}', origins: [` };
  writeFiles('docs/gateway.md', dir, emulator, 'Nuxt and Nitro', upstream);
  check(context);
  const variables = { LINQ_API_V3_API_KEY: 'linq-emulator-key' };
  const headers = { origin: 'http://localhost:3000' };
  const telemetry = { NITRO_TELEMETRY_DISABLED: '1' };

  run('nitropack', ['build', '--preset', 'node-server'], telemetry);
  const port = await freePort();
  const env = { HOST: '127.0.0.1', PORT: port, ...variables };
  const onNode = await serveOn(port, 'node', ['.output/server/index.mjs'], env);
  await drive(onNode.url, headers, 'On Node');
  await driveTwoHeaders(onNode.url, headers);

  run('nitropack', ['build', '--preset', 'cloudflare-module'], telemetry);
  const wrangler = {
    name: 'dashboard',
    main: '.output/server/index.mjs',
    compatibility_date: '2026-04-01',
    compatibility_flags: ['nodejs_compat'],
    no_bundle: true,
    rules: [{ type: 'ESModule', globs: ['**/*.mjs'] }],
    assets: { directory: '.output/public' },
    vars: variables,
  };
  writeFileSync(join(dir, 'wrangler.json'), JSON.stringify(wrangler));
  const { url } = await serve('wrangler', ['dev', '--ip', '127.0.0.1', '--port', '0'], wranglerEnv(dir));
  await drive(url, headers, name);
  return emulator;
}
