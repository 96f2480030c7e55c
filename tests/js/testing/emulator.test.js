// The emulator as tests use it: its options, requests of every kind, scripts, the clock.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, mock, test } from 'node:test';
import { cjs, endpoint, failure, gateway, key, lib, queryOf, testing, thrownBy } from './setup.js';

const { createEmulator } = testing;
const number = '+15551234567';
const card = { phone_number: number, first_name: 'John', is_active: true };
const params = { phone_number: number, first_name: 'Jane' };
const headers = { authorization: `Bearer ${key}` };

/** The options of calls to an emulator. */
const optionsOf = (emulator) => ({ apiKey: key, fetch: emulator.fetch, maxRetries: 0 });

describe('calls of the package', () => {
  test('read and change the cards', async () => {
    const emulator = createEmulator({ cards: [{ phone_number: number, first_name: 'John', last_name: null }] });
    const options = optionsOf(emulator);
    assert.deepEqual(await lib.retrieveContactCards({}, options), { contact_cards: [card] });
    await lib.updateContactCard(params, options);
    assert.deepEqual(emulator.cards, [{ ...card, first_name: 'Jane' }]);
    const { action } = await lib.ensureContactCard({ phone_number: '+15557654321', first_name: 'New' }, options);
    assert.equal(action, 'created');
    assert.equal(emulator.cards.length, 2);
  });

  test('work with CommonJS', async () => {
    const emulator = cjs.testing.createEmulator();
    await cjs.lib.updateContactCard(params, optionsOf(emulator));
    assert.equal(emulator.cards.find(({ phone_number }) => phone_number === number).first_name, 'Jane');
  });

  test('may have any base URL', async () => {
    const emulator = createEmulator();
    for (const baseURL of ['https://linq.test', 'http://127.0.0.1:8787/api/partner', 'https://proxy.example/a/b/']) {
      await lib.retrieveContactCards({}, { ...optionsOf(emulator), baseURL });
    }
    assert.deepEqual(
      emulator.requests.map(({ url }) => url),
      ['/v3/contact_card', '/api/partner/v3/contact_card', '/a/b/v3/contact_card'],
    );
  });

  test('of a page to its gateway have no key', async () => {
    const emulator = createEmulator();
    const options = { baseURL: 'https://dashboard.example/api/linq', fetch: emulator.fetch };
    await lib.updateContactCard(params, options);
    assert.equal(emulator.requests[0].headers.authorization, undefined);
    // A wrong key is refused there, too, and none at Linq's own path.
    const wrong = { ...options, apiKey: 'wrong' };
    assert.equal((await failure(lib.updateContactCard(params, wrong))).name, 'AuthenticationError');
    const atLinq = { ...options, baseURL: 'https://api.linqapp.com/api/partner' };
    assert.equal((await failure(lib.updateContactCard(params, atLinq))).name, 'AuthenticationError');
  });

  test('show in the log what was sent, without the key', async () => {
    const emulator = createEmulator();
    await lib.updateContactCard(params, { ...optionsOf(emulator), headers: { 'X-Own': 'ä' } });
    assert.deepEqual(emulator.requests, [
      {
        method: 'PATCH',
        url: `/api/partner/v3/contact_card${queryOf(number)}`,
        headers: {
          accept: 'application/json',
          authorization: 'Bearer •••',
          'content-type': 'application/json',
          'x-own': 'ä',
        },
        body: { first_name: 'Jane' },
        status: 200,
      },
    ]);
    assert.ok(!JSON.stringify(emulator.requests).includes(key));
  });
});

