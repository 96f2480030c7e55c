// The documentation's gateway in Bun.
import { fileURLToPath } from 'node:url';
import { bun } from '../bun/bun.js';
import { gatewayHost } from '../gateway-host.js';
import { check } from '../typescript.js';

export default gatewayHost(
  'Bun',
  bun,
  (emulatorFetch) => ['--no-install', '--preload', fileURLToPath(emulatorFetch), 'bun.ts'],
  check,
);
