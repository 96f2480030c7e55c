// Deno, which may reach this machine alone and read two variables.
import { join } from 'node:path';

export default async function ({ dir, run, linq, name }) {
  const server = await linq();
  const rights = ['--no-prompt', '--allow-net=127.0.0.1', '--allow-env=NAME,BASE_URL'];
  const env = { NAME: name, BASE_URL: server.baseURL, DENO_DIR: join(dir, 'cache'), DENO_NO_UPDATE_CHECK: '1' };
  run('deno', ['run', '--node-modules-dir=manual', '--cached-only', ...rights, 'main.js'], env);
  return server;
}
