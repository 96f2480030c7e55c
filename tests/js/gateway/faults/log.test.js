// What the log holds of errors that others throw: neither the key nor a full phone number, however it is printed.
import assert from 'node:assert/strict';
import { afterEach, describe, mock, test } from 'node:test';
import { inspect } from 'node:util';
import { importEntry } from '../installed.js';

const KEY = 'sk-canary-1234567890';
const NUMBER = '+15551234567';
const ORIGIN = 'https://dashboard.example';
const url = `${ORIGIN}/api/linq/v3/contact_card?phone_number=${encodeURIComponent(NUMBER)}`;
const secret = `${KEY} of ${NUMBER}`;
/** What the request carries: the value of a cookie, and that of a header. */
const SESSION = 's%3Aalice.abcdefghij==';
const TOKEN = 'token-of-alice';

const { createGateway } = await importEntry('linq-contact-card/gateway');
afterEach(() => mock.restoreAll());

/** Returns the log's entry for a request during which something is thrown; `where` it is. */
async function entryOf(thrown, where = 'authorize') {
  const entries = [];
  const fail = () => {
    throw thrown;
  };
  const gateway = createGateway({
    apiKey: KEY,
    origins: [ORIGIN],
    authorize: where === 'authorize' ? fail : () => ({ user: 'alice', numbers: 'all' }),
    log: (entry) => entries.push(entry),
    ...(where === 'store' && { store: { reserve: fail } }),
    ...(where === 'fetch' && { fetch: fail }),
  });
  const cookie = `theme=dark; session=${SESSION}`;
  const headers = { origin: ORIGIN, 'content-type': 'application/json', cookie, 'x-session': `Token ${TOKEN}` };
  await gateway(new Request(url, { method: 'PATCH', headers, body: '{"first_name":"Ada"}' }));
  assert.equal(entries.length, 1);
  return entries[0];
}

/** Every way in which a log may print a value. */
const printed = (value) =>
  [
    inspect(value, { depth: Infinity, showHidden: true, showProxy: true, getters: true, customInspect: true }),
    inspect(value, { depth: Infinity, customInspect: false }),
    JSON.stringify(value),
    JSON.stringify(value, Object.getOwnPropertyNames(Object(value.error))),
    JSON.stringify(Object.getOwnPropertyDescriptors(Object(value.error))),
    typeof value.error === 'object' ? '' : String(value.error),
    String(value.error?.stack),
    inspect(structuredClone(value)),
  ].join('\n');

function assertNoSecret(value) {
  const text = printed(value);
  assert.ok(!text.includes(KEY), text);
  assert.doesNotMatch(text, /15551234567|alice\.abcdefghij|token-of-alice/);
}

class InspectedError extends Error {
  [inspect.custom]() {
    return secret;
  }
}
class SerializedError extends Error {
  toJSON() {
    return { secret };
  }
}
class TextError extends Error {
  toString() {
    return secret;
  }
}
class GetterError extends Error {
  get config() {
    return secret;
  }
}
class TaggedError extends Error {
  get [Symbol.toStringTag]() {
    return secret;
  }
}
class PrimitiveError extends Error {
  [Symbol.toPrimitive]() {
    return secret;
  }
}
class Client {
  #key = KEY;
  options = { headers: { authorization: `Bearer ${KEY}` } };
  get key() {
    return this.#key;
  }
}

/** A getter whose value changes once it has been read. */
function changing() {
  let reads = 0;
  return Object.defineProperty(new Error(), 'message', { get: () => (reads++ ? secret : 'harmless') });
}

const revoked = Proxy.revocable({}, {});
revoked.revoke();

