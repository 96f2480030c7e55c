// The README's code in an empty Next project, with its rewrite.
import { writeFiles } from '../markdown.js';

export default async function ({ dir, serve, startProxiedEmulator, visit }) {
  const { emulator, port } = await startProxiedEmulator();
  writeFiles('README.md', dir, emulator);
  const { url } = await serve('next', ['dev', '--hostname', '127.0.0.1', '--port', port], {
    NEXT_TELEMETRY_DISABLED: '1',
  });
  await visit(url);
  return emulator;
}
