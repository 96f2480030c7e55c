// What the gateway's tests use besides the package: clients of Redis, Miniflare, and typings.
import { join } from 'node:path';
import { importTool, installTools } from '../support/sandbox.js';

/** Installs the tools, and returns their folder. */
export const installGatewayTools = () => installTools(join(import.meta.dirname, 'tools'));

/** Imports one of the tools. */
export const load = (name) => importTool(installGatewayTools(), name);
