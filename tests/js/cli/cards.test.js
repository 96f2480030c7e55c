// `list`, `get` and `set`, with an emulator.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { after, before, beforeEach, describe, test } from 'node:test';
import { startEmulator } from '../support/emulator.js';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';
import { startHeldLinq } from './held-linq.js';
import { commandFor, commandIn, createFolder, key } from './program.js';

const number = '+15551234567';
const { dir } = createFolder();
let emulator;
let run;
before(async () => {
  emulator = await startEmulator('--budget', 'off');
  run = commandFor(emulator, dir);
});
beforeEach(() => emulator.reset());
after(() => emulator.stop());

/** Returns the writes that the emulator received. */
const writes = async () => (await emulator.requests()).filter(({ method }) => method !== 'GET');

describe('list', () => {
  test('shows all cards as a table', async () => {
    const { code, stdout, stderr } = await run('list');
    assert.deepEqual([code, stderr], [0, '']);
    const [heading, ...rows] = stdout.trimEnd().split('\n');
    assert.match(heading, /^NUMBER +FIRST NAME +LAST NAME +STATE +PICTURE$/);
    assert.equal(rows.length, (await emulator.cards()).length);
    assert.match(stdout, /^\+15551234567 +John +Doe +active/m);
    assert.match(stdout, /^\+15551230002 +Grace +Hopper +not active yet$/m);
  });

  test('prints what Linq responded with, for programs', async () => {
    const { code, value, stderr } = await run.json('list');
    assert.deepEqual([code, stderr], [0, '']);
    assert.deepEqual(value, { contact_cards: await emulator.cards() });
  });

  test('shows what a name would do to the terminal, instead of doing it', async () => {
    await emulator.create({ phone_number: '+15559000001', first_name: '\u001b[2J\u202Eevil' });
    const { stdout } = await run('list');
    assert.match(stdout, /\\u001b\[2J\\u202eevil/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the control character is the point
    assert.doesNotMatch(stdout, /[\u001b\u202e]/);
  });

  test('aligns names of wide characters', async () => {
    await emulator.create({ phone_number: '+15559000001', first_name: '山田', last_name: '🌻' });
    await emulator.create({ phone_number: '+15559000002', first_name: 'Yama', last_name: 'ab' });
    const { stdout } = await run('list');
    assert.match(stdout, /^\+15559000001 {3}山田 {8}🌻 {9}active/m);
    assert.match(stdout, /^\+15559000002 {3}Yama {8}ab {9}active/m);
  });

  test('a read that fails has changed nothing: code 1', async () => {
    await emulator.script({
      method: 'GET',
      status: 500,
      times: 5,
      body: { error: { status: 500, code: 3007 }, success: false },
    });
    const { code, stderr } = await run('list');
    assert.equal(code, 1);
    assert.doesNotMatch(stderr, /may be saved/);
  });

  test('a refused key: code 4', async () => {
    const { code, stdout, stderr } = await commandFor(emulator, dir, { LINQ_API_V3_API_KEY: 'another-key' })('list');
    assert.deepEqual([code, stdout], [4, '']);
    assert.match(stderr, /npx linq-contact-card doctor/);
    assert.doesNotMatch(stderr, /another-key/);
  });

  test('no server: code 1', async () => {
    const baseURL = `http://127.0.0.1:${await freePort()}`;
    const { code } = await commandIn(dir, { LINQ_API_V3_API_KEY: key, LINQ_API_V3_BASE_URL: baseURL })('list');
    assert.equal(code, 1);
  });

  test('a key or a base URL that cannot be used: code 3, without the key', async () => {
    for (const [variables, message] of [
      [{ LINQ_API_V3_API_KEY: 'secret-key\nsecond line' }, /LINQ_API_V3_API_KEY must/],
      [
        { LINQ_API_V3_API_KEY: 'secret-key', LINQ_API_V3_BASE_URL: 'http://linq.example' },
        /over http.*\nCheck LINQ_API_V3_BASE_URL/,
      ],
      [{ LINQ_API_V3_API_KEY: 'secret-key', LINQ_API_V3_BASE_URL: 'linq' }, /LINQ_API_V3_BASE_URL must/],
    ]) {
      const { code, stderr } = await commandFor(emulator, dir, variables)('list');
      assert.equal(code, 3);
      assert.match(stderr, message);
      assert.doesNotMatch(stderr, /secret-key/);
    }
  });
});

describe('get', () => {
  test('shows the card of a number', async () => {
    const { code, stdout } = await run('get', number);
    assert.equal(code, 0);
    assert.match(stdout, /^\+15551234567 {2}John +Doe +active +https:/m);
    assert.deepEqual((await run.json('get', number)).value, { contact_card: await emulator.card(number) });
  });

  test('a number without a card: code 4, and how to create it', async () => {
    const { code, stdout, stderr } = await run('get', '+15559000001');
    assert.deepEqual([code, stdout], [4, '']);
    assert.match(stderr, /npx linq-contact-card set \+15559000001 --first-name NAME/);
  });

  test('without a card it does so also where Linq responds with a 404', async () => {
    await emulator.script({ method: 'GET', status: 404 });
    const { code, stderr } = await run('get', number);
    assert.equal(code, 4);
    assert.match(stderr, /The number has no contact card\./);
  });

  test('another form of a number: code 3, and the number that was meant', async () => {
    const { code, stderr } = await run('get', '+1 555 123 4567');
    assert.equal(code, 3);
    assert.match(stderr, /^Error: NUMBER must .*\.\nDid you mean \+15551234567\?\n$/);
  });
});

describe('set', () => {
  test('creates a card', async () => {
    const { code, stdout } = await run('set', '+15559000001', '--first-name', 'Ada', '--last-name', 'Lovelace');
    assert.equal(code, 0);
    assert.match(stdout, /^Created\.\n/);
    assert.deepEqual(await emulator.card('+15559000001'), {
      phone_number: '+15559000001',
      first_name: 'Ada',
      last_name: 'Lovelace',
      is_active: true,
    });
  });

  test('updates what differs, and nothing else', async () => {
    const { value } = await run.json('set', number, '--first-name', 'Jane', '--last-name', 'Doe');
    assert.equal(value.action, 'updated');
    assert.equal(value.contact_card.first_name, 'Jane');
    assert.deepEqual(
      (await writes()).map(({ method, body }) => [method, body]),
      [['PATCH', '{"first_name":"Jane"}']],
    );
  });

  test('leaves the first name as it is where it is absent', async () => {
    assert.equal((await run('set', number, '--last-name', 'Roe')).code, 0);
    assert.deepEqual(
      (await writes()).map(({ body }) => body),
      ['{"last_name":"Roe"}'],
    );
  });

  test('sends nothing where the card has the values', async () => {
    const { code, stdout } = await run('set', number, '--first-name', 'John');
    assert.equal(code, 0);
    assert.match(stdout, /^Unchanged/);
    assert.deepEqual(await writes(), []);
  });

  test('sends a picture where the card has none, or where it is demanded', async () => {
    const image = 'https://example.com/a.jpg';
    await run('set', number, '--image', image);
    assert.deepEqual(await writes(), []);
    await run('set', number, '--image', image, '--replace-image');
    assert.deepEqual(
      (await writes()).map(({ body }) => body),
      [JSON.stringify({ image_url: image })],
    );
  });

  test('a new card without a first name: code 3, and nothing is sent', async () => {
    const { code, stderr } = await run('set', '+15559000001', '--last-name', 'Lovelace');
    assert.equal(code, 3);
    assert.match(stderr, /a new card needs a first name/);
    assert.deepEqual(await writes(), []);
  });

  test('an invalid value: code 3, and the option that has it', async () => {
    const { code, stderr } = await run('set', number, '--first-name', '', '--image', 'http://example.com/a.jpg');
    assert.equal(code, 3);
    assert.match(stderr, /--first-name /);
    assert.match(stderr, /--image must/);
  });

  test('a number of another account: code 4', async () => {
    const { code, value } = await run.json('set', '+15559990000', '--first-name', 'Jane');
    assert.deepEqual([code, value.error.name, value.error.outcome], [4, 'PermissionDeniedError', 'not_sent']);
    assert.equal(value.error.exit_code, 4);
  });

  test('a lost response: code 5, and what to do', async () => {
    await emulator.script({ method: 'PATCH', fault: 'reset', apply: true });
    const { code, stderr } = await run('set', number, '--first-name', 'Jane');
    assert.equal(code, 5);
    assert.match(stderr, /It may be saved: read the card again/);
    assert.equal((await writes()).length, 1);
  });

  test('an error of Linq has its trace id and the time to wait, and a masked number', async () => {
    const error = { status: 429, code: 1007, message: `Too many writes for ${number}`, retry_after: 77 };
    await emulator.script({ method: 'PATCH', status: 429, body: { success: false, error, trace_id: 'trace-1' } });
    const { code, stderr } = await run('set', number, '--first-name', 'Jane');
    assert.equal(code, 4);
    assert.match(stderr, /Too many writes for \+1•+567/);
    assert.match(stderr, /Try again in 77 s\. Trace id for Linq's support: trace-1/);
  });

  test('--wait-active waits until the card is active', async () => {
    const inactive = { phone_number: number, first_name: 'Jane', last_name: 'Doe', is_active: false };
    await emulator.script(
      { method: 'PATCH', status: 200, body: inactive, apply: true },
      { method: 'GET', phone_number: number, times: 1 },
      { method: 'GET', phone_number: number, times: 1, status: 200, body: { contact_cards: [inactive] } },
    );
    const { code, value } = await run.json('set', number, '--first-name', 'Jane', '--wait-active');
    assert.deepEqual([code, value.contact_card.is_active], [0, true]);
  });

  test('--wait-active ends with code 6 where it is not active in time', async () => {
    const args = ['set', '+15551230002', '--first-name', 'Grace', '--wait-active', '--wait-timeout', '1'];
    const { code, stdout, stderr } = await run(...args);
    assert.equal(code, 6);
    assert.match(stdout, /not active yet/);
    assert.match(stderr, /The card is saved, but not active after 1 s\.\nLook again later/);
  });

  describe('Ctrl-C', () => {
    /** Starts `set`, and sends SIGINT while its write is in flight. */
    async function interrupt(linq) {
      const command = commandIn(dir, { LINQ_API_V3_API_KEY: key, LINQ_API_V3_BASE_URL: linq.baseURL });
      const { child, ended } = command.start('set', number, '--first-name', 'Jane');
      let printed = '';
      child.stderr.on('data', (chunk) => (printed += chunk));
      await until(() => linq.held.length === 1);
      child.kill('SIGINT');
      await until(() => printed.includes('Ending after the request in flight'));
      return { child, ended };
    }

    test('ends it after the request in flight, with its result and code 130', async () => {
      const linq = await startHeldLinq();
      const { ended } = await interrupt(linq);
      linq.held[0].release();
      const { code, stdout } = await ended;
      assert.equal(code, 130);
      assert.match(stdout, /^Created\./);
      linq.stop();
    });

    test('pressed again, ends it at once', async () => {
      const linq = await startHeldLinq();
      const { child, ended } = await interrupt(linq);
      child.kill('SIGINT');
      assert.deepEqual([(await ended).code, (await ended).stdout], [130, '']);
      linq.stop();
    });
  });
});

test('a reader that has gone does not end the command', async () => {
  const { child, ended } = run.start('list');
  ended.catch(() => {}); // its output can't be read
  child.stdout.destroy();
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

test('a redirect is not followed with the key', async () => {
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(request.url);
    response.writeHead(307, { location: '/elsewhere' }).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const baseURL = `http://127.0.0.1:${server.address().port}`;
  const { code } = await commandIn(dir, { LINQ_API_V3_API_KEY: key, LINQ_API_V3_BASE_URL: baseURL })('list');
  assert.equal(code, 1);
  assert.ok(requests.every((url) => url.startsWith('/v3/contact_card')));
  server.close();
});
