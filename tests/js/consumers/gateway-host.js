// The documentation's gateway on one of its hosts, with a session as its section about sessions looks it up.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drive } from './gateway.js';
import { writeFiles } from './markdown.js';
import { freePort } from '../support/free-port.js';

const sessions = `
  const ann = { user: 'ann', numbers: ['+15551234567'] };
  export const sessions: ReadonlyMap<string, typeof ann> = new Map([['of-ann', ann]]);
`;

/** Writes the documentation's `authorize.ts` into a project, with a table of sessions. */
export function writeAuthorize(dir, emulator) {
  writeFiles('docs/gateway.md', dir, emulator, 'Sessions');
  rmSync(join(dir, 'authorize-with-auth.ts'));
  writeFileSync(join(dir, 'sessions.ts'), sessions);
}

/** Writes the files of a section, and those that they import, into a project. */
export function writeSection(section, dir, emulator, replaced) {
  writeAuthorize(dir, emulator);
  writeFiles('docs/gateway.md', dir, emulator, section, replaced);
}

/**
 * A consumer whose host is started by a command. `prepare` checks the project's types. `args` receives the module that
 * redirects Linq's address to the emulator.
 */
export const gatewayHost = (section, command, args, prepare) => async (context) => {
  const { dir, serveOn, startEmulator, name } = context;
  const emulator = await startEmulator();
  const port = await freePort();
  writeSection(section, dir, emulator, { 3000: port });
  prepare(context);
  const env = {
    LINQ_URL: emulator.url,
    LINQ_API_V3_API_KEY: 'linq-emulator-key',
    DENO_DIR: join(dir, 'cache'),
    DENO_NO_UPDATE_CHECK: '1',
  };
  const { url } = await serveOn(port, command, args(import.meta.resolve('./emulator-fetch.mjs')), env);
  await drive(url, { origin: `http://localhost:${port}`, cookie: '__Host-session=of-ann' }, name);
  return emulator;
};
