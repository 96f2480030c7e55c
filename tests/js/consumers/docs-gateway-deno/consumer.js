// The documentation's gateway in Deno, with the rights that it names, and one to find the local Linq.
import { gatewayHost } from '../gateway-host.js';
import { toolFile } from '../programs.js';

const rights = ['--no-prompt', '--allow-net', '--allow-env=LINQ_API_V3_API_KEY,LINQ_URL'];
// What npm calls starts it as a child, which would outlive it.
const host = gatewayHost('Deno', toolFile('deno/deno'), (localLinq) => [
  'run',
  '--node-modules-dir=manual',
  '--cached-only',
  ...rights,
  '--preload',
  localLinq,
  'deno.mjs',
]);

export default function (context) {
  // It unpacks itself the first time.
  context.run('deno', ['--version']);
  return host(context);
}
