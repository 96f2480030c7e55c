// Pages of other origins, and of a name that resolves to this machine (DNS rebinding), try every route of the emulator in
// the browser that BROWSER names: nothing changes, and nothing can be read.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { browser, reboundName } from '../support/browsers.js';
import { startEmulator } from '../support/emulator.js';
import { variable } from '../support/environment.js';
import { intrudeByElements, intrudeByFetch } from './intrude.js';
import { startSession } from './session.js';

/** The routes of `cargo xtask start`: its own test compares them with the program's. */
const routes = readFileSync(join(import.meta.dirname, '../start/routes.golden.txt'), 'utf8')
  .trim()
  .split('\n');
const paths = [...routes.map((route) => route.replace('{*path}', 'v3/contact_card')), '/', '/main.js'];
/** What would change something, by path. */
const bodies = {
  ...Object.fromEntries(paths.map((path) => [path, '{"phone_number":"+15557654321","first_name":"Evil"}'])),
  '/emulator/script': '{"responses":[{"status":500}]}',
  '/emulator/clock': '{"advance_ms":600000}',
  '/emulator/settings': '{"budget":null}',
  '/emulator/session': '{"signed_in":false}',
};

const { driver, emulator } = await startSession();
const site = createServer((_, response) => response.end('<!doctype html><title>other</title>')).listen(0, '127.0.0.1');
await once(site, 'listening');
after(() => {
  site.close();
  site.closeAllConnections();
});

/** The address of a page at a name, which is of another site than the emulator's unless that has the name, too. */
const pageAt = (name) => `http://${name}:${site.address().port}/`;

/** Runs a function of intrude.js in the page. Returns what the page could read. */
async function run(intrude, server, some = paths) {
  const script = `const done = arguments[arguments.length - 1];
    (${intrude})(...arguments).then((read) => done({ read }), (error) => done({ thrown: String(error) }));`;
  const { read, thrown } = await driver.executeAsyncScript(script, server, some, bodies);
  assert.equal(thrown, undefined);
  return read;
}

/** Everything that requests can change, but for their log. */
async function state({ url, cards }) {
  const control = async (path) => (await fetch(`${url}/emulator/${path}`)).json();
  const { status } = await fetch(`${url}/api/linq/v3/contact_card`);
  return [await control('settings'), await control('script'), await cards(), status];
}

/** Makes a state that each control route would change, and returns it. */
async function prepare(target) {
  await target.reset();
  await target.script({ phone_number: '+19999999999', status: 503 });
  await target.settings({ budget: 1 });
  await target.update('+15551234567', { first_name: 'Mine' });
  return { state: await state(target), requests: await target.requests() };
}

async function assertUnchanged(target, before) {
  assert.deepEqual(await target.requests(), before.requests);
  assert.deepEqual(await state(target), before.state);
  await assert.rejects(target.update('+15551234567', { first_name: 'Mine' }), /: 429 /, 'the clock was put forward');
}

describe(`pages of other origins in ${browser}`, () => {
  for (const [what, name] of [
    ['of another site', 'localhost'],
    ['of another port', '127.0.0.1'],
  ]) {
    test(`G2 a page ${what} changes and reads nothing`, async () => {
      const before = await prepare(emulator);
      await driver.get(pageAt(name));
      assert.deepEqual(await run(intrudeByFetch, emulator.url), []);
      assert.deepEqual(await run(intrudeByElements, emulator.url), []);
      await assertUnchanged(emulator, before);
    });
  }

  if (reboundName) {
    test('G3 a page of a rebound name changes and reads nothing', async () => {
      const before = await prepare(emulator);
      const rebound = emulator.url.replace('127.0.0.1', reboundName);
      // The refusal itself has the origin that the page would have.
      await driver.get(rebound);
      const read = [...(await run(intrudeByFetch, rebound)), ...(await run(intrudeByElements, rebound))];
      assert.deepEqual(new Set(read.map(({ path }) => path)), new Set(paths), 'the requests reached the emulator');
      for (const { how, path, status, text } of read) {
        const refusal = new RegExp(`^(|.*The host ${reboundName}:\\d+ isn't this server's.*)$`, 's');
        assert.match(text, refusal, `${how} ${path}`);
        assert.ok(status === undefined || status === 403, `${how} ${path}: ${status}`);
      }
      await assertUnchanged(emulator, before);
    });
  }

  test('G2 with --cors, its page uses the endpoint, and nothing else', async () => {
    const page = pageAt('localhost');
    const shared = await startEmulator('--www', variable('LINQ_WWW'), '--cors', new URL(page).origin);
    try {
      const before = await prepare(shared);
      await driver.get(page);
      const others = paths.filter((path) => !path.startsWith('/api/partner/'));
      assert.deepEqual(await run(intrudeByFetch, shared.url, others), []);
      assert.deepEqual(await run(intrudeByElements, shared.url), []);
      await assertUnchanged(shared, before);

      const read = await run(intrudeByFetch, shared.url, ['/api/partner/v3/contact_card']);
      const statuses = (how) => read.filter((one) => one.how === how).map(({ status }) => status);
      assert.deepEqual(statuses('cors GET').sort(), [200, 401], 'with and without the key');
      assert.ok(
        read.every(({ how }) => how.startsWith('cors ')),
        'no other mode',
      );
    } finally {
      await shared.stop();
    }
  });

  test("the emulator's own page can do all of that", async () => {
    await prepare(emulator);
    await driver.get(emulator.url);
    const read = await run(intrudeByFetch, emulator.url);
    const reset = read.find(({ how, path }) => how === 'cors POST' && path === '/emulator/reset');
    assert.equal(reset?.status, 204);
    for (const path of ['/', '/main.js', '/emulator/requests', '/api/partner/v3/contact_card']) {
      const found = read.some((one) => one.path === path && one.how === 'cors GET' && one.status === 200);
      assert.ok(found, path);
    }
  });
});
