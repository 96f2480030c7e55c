// The lines of npm's README in an empty Vite project, with its proxy.
import { writeFiles } from '../markdown.js';

export default async function ({ dir, serve, linqFor, visit }) {
  const { server, port } = await linqFor();
  writeFiles('pkg-template/README.md', dir, server);
  const { url } = await serve('vite', ['--host', '127.0.0.1', '--port', port, '--strictPort']);
  await visit(url);
  return server;
}
