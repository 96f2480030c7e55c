// A browser with the editor's page, for the tests of a file.
import { after, before, beforeEach } from 'node:test';
import { open } from '../support/browsers.js';
import { startEmulator } from '../support/emulator.js';
import { drive } from './drive.js';
import { makeSite } from './site.js';

/** Starts all before the tests, and ends it after them. Returns an object that has them by then. */
export function startSession() {
  const session = {};
  before(async () => {
    session.site = await makeSite();
    session.emulator = await startEmulator('--www', session.site.www, '--budget', 'off');
    session.driver = await open();
    session.editor = drive(session.driver, session.emulator);
  });
  after(async () => {
    await session.driver?.quit();
    await session.emulator?.stop();
    session.site?.remove();
  });
  beforeEach(() => session.emulator.reset());
  return session;
}

const isWrite = ({ method }) => method === 'PATCH' || method === 'POST';

/** Returns the bodies of the writes so far. @param {{ emulator: any }} session */
export const writesOf = async ({ emulator }) => (await emulator.requests()).filter(isWrite).map(({ body }) => body);
