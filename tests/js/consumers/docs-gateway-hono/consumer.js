// The documentation's gateway in Hono, on Node.
import { gatewayHost } from '../gateway-host.js';

export default gatewayHost('Hono', 'node', (emulatorFetch) => ['--import', emulatorFetch, 'hono.mjs']);
