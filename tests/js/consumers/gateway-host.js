// The documentation's gateway on a host, with the session of its own page about sessions.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drive } from './gateway.js';
import { writeFiles } from './markdown.js';
import { freePort } from '../support/free-port.js';

const sessions = `export const sessions = new Map([['of-ann', { user: 'ann', numbers: ['+15551234567'] }]]);\n`;

/** Writes the section's files into the project, and those that it needs. */
export function writeSection(section, dir, linq, replaced) {
  writeFiles('docs/gateway.md', dir, linq, 'Sessions');
  writeFileSync(join(dir, 'sessions.mjs'), sessions);
  writeFiles('docs/gateway.md', dir, linq, section, replaced);
}

/** A consumer whose host is started by a command, which is told where the module is that makes Linq the local one. */
export const gatewayHost =
  (section, command, args) =>
  async ({ dir, serveOn, linq, name }) => {
    const server = await linq();
    const port = await freePort();
    writeSection(section, dir, server, { 3000: port });
    const env = {
      LINQ_URL: server.url,
      LINQ_API_V3_API_KEY: 'linq-emulator-key',
      DENO_DIR: join(dir, 'cache'),
      DENO_NO_UPDATE_CHECK: '1',
    };
    const { url } = await serveOn(port, command, args(import.meta.resolve('./local-linq.mjs')), env);
    await drive(url, { origin: `http://localhost:${port}`, cookie: '__Host-session=of-ann' }, name);
    return server;
  };