/** What is thrown, and what the log should still have of it. */
const hostile = {
  'an inspection function of its class': [new InspectedError('no session'), 'no session'],
  'an inspection function of its own': [
    Object.assign(new Error('no session'), { [inspect.custom]: () => secret }),
    'no session',
  ],
  'a toJSON of its class': [new SerializedError('no session'), 'no session'],
  'a toJSON of its own': [Object.assign(new Error('no session'), { toJSON: () => secret }), 'no session'],
  'a toString of its class': [new TextError('no session'), 'no session'],
  'a toString of its own': [Object.assign(new Error('no session'), { toString: () => secret }), 'no session'],
  'a getter of its class': [new GetterError('no session'), 'no session'],
  'a tag of its class': [new TaggedError('no session'), 'no session'],
  'a conversion of its class': [new PrimitiveError('no session'), 'no session'],
  'a getter that changes': [changing, 'harmless'],
  'a getter that throws': [
    Object.defineProperty(new Error('no session'), 'code', {
      get() {
        throw new Error(secret);
      },
    }),
    'no session',
  ],
  'a Proxy that hides its target': [
    new Proxy(Object.assign(new Error(secret), { secret }), {
      get: (_, name) => ({ message: 'harmless', name: 'Error' })[name],
      ownKeys: () => [],
      getOwnPropertyDescriptor: () => undefined,
    }),
    'harmless',
  ],
  'a Proxy that throws': [new Proxy(new Error(secret), { getPrototypeOf: () => assert.fail(secret) }), '•••'],
  'a revoked Proxy': [revoked.proxy, '•••'],
  'a prototype with a key': [Object.setPrototypeOf(new Error('no session'), { secret, message: secret }), 'no session'],
  'a client as a member': [Object.assign(new Error('no session'), { client: new Client() }), 'no session'],
  'a client as its cause': [new Error('no session', { cause: new Client() }), 'no session'],
  'a client': [new Client(), '[object Object]'],
  'a request': [new Request('https://a.example', { headers: { authorization: KEY } }), '[object Request]'],
  'headers as a member': [
    Object.assign(new Error('no session'), { headers: new Headers({ authorization: KEY }) }),
    'no session',
  ],
  'a Map as a member': [Object.assign(new Error('no session'), { map: new Map([[KEY, NUMBER]]) }), 'no session'],
  'bytes of the key': [Object.assign(new Error('no session'), { bytes: Buffer.from(KEY) }), 'no session'],
  'the key as its code': [Object.assign(new Error('no session'), { code: KEY }), 'no session'],
  'the key as its name': [Object.assign(new Error('no session'), { name: KEY }), 'no session'],
  'the key as the name of a member': [Object.assign(new Error('no session'), { [KEY]: 1, [NUMBER]: 2 }), 'no session'],
  'the key in its message': [new Error(secret), '••• of +1•••••••567'],
  'the key in its stack': [Object.assign(new Error('no session'), { stack: secret }), 'no session'],
  'the key in errors of an AggregateError': [
    new AggregateError([new Error(secret), new Client()], 'all failed'),
    'all failed',
  ],
  'the key in the cause of a cause': [
    new Error('no session', { cause: new Error('b', { cause: secret }) }),
    'no session',
  ],
  'a number in its message': [new Error(`no row for ${NUMBER}`), 'no row for +1•••••••567'],
  'a number that is percent-encoded': [new Error(`GET /?n=${encodeURIComponent(NUMBER)}`), 'GET /?n=%2B1•••••••567'],
  'a number that is percent-encoded twice': [new Error('GET /?u=%252B15551234567'), 'GET /?u=%252B1•••••••567'],
  'a number without its plus sign': [new Error('no row (15551234567)'), 'no row (1•••••••567)'],
  'a number of the type number': [
    Object.assign(new Error('no row'), { row: 15551234567, rows: [15551234567] }),
    'no row',
  ],
  'a number of the type bigint': [Object.assign(new Error('no row'), { row: 15551234567n }), 'no row'],
  'a number as its code': [Object.assign(new Error('no row'), { code: 15551234567 }), 'no row'],
  'the value of a cookie': [new Error(`no session ${SESSION}`), 'no session •••'],
  'the decoded value of a cookie': [new Error(`no session ${decodeURIComponent(SESSION)}`), 'no session •••'],
  'a part of the decoded value of a cookie': [new Error('no session alice.abcdefghij=='), 'no session •••'],
  'the value of a header': [new Error('no session', { cause: `of ${TOKEN}` }), 'no session'],
  'a member named __proto__': [JSON.parse(`{"message":"m","__proto__":{"secret":"${KEY}"}}`), 'm'],
  'a text': [secret, undefined],
  'a symbol': [Symbol(secret), undefined],
  'a function': [Object.assign(() => secret, { secret }), undefined],
};

