// A browser and an emulator that serves the dashboard, for the tests of a file.
import { after, beforeEach } from 'node:test';
import { open } from '../support/browsers.js';
import { startEmulator } from '../support/emulator.js';
import { variable } from '../support/environment.js';
import { Page } from './states.js';

/**
 * Starts both, ends them after the tests, and resets the emulator before each.
 *
 * @param {string[]} flags the emulator's
 */
export async function startSession(...flags) {
  const driver = await open();
  const emulator = await startEmulator('--www', variable('LINQ_WWW'), ...flags);
  after(async () => {
    await driver.quit();
    await emulator.stop();
  });
  beforeEach(() => emulator.reset());
  return { driver, emulator, page: new Page(driver, emulator) };
}