describe('emulators', () => {
  test('have a budget that can be changed, until a reset', async () => {
    const emulator = createEmulator({ budget: 1 });
    const options = optionsOf(emulator);
    await lib.updateContactCard(params, options);
    for (const budget of [2, null]) {
      assert.equal((await failure(lib.updateContactCard(params, options))).code, 1007);
      emulator.budget = budget;
      assert.equal(emulator.budget, budget);
      await lib.updateContactCard(params, options);
    }
    emulator.reset();
    assert.equal(emulator.budget, 1);
    for (const budget of [-1, 0.5, 2 ** 32, '3', undefined]) {
      assert.throws(
        () => {
          emulator.budget = budget;
        },
        { name: 'TypeError', message: 'budget must be a whole number of writes, or null for no limit' },
      );
    }
  });

  test('count the scripted responses that are left', async () => {
    const emulator = createEmulator();
    emulator.respondNext({ status: 503, times: 3 }, { method: 'PATCH', status: 409 });
    assert.equal(emulator.scripted, 4);
    await emulator.fetch(endpoint, { headers });
    assert.equal(emulator.scripted, 3);
    emulator.reset();
    assert.equal(emulator.scripted, 0);
  });

  test('share nothing', async () => {
    const [first, second] = [createEmulator(), createEmulator()];
    first.respondNext({ status: 503 });
    first.advance(5);
    await lib.updateContactCard(params, optionsOf(second));
    assert.equal(first.requests.length, 0);
    assert.equal(first.cards.find(({ phone_number }) => phone_number === number).first_name, 'John');
  });

  test('have functions that work detached', async () => {
    const { fetch, handler, respondNext, advance, reset } = createEmulator();
    respondNext({ status: 418 });
    advance(1);
    assert.equal((await fetch(endpoint, { headers })).status, 418);
    reset();
    assert.equal((await handler(new Request(endpoint, { headers }))).status, 200);
  });

  test('return copies', () => {
    const emulator = createEmulator();
    emulator.cards.length = 0;
    emulator.cards[0].first_name = 'Changed';
    assert.equal(emulator.cards.length, 5);
    assert.equal(emulator.cards[0].first_name, 'Ada');
  });

  test('take options of their own alone', async () => {
    const inherited = Object.create({ apiKey: 'inherited', budget: 0 });
    const emulator = createEmulator(inherited);
    assert.equal((await emulator.fetch(endpoint, { headers })).status, 200);
    const init = Object.create({ headers });
    assert.equal((await emulator.fetch(endpoint, init)).status, 401);
  });

  test('have cards of each status', async () => {
    const emulator = createEmulator({
      cards: [
        { phone_number: '+15550000001', first_name: 'A', is_active: false },
        { phone_number: '+15550000002', first_name: 'B', status: 'pending' },
        { phone_number: '+15550000003', first_name: 'C', status: 'inactive' },
        { phone_number: '+15550000004', first_name: 'D', status: 'foreign' },
        {
          phone_number: '+15550000005',
          first_name: 'E',
          status: 'active',
          last_name: 'F',
          image_url: 'https://x.example/a',
        },
      ],
    });
    assert.deepEqual(
      emulator.cards.map(({ first_name, is_active }) => [first_name, is_active]),
      [
        ['A', false],
        ['B', false],
        ['C', false],
        ['E', true],
      ],
    );
    const update = (phone_number) => lib.updateContactCard({ phone_number, first_name: 'X' }, optionsOf(emulator));
    assert.equal((await update('+15550000002')).is_active, false);
    assert.equal((await failure(update('+15550000003'))).code, 2012);
    assert.equal((await failure(update('+15550000004'))).code, 2005);
    assert.equal((await update('+15550000005')).image_url, 'https://x.example/a');
  });

  test('may have no cards', async () => {
    const emulator = createEmulator({ cards: [] });
    assert.deepEqual(await lib.retrieveContactCards({}, optionsOf(emulator)), { contact_cards: [] });
  });
});

