// The npm packages that the gateway's tests need: clients of Redis, Miniflare, and typings.
import { join } from 'node:path';
import { importTool, installTools } from '../support/sandbox.js';

/** Installs them, and returns their folder. */
export const installGatewayTools = () => installTools(join(import.meta.dirname, 'tools'));

/** Imports one of these packages. */
export const load = (name) => importTool(installGatewayTools(), name);
