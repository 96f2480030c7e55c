// The packed package in real projects. Each consumer must save a name in the local Linq; CONSUMER names one of them.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { open } from '../browser/browsers.js';
import { startEmulator } from '../emulator.js';
import { names, prepare, project, run, serve } from './workshop.js';

const phone_number = '+15551234567';
const wanted = process.env.CONSUMER ? [process.env.CONSUMER] : names;

/** @type {Promise<import('selenium-webdriver').WebDriver> | undefined} */
let driver;
/** The browser, opened for the first consumer that needs it. */
const browser = () => (driver ??= open());
after(async () => (await driver)?.quit());
before(() => prepare());

/** Opens a page until it has said how it went; gives what it said. */
async function visit(url) {
  const page = await browser();
  await page.get(url);
  await page.wait(async () => /^(saved|\w+Error)/.test(await page.getTitle()), 30_000, `${url} should say how it went`);
  return page.getTitle();
}

describe('consumers', () => {
  for (const name of wanted) {
    test(name, { timeout: 300_000 }, async () => {
      const consumer = await import(`./${name}/consumer.js`);
      const dir = project(name);
      const saved = `By ${name}`;
      const context = {
        dir, name: saved, phone_number, run: (...args) => run(dir, ...args), visit, browser,
        /** A local Linq, which serves `www` if that is given; without it, programs call it with a key. */
        async linq(www, ...flags) {
          const linq = await startEmulator('--budget', 'off', ...(www ? ['--www', join(dir, www)] : []), ...flags);
          running.push(linq);
          return linq;
        },
        /** The project's own server, until the end of the test; gives its address. */
        async serve(command, args, env) {
          const server = await serve(dir, command, args, env);
          running.push(server);
          return server.url;
        },
      };
      const running = [];
      try {
        const linq = await consumer.default(context);
        assert.equal((await linq.card(phone_number)).first_name, saved);
      } finally {
        for (const server of running.reverse()) await server.stop();
      }
    });
  }
});