describe('requests', () => {
  const query = queryOf(number);
  const patch = { method: 'PATCH', headers };
  const json = JSON.stringify({ first_name: 'Jane' });

  for (const [name, input, init] of [
    ['a URL object', new URL(endpoint + query), { ...patch, body: json }],
    ['a Request', new Request(endpoint + query, { ...patch, body: json })],
    [
      'a Request with another method and body',
      new Request(endpoint + query, { headers }),
      { method: 'PATCH', body: json },
    ],
    ['headers as a list', endpoint + query, { method: 'PATCH', headers: Object.entries(headers), body: json }],
    [
      'headers as an object of the host',
      endpoint + query,
      { method: 'PATCH', headers: new Headers(headers), body: json },
    ],
    ['bytes', endpoint + query, { ...patch, body: new TextEncoder().encode(json) }],
    ['a blob', endpoint + query, { ...patch, body: new Blob([json]) }],
    ['a stream', endpoint + query, { ...patch, body: new Blob([json]).stream(), duplex: 'half' }],
  ]) {
    test(`with ${name}`, async () => {
      const emulator = createEmulator();
      const response = await emulator.fetch(input, init);
      assert.equal(response.status, 200, await response.clone().text());
      assert.equal((await response.json()).first_name, 'Jane');
      assert.deepEqual(emulator.requests[0].body, { first_name: 'Jane' });
    });
  }

  test('have methods as fetch normalizes them', async () => {
    const emulator = createEmulator();
    for (const method of ['get', 'Post', 'patch', 'PATCH']) await emulator.fetch(endpoint, { method, headers });
    assert.deepEqual(
      emulator.requests.map(({ method }) => method),
      ['GET', 'POST', 'patch', 'PATCH'],
    );
  });

  test('may have a relative URL, without a page and in one', async () => {
    const emulator = createEmulator();
    assert.equal((await emulator.fetch('/api/linq/v3/contact_card')).status, 200);
    try {
      globalThis.location = new URL('https://dashboard.example/cards/1');
      assert.equal((await emulator.fetch('v3/contact_card?a=1#b')).status, 200);
      globalThis.location = new URL('about:blank');
      assert.equal((await emulator.fetch('v3/contact_card')).status, 200);
    } finally {
      delete globalThis.location;
    }
    assert.deepEqual(
      emulator.requests.map(({ url }) => url),
      ['/api/linq/v3/contact_card', '/cards/v3/contact_card?a=1', '/v3/contact_card'],
    );
  });

  test('with a URL that is none reject', async () => {
    assert.equal((await failure(createEmulator().fetch('http://'))).name, 'TypeError');
  });

  test('with a body that is too long are refused, and the rest is not read', async () => {
    const emulator = createEmulator();
    let pulled = 0;
    let isCancelled = false;
    const endless = new ReadableStream({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(100_000));
      },
      cancel() {
        isCancelled = true;
      },
    });
    const response = await emulator.fetch(endpoint + query, { ...patch, body: endless, duplex: 'half' });
    assert.equal((await response.json()).error.code, 1003);
    assert.ok(pulled < 20 && isCancelled, `${pulled} chunks`);
    assert.equal(emulator.requests[0].body, undefined);
  });

  test('with a body that breaks off reject, and nothing is logged', async () => {
    const emulator = createEmulator();
    const body = new ReadableStream({ start: (controller) => controller.error(new Error('of the client')) });
    const init = { ...patch, body, duplex: 'half' };
    assert.equal((await failure(emulator.handler(new Request(endpoint, init)))).message, 'of the client');
    assert.deepEqual(emulator.requests, []);
  });

  test('of handler are those of servers', async () => {
    const emulator = createEmulator();
    const response = await emulator.handler(new Request(endpoint + query, { ...patch, body: json }));
    assert.equal((await response.json()).first_name, 'Jane');
    const other = await emulator.handler(new Request('https://api.linqapp.com/other'));
    assert.deepEqual([other.status, (await other.json()).error.code], [404, 2001]);
    for (const input of [undefined, null, {}, 'https://x.example', endpoint]) {
      assert.match(String(await failure(emulator.handler(input))), /^TypeError: handler takes a Request/);
    }
  });
});

