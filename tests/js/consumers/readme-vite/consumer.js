// The README's code in an empty Vite project, with its proxy.
import { writeFiles } from '../markdown.js';

export default async function ({ dir, serve, startProxiedEmulator, visit }) {
  const { emulator, port } = await startProxiedEmulator();
  writeFiles('README.md', dir, emulator);
  const { url } = await serve('vite', ['--host', '127.0.0.1', '--port', port, '--strictPort']);
  await visit(url);
  return emulator;
}
