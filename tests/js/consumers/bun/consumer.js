// Bun.
import { bun } from './bun.js';

export default async function ({ run, linq, name }) {
  const server = await linq();
  run(bun, ['--no-install', 'main.js'], { NAME: name, BASE_URL: server.baseURL });
  return server;
}