describe('aborts', () => {
  const abortedBy = async (emulator, run) => {
    const abort = new AbortController();
    const promise = run({ headers, signal: abort.signal });
    abort.abort(new Error('of the caller'));
    assert.equal(String(await failure(promise)), 'Error: of the caller');
    return emulator.requests.map(({ status }) => status);
  };

  test('before a request reject, and nothing arrives', async () => {
    const emulator = createEmulator();
    const init = { headers, signal: AbortSignal.abort(new Error('of the caller')) };
    assert.equal(String(await failure(emulator.fetch(endpoint, init))), 'Error: of the caller');
    assert.equal(String(await failure(emulator.handler(new Request(endpoint, init)))), 'Error: of the caller');
    assert.deepEqual(emulator.requests, []);
  });

  test('without a reason reject with one', async () => {
    const signal = { aborted: true, addEventListener() {}, removeEventListener() {} };
    const error = await failure(createEmulator().fetch(endpoint, { headers, signal }));
    assert.deepEqual([error.constructor, error.name], [DOMException, 'AbortError']);
  });

  test('during a delay reject, and no response is sent', async () => {
    const emulator = createEmulator();
    emulator.respondNext({ delay: 2 ** 31 - 1 });
    assert.deepEqual(await abortedBy(emulator, (init) => emulator.fetch(endpoint, init)), [undefined]);
  });

  test('of a response that never arrives reject', async () => {
    const emulator = createEmulator();
    emulator.respondNext({ fault: 'stall_head', times: 2 });
    assert.deepEqual(await abortedBy(emulator, (init) => emulator.fetch(endpoint, init)), [undefined]);
    await abortedBy(emulator, (init) => emulator.handler(new Request(endpoint, init)));
  });

  for (const fault of ['stall_body', 'slow_drip']) {
    test(`of a body with ${fault} reject`, async () => {
      const emulator = createEmulator();
      emulator.respondNext({ fault });
      const abort = new AbortController();
      const response = await emulator.fetch(endpoint, { headers, signal: abort.signal });
      const body = response.text();
      abort.abort(new Error('of the caller'));
      assert.equal(String(await failure(body)), 'Error: of the caller');
      assert.equal(emulator.requests[0].status, 200);
    });
  }

  test('leave no listener at a signal that outlives its requests', async () => {
    const emulator = createEmulator();
    emulator.respondNext({ delay: 1 }, { fault: 'slow_drip', status: 200, body: 'ab' });
    const listeners = new Set();
    const signal = {
      aborted: false,
      addEventListener: (_, listener) => listeners.add(listener),
      removeEventListener: (_, listener) => listeners.delete(listener),
    };
    for (let count = 0; count < 3; count++) await (await emulator.fetch(endpoint, { headers, signal })).text();
    assert.equal(listeners.size, 0);
  });

  test('end a call of the package by its own timeout, with each fault', async () => {
    const emulator = createEmulator();
    for (const fault of ['stall_head', 'stall_body']) {
      emulator.respondNext({ fault });
      const error = await failure(lib.updateContactCard(params, { ...optionsOf(emulator), timeout: 50 }));
      assert.deepEqual([error.name, error.outcome], ['APIConnectionTimeoutError', 'unknown']);
    }
  });
});

describe('the clock', () => {
  test('is Date.now as it is at the time, so that fake timers count', async (t) => {
    const emulator = createEmulator({ budget: 1 });
    t.mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_000 });
    const options = optionsOf(emulator);
    await lib.updateContactCard(params, options);
    assert.equal((await failure(lib.updateContactCard(params, options))).retryAfter, 600);
    t.mock.timers.tick(599_001);
    assert.equal((await failure(lib.updateContactCard(params, options))).retryAfter, 1);
    t.mock.timers.tick(999);
    await lib.updateContactCard(params, options);
  });

  test('is an option', async () => {
    let now = 0.5;
    const emulator = createEmulator({ budget: 1, clock: () => now });
    const options = optionsOf(emulator);
    await lib.updateContactCard(params, options);
    now += 600_000;
    await lib.updateContactCard(params, options);
    for (const wrong of [Number.NaN, Infinity, 1e300, '5', null, undefined, 5n]) {
      now = wrong;
      assert.match(
        String(await failure(emulator.fetch(endpoint, { headers }))),
        /TypeError: .*clock must return milliseconds/,
      );
    }
  });

  test('is put forward by advance, which adds up, until a reset', async () => {
    const emulator = createEmulator({ budget: 1, clock: () => 0 });
    const options = optionsOf(emulator);
    await lib.updateContactCard(params, options);
    for (const ms of [300_000, 0, 299_999]) emulator.advance(ms);
    assert.equal((await failure(lib.updateContactCard(params, options))).retryAfter, 1);
    emulator.advance(1);
    await lib.updateContactCard(params, options);
    emulator.reset();
    await lib.updateContactCard(params, options);
    assert.equal((await failure(lib.updateContactCard(params, options))).retryAfter, 600);
  });

  test('of timers delays responses, also with fakes', async () => {
    const emulator = createEmulator();
    emulator.respondNext({ delay: 5000 });
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      let isDone = false;
      const response = emulator.fetch(endpoint, { headers }).finally(() => {
        isDone = true;
      });
      mock.timers.tick(4999);
      await new Promise(setImmediate);
      assert.equal(isDone, false);
      mock.timers.tick(1);
      assert.equal((await response).status, 200);
    } finally {
      mock.timers.reset();
    }
  });
});

