// Bun.
import { bun } from './bun.js';

export default async function ({ run, startEmulator, name }) {
  const emulator = await startEmulator();
  run(bun, ['--no-install', 'main.js'], { NAME: name, BASE_URL: emulator.baseURL });
  return emulator;
}
