// The documentation's gateway in Bun.
import { fileURLToPath } from 'node:url';
import { bun } from '../bun/bun.js';
import { gatewayHost } from '../gateway-host.js';

export default gatewayHost('Bun', bun, (emulatorFetch) => [
  '--no-install',
  '--preload',
  fileURLToPath(emulatorFetch),
  'bun.mjs',
]);