describe('what is logged of an error', () => {
  for (const [name, [thrown, message]] of Object.entries(hostile)) {
    for (const where of ['authorize', 'store', 'fetch']) {
      test(`G11 with ${name}, of ${where}: no secret`, async () => {
        const entry = await entryOf(thrown === changing ? changing() : thrown, where);
        assertNoSecret(entry);
        if (message !== undefined && where !== 'fetch') assert.equal(entry.error.message, message);
      });
    }
  }

  test('G11 of a request whose head cannot be read: no secret', async () => {
    const entries = [];
    const gateway = createGateway({
      apiKey: KEY,
      origins: [ORIGIN],
      authorize: () => null,
      log: (entry) => entries.push(entry),
    });
    const response = await gateway({ method: 'GET', url: `/?phone_number=${NUMBER}`, headers: new Headers() });
    assert.equal(response.status, 500);
    assert.equal((await response.json()).error.code, 3006);
    assert.equal(entries.length, 1);
    assertNoSecret(entries[0]);
    assert.equal(entries[0].error.message, '•••');
  });

  test('G11 a log that throws is reported without secrets', async () => {
    const printedTexts = [];
    mock.method(console, 'error', (...texts) => printedTexts.push(inspect(texts)));
    const gateway = createGateway({
      apiKey: KEY,
      origins: [ORIGIN],
      authorize: () => null,
      log() {
        throw new InspectedError('the log is full');
      },
    });
    await gateway(new Request(url));
    await new Promise((resolve) => setImmediate(resolve));
    assert.match(printedTexts.join(), /log threw.*the log is full/s);
    assert.ok(!printedTexts.join().includes(KEY));
  });

  test('a console that throws ends neither a response nor the process', async (t) => {
    const rejections = [];
    const onRejection = (reason) => rejections.push(reason);
    process.on('unhandledRejection', onRejection);
    t.after(() => process.off('unhandledRejection', onRejection));
    const fail = () => {
      throw new Error('the console is closed');
    };
    mock.method(console, 'error', fail);
    for (const log of [undefined, fail, async () => fail()]) {
      const gateway = createGateway({ apiKey: KEY, origins: [ORIGIN], authorize: fail, ...(log && { log }) });
      const response = await gateway(new Request(url));
      assert.deepEqual([response.status, (await response.json()).error.code], [500, 3006]);
    }
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(rejections, []);
  });

  test('an error keeps what helps: its name, message, stack, code and cause', async () => {
    class SessionError extends Error {
      name = 'SessionError';
      code = 'E_SESSION';
    }
    const thrown = new SessionError('the session store is unavailable', { cause: new TypeError('no socket') });
    const { error } = await entryOf(thrown);
    assert.ok(error instanceof Error);
    assert.deepEqual(
      [error.name, error.message, error.stack, error.code, error.cause.name, error.cause.message],
      ['SessionError', thrown.message, thrown.stack, 'E_SESSION', 'TypeError', 'no socket'],
    );
    assert.equal(String(error), 'SessionError: the session store is unavailable');
    assert.match(inspect(error), /SessionError\]: the session store is unavailable\n +at .*log\.test\.js/);
  });

  test('an error of a built-in class keeps its own members', async () => {
    const thrown = Object.assign(new RangeError('no'), { status: 503, meta: { attempts: [1, 2] }, ok: false });
    const { error } = await entryOf(thrown);
    assert.deepEqual(
      [error.name, error.status, error.meta, error.ok],
      ['RangeError', 503, { attempts: [1, 2] }, false],
    );
  });

  test('an object, a text and undefined are logged as they are', async () => {
    for (const thrown of [{ reason: 'closed', at: [1] }, 'closed', 7, null]) {
      assert.deepEqual((await entryOf(thrown)).error, thrown);
    }
  });

  test('an error without an end is cut', async () => {
    const thrown = new Error('endless');
    thrown.cause = thrown;
    thrown.members = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`member${index}`, thrown]));
    const entry = await entryOf(thrown);
    assertNoSecret(entry);
    assert.ok(inspect(entry, { depth: Infinity }).length < 1_000_000);
  });
});
