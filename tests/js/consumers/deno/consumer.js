// Deno, with permission to connect to this machine alone and to read two variables.
import { join } from 'node:path';

export default async function ({ dir, run, startEmulator, name }) {
  const emulator = await startEmulator();
  const permissions = ['--no-prompt', '--allow-net=127.0.0.1', '--allow-env=NAME,BASE_URL'];
  const env = { NAME: name, BASE_URL: emulator.baseURL, DENO_DIR: join(dir, 'cache'), DENO_NO_UPDATE_CHECK: '1' };
  run('deno', ['run', '--node-modules-dir=manual', '--cached-only', ...permissions, 'main.js'], env);
  return emulator;
}