describe('mistakes', () => {
  const john = { phone_number: number, first_name: 'John' };
  for (const [options, message] of [
    [null, 'options must be an object'],
    [[], 'options must be an object'],
    [
      { bugdet: 3 },
      "options has no 'bugdet': use cards, budget, clock, apiKey, alsoCounts, missingCard, emptyValue, unknownFields",
    ],
    [{ budget: -1 }, 'options.budget must be a whole number of writes, or null for no limit'],
    [{ budget: 1.5 }, 'options.budget must be a whole number of writes, or null for no limit'],
    [{ clock: 5 }, 'options.clock must be a function that returns milliseconds since 1970'],
    [{ apiKey: '' }, 'options.apiKey must be a well-formed string that is not empty'],
    [{ apiKey: '\ud800' }, 'options.apiKey must be a well-formed string that is not empty'],
    [{ alsoCounts: 'all' }, "options.alsoCounts must be 'scripted_5xx' or 'nothing'"],
    [{ unknownFields: true }, "options.unknownFields must be 'ignored' or 'refused'"],
    [{ missingCard: '2012' }, 'options.missingCard must be a code of Linq, such as 2022'],
    [{ emptyValue: 2 ** 32 }, 'options.emptyValue must be a code of Linq, such as 2022'],
    [{ cards: john }, 'options.cards must be a list of cards'],
    [{ cards: [john, null] }, 'cards[1] must be an object'],
    [{ cards: [{ first_name: 'J' }] }, 'cards[0].phone_number is missing: it must be a string'],
    [{ cards: [{ phone_number: number }] }, 'cards[0].first_name is missing: it must be a string'],
    [{ cards: [{ ...john, last_name: 5 }] }, 'cards[0].last_name must be a well-formed string'],
    [{ cards: [{ ...john, first_name: '\udfff' }] }, 'cards[0].first_name must be a well-formed string'],
    [
      { cards: [{ ...john, nickname: 'J' }] },
      "cards[0] has no 'nickname': use phone_number, first_name, last_name, image_url, is_active, status",
    ],
    [{ cards: [{ ...john, is_active: 'yes' }] }, 'cards[0].is_active must be true or false'],
    [
      { cards: [{ ...john, status: 'lost' }] },
      "cards[0].status must be 'active' or 'pending' or 'inactive' or 'foreign'",
    ],
    [{ cards: [{ ...john, status: 'active', is_active: true }] }, 'cards[0].status must be absent next to is_active'],
    [
      { cards: [{ ...john, phone_number: '5551234567' }] },
      'cards[0].phone_number must be in E.164 format, such as +15551234567',
    ],
    [{ cards: [john, john] }, 'cards[1].phone_number must be of one card alone'],
  ]) {
    test(`createEmulator(${JSON.stringify(options)})`, () => {
      const error = thrownBy(() => createEmulator(options));
      assert.deepEqual([error.name, error.message], ['TypeError', `createEmulator: ${message}`]);
    });
  }

  for (const [response, message] of [
    [undefined, 'response must be an object'],
    [503, 'response must be an object'],
    [
      { state: 503 },
      "response has no 'state': use status, code, message, retryAfter, body, headers, delay, fault, times, method, phone_number, apply",
    ],
    [{ status: 99 }, 'response.status must be an HTTP status from 200 to 599'],
    [{ status: '503' }, 'response.status must be an HTTP status from 200 to 599'],
    [{ code: -1 }, 'response.code must be a code of Linq, such as 2022'],
    [{ status: 500, message: 5 }, 'response.message must be a well-formed string'],
    [{ message: 'Wait' }, 'response.message needs the status or the code of an error next to it'],
    [{ status: 200, retryAfter: 5 }, 'response.retryAfter needs the status or the code of an error next to it'],
    [{ status: 429, retryAfter: 0.5 }, 'response.retryAfter must be a whole number of seconds'],
    [{ body: () => {} }, 'response.body must be a well-formed string, or a value that JSON can have'],
    [{ body: { a: '\ud800' } }, 'response.body must be a well-formed string, or a value that JSON can have'],
    [{ headers: { 'not a name': '1' } }, 'response.headers must be an object of header names and their values'],
    [{ headers: { name: 'line\nbreak' } }, 'response.headers must be an object of header names and their values'],
    [{ headers: { name: 5 } }, 'response.headers must be an object of header names and their values'],
    [{ headers: new Headers({ name: '1' }) }, 'response.headers must be an object of header names and their values'],
    [{ delay: -1 }, 'response.delay must be a whole number of milliseconds up to 2147483647'],
    [{ delay: 2 ** 31 }, 'response.delay must be a whole number of milliseconds up to 2147483647'],
    [
      { fault: 'explode' },
      "response.fault must be 'stall_head' or 'stall_body' or 'truncate' or 'reset' or 'slow_drip'",
    ],
    [{ times: 0 }, 'response.times must be a whole number from 1'],
    [{ method: 'patch' }, "response.method must be 'GET' or 'POST' or 'PATCH'"],
    [{ phone_number: 15551234567 }, 'response.phone_number must be a well-formed string'],
    [{ apply: 1 }, 'response.apply must be true or false'],
  ]) {
    test(`respondNext(${JSON.stringify(response)})`, async () => {
      const emulator = createEmulator();
      const error = thrownBy(() => emulator.respondNext(response));
      assert.deepEqual([error.name, error.message], ['TypeError', `respondNext: ${message}`]);
      assert.throws(() => emulator.respondNext({ status: 503 }, response), {
        message: `respondNext: ${message.replace('response', 'responses[1]')}`,
      });
      assert.equal((await emulator.fetch(endpoint, { headers })).status, 200, 'nothing is scripted');
    });
  }

  test('a body that contains itself, or is deeper than JSON is read', () => {
    const emulator = createEmulator();
    const circle = {};
    circle.self = circle;
    let deep = [];
    for (let depth = 0; depth < 200; depth++) deep = [deep];
    for (const body of [circle, deep, 5n]) {
      assert.throws(() => emulator.respondNext({ body }), /^TypeError: respondNext: /);
    }
  });

  for (const ms of [-1, 0.5, Number.NaN, '5', undefined, 2 ** 32]) {
    test(`advance(${String(ms)})`, () => {
      const emulator = createEmulator();
      assert.throws(() => emulator.advance(ms), {
        name: 'TypeError',
        message: 'advance: ms must be a whole number from 0 to 4294967295',
      });
    });
  }
});

