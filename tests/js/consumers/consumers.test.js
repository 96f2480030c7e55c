// The packed package in real projects. Each consumer must save a name in an emulator; CONSUMER has the names of those to run.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { open } from '../support/browsers.js';
import { startEmulator } from '../support/emulator.js';
import { freePort } from '../support/free-port.js';
import { waitLimit } from '../support/limits.js';
import { run, serve, serveOn } from './programs.js';
import { copyProject, names } from './projects.js';

const phone_number = '+15551234567';
const wanted = process.env.CONSUMER?.split(' ') ?? names;

/** @type {Promise<import('selenium-webdriver').WebDriver> | undefined} */
let driver;
/** The browser, opened for the first consumer that needs it. */
const browser = () => (driver ??= open());
after(async () => (await driver)?.quit());

/** Opens a page, which saves a name, and returns the title in which it shows the outcome. */
async function visit(url, name) {
  const address = new URL(url);
  address.searchParams.set('name', name);
  const page = await browser();
  await page.get(address.href);
  await page.wait(
    async () => /^(saved|\w+Error)/.test(await page.getTitle()),
    waitLimit,
    `${address} should show the outcome in its title`,
  );
  return page.getTitle();
}

describe('consumers', () => {
  for (const name of wanted) {
    test(name, { timeout: 30 * waitLimit }, async () => {
      const consumer = await import(`./${name}/consumer.js`);
      const dir = copyProject(name);
      const saved = `By ${name}`;
      let title; // the outcome that the page showed
      const running = [];
      const keep = (server) => {
        running.push(server);
        return server;
      };
      const context = {
        dir,
        name: saved,
        phone_number,
        browser,
        run: (...args) => run(dir, ...args),
        visit: async (url) => {
          title = await visit(url, saved);
          return title;
        },
        /** Starts a program that serves the project and prints its address. */
        serve: async (...args) => keep(await serve(dir, ...args)),
        /** Starts a program that serves the project on this port. */
        serveOn: async (...args) => keep(await serveOn(dir, ...args)),
        /** Has `stop` called at the end of the test. */
        keep,
        /** Starts an emulator, which also serves the folder `www` if there is one. */
        startEmulator: async (www, ...flags) =>
          keep(await startEmulator('--budget', 'off', ...(www ? ['--www', join(dir, www)] : []), ...flags)),
        /** Starts an emulator for a page of another server, which must listen on the returned port. */
        startProxiedEmulator: async () => {
          const port = await freePort();
          return {
            emulator: await context.startEmulator(undefined, '--gateway-origin', `http://127.0.0.1:${port}`),
            port,
          };
        },
      };
      try {
        const emulator = await consumer.default(context);
        assert.equal((await emulator.card(phone_number)).first_name, saved, title);
      } finally {
        for (const server of running) await server.stop();
      }
    });
  }
});
