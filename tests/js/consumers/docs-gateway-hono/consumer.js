// The documentation's gateway in Hono, on Node.
import { gatewayHost } from '../gateway-host.js';
import { compile } from '../typescript.js';

export default gatewayHost('Hono', 'node', (emulatorFetch) => ['--import', emulatorFetch, 'hono.js'], compile);