describe('in front of the emulator', () => {
  test('a gateway forwards to it', async () => {
    const emulator = createEmulator();
    const handle = gateway.createGateway({
      apiKey: key,
      authorize: () => ({ user: 'alice', numbers: [number] }),
      origins: ['https://dashboard.example'],
      fetch: emulator.fetch,
      log: () => {},
    });
    const options = {
      baseURL: 'https://dashboard.example/api/linq',
      headers: { origin: 'https://dashboard.example' },
      fetch: (url, init) => handle(new Request(url, init)),
    };
    assert.equal((await lib.updateContactCard(params, options)).first_name, 'Jane');
    emulator.respondNext({ code: 4004 });
    assert.equal((await failure(lib.updateContactCard(params, options))).code, 4004);
    assert.deepEqual(
      emulator.requests.map(({ method, headers, status }) => [method, headers.authorization, status]),
      [
        ['PATCH', 'Bearer •••', 200],
        ['PATCH', 'Bearer •••', 503],
      ],
    );
  });

  test('a server on Node serves it, with its faults', async (t) => {
    const emulator = createEmulator();
    const server = createServer(gateway.toNodeListener(emulator.handler)).listen(0, '127.0.0.1');
    t.after(() => server.close().closeAllConnections());
    await once(server, 'listening');
    const options = { apiKey: key, baseURL: `http://127.0.0.1:${server.address().port}/api/partner`, maxRetries: 0 };
    assert.equal((await lib.updateContactCard(params, options)).first_name, 'Jane');
    for (const fault of ['reset', 'truncate']) {
      emulator.respondNext({ fault });
      assert.equal((await failure(lib.updateContactCard(params, options))).outcome, 'unknown', fault);
    }
    assert.deepEqual(
      emulator.requests.map(({ status }) => status),
      [200, undefined, 200],
    );
  });
});
