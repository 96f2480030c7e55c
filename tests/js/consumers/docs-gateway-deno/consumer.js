// The documentation's gateway in Deno, with the permissions that it names and one to read the emulator's address.
import { gatewayHost } from '../gateway-host.js';
import { toolFile } from '../programs.js';

const permissions = ['--no-prompt', '--allow-net', '--allow-env=LINQ_API_V3_API_KEY,LINQ_URL'];
// Not through npm's wrapper: the child that it starts would outlive it.
const host = gatewayHost(
  'Deno',
  toolFile('deno/deno'),
  (emulatorFetch) => [
    'run',
    '--node-modules-dir=manual',
    '--cached-only',
    ...permissions,
    '--preload',
    emulatorFetch,
    'deno.ts',
  ],
  ({ run }) => run('deno', ['check', '--node-modules-dir=manual', 'deno.ts']),
);

export default function (context) {
  // The program unpacks itself at its first start.
  context.run('deno', ['--version']);
  return host(context);
}
