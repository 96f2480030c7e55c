// The emulator in memory, in a page: compiled at once on its main thread, as for stories.
import assert from 'node:assert/strict';

export default async function ({ run, startEmulator, visit, name }) {
  run('esbuild', ['main.js', '--bundle', '--format=esm', '--outfile=www/main.js']);
  const server = await startEmulator('www');
  assert.equal(await visit(server.url), `saved ${name}`);
  return { card: async () => ({ first_name: name }) };
}
