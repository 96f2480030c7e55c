// The packed package in real projects. Each consumer must save a name in the local Linq; CONSUMER names those to run.
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

/** Opens a page with the name to save until it has said how it went; gives what it said. */
async function visit(url, name) {
  const address = new URL(url);
  address.searchParams.set('name', name);
  const page = await browser();
  await page.get(address.href);
  await page.wait(
    async () => /^(saved|\w+Error)/.test(await page.getTitle()),
    waitLimit,
    `${address} should say how it went`,
  );
  return page.getTitle();
}

describe('consumers', () => {
  for (const name of wanted) {
    test(name, { timeout: 30 * waitLimit }, async () => {
      const consumer = await import(`./${name}/consumer.js`);
      const dir = copyProject(name);
      const saved = `By ${name}`;
      let title; // what the page said
      const running = [];
      const keep = (server) => (running.push(server), server);
      const context = {
        dir,
        name: saved,
        phone_number,
        browser,
        run: (...args) => run(dir, ...args),
        visit: async (url) => (title = await visit(url, saved)),
        /** A program of the project's that serves it. */
        serve: async (...args) => keep(await serve(dir, ...args)),
        /** The same for one that doesn't say where, on this port. */
        serveOn: async (...args) => keep(await serveOn(dir, ...args)),
        /** Whatever else is to be stopped. */
        keep,
        /** A local Linq, which serves `www` if that is given; without it, programs call it with a key. */
        linq: async (www, ...flags) =>
          keep(await startEmulator('--budget', 'off', ...(www ? ['--www', join(dir, www)] : []), ...flags)),
        /** A local Linq whose gateway takes the page of another server, and the port where this has to be. */
        linqFor: async () => {
          const port = await freePort();
          return { server: await context.linq(undefined, '--gateway-origin', `http://127.0.0.1:${port}`), port };
        },
      };
      try {
        const linq = await consumer.default(context);
        assert.equal((await linq.card(phone_number)).first_name, saved, title);
      } finally {
        for (const server of running) await server.stop();
      }
    });
  }
});
