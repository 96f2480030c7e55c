// Calls with faults of the server, the network and `fetch`, in the browser that BROWSER names.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { build } from 'esbuild';
import { browser, open } from '../support/browsers.js';
import { startEmulator } from '../support/emulator.js';
import { waitLimit } from '../support/limits.js';
import { createProject } from '../support/sandbox.js';
import { cases } from './cases.js';

const canary = 'sk-canary-1234567890';
let emulator;
/** Options for calls without the gateway, which has its own responses for most faults. */
let direct;
let elsewhere;
let driver;
let project;
let www;
before(async () => {
  project = await createProject();
  www = mkdtempSync(join(tmpdir(), 'faults-'));
  cpSync(join(import.meta.dirname, 'page.js'), join(project.dir, 'page.js'));
  await build({
    entryPoints: [join(project.dir, 'page.js')],
    outfile: join(www, 'page.js'),
    bundle: true,
    format: 'esm',
  });
  writeFileSync(
    join(www, 'index.html'),
    '<!doctype html><title>faults</title><script type="module" src="page.js"></script>',
  );
  // Browsers repeat a request whose kept-alive connection breaks.
  emulator = await startEmulator('--www', www, '--budget', 'off', '--key', canary, '--close-connections');
  direct = { apiKey: canary, dangerouslyAllowBrowser: true, baseURL: emulator.baseURL };
  elsewhere = await startEmulator('--budget', 'off', '--key', canary);
  driver = await open();
  await driver.get(emulator.url);
  await driver.wait(() => driver.executeScript('return typeof window.attempt === "function"'), waitLimit);
});
after(async () => {
  await driver?.quit();
  await emulator?.stop();
  await elsewhere?.stop();
  project?.remove();
  if (www) rmSync(www, { recursive: true });
});
beforeEach(async () => {
  await emulator.reset();
  await emulator.settings({ budget: null });
});

/** Calls a function of page.js in the browser. */
const run = (name, ...args) =>
  driver
    .executeAsyncScript(
      `const done = arguments[arguments.length - 1];
   window[arguments[0]](...arguments[1]).then((value) => done({ value }), (error) => done({ thrown: String(error) }));`,
      name,
      args,
    )
    .then(({ value, thrown }) => {
      assert.equal(thrown, undefined);
      return value;
    });

const sent = async () => (await emulator.requests()).filter(({ method }) => ['PATCH', 'POST', 'GET'].includes(method));

describe(`faults in ${browser}`, () => {
  for (const { name, response, options, fetch, isRead, isElsewhere, baseURL, check, requests, ...more } of cases) {
    const expected = { ...more.expected, ...(browser === 'webkit' ? more.inWebKit : {}) };
    test(name, async () => {
      if (response) {
        const headers = Object.entries(response.headers ?? {});
        const now = headers.map(([name, value]) => [name, typeof value === 'function' ? value() : value]);
        await emulator.script({
          ...response,
          headers: Object.fromEntries(now),
          method: isRead ? 'GET' : 'PATCH',
          times: 99,
        });
      }
      const all = {
        ...direct,
        ...(isElsewhere && { baseURL: elsewhere.baseURL }),
        ...(baseURL && { baseURL }),
        ...options,
      };
      const { error, duration, attempts } = await run('attempt', { isRead, fetch, options: all });
      assert.ok(error, 'it should have failed');
      for (const [field, value] of Object.entries(expected)) {
        if (value !== undefined || field !== 'message')
          assert.equal(error[field] ?? undefined, value, `${field} of ${error.message}`);
      }
      if (check) assert.ok(check(error), JSON.stringify(error));
      assert.doesNotMatch(error.shown, /sk-canary|5551234567/);
      if (options?.timeout && error.name === 'APIConnectionTimeoutError') {
        assert.ok(duration >= options.timeout - 2, `it ended after ${duration} ms`);
      }
      if (requests !== undefined) assert.equal((await sent()).length, requests, 'requests');
      if (more.attempts) assert.equal(attempts.length, more.attempts, 'attempts');
      assert.ok(attempts.length >= 1 && attempts.every(({ phone_number }) => phone_number === '+1•••••••567'));
    });
  }

  test('an abort during the wait for a retry ends the call, with its reason', async () => {
    await emulator.script({ status: 500, body: { error: { code: 2022, retry_after: 15 } } });
    const { reason, duration } = await run('abortDuringSleep', direct);
    assert.equal(reason, 'left');
    assert.ok(duration < 5_000, `${duration} ms of 15 s`);
    assert.equal((await sent()).length, 1);
  });

  test('writes for one phone number are sent in order, one at a time', async () => {
    await emulator.script({ delay_ms: 200 });
    const names = ['Ada', 'Bea', 'Cid', 'Dan'];
    assert.deepEqual(await run('inOrder', names, direct), names);
    assert.deepEqual(
      (await sent()).map(({ body }) => JSON.parse(body).first_name),
      names,
    );
  });
});
