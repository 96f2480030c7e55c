// A gateway copies what it needs of a session and an exchange: changes by its host, and other exchanges, have no effect on it.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { importEntry } from '../installed.js';
import { until } from '../stores/polling.js';

const ORIGIN = 'https://dashboard.example';
const NUMBER = '+15551234567';
const OTHER = '+15550000000';
const target = (number) =>
  `${ORIGIN}/api/linq/v3/contact_card${number ? `?phone_number=${encodeURIComponent(number)}` : ''}`;
const card = (phone_number) => ({ phone_number, first_name: 'Ada', is_active: true });

const { createGateway } = await importEntry('linq-contact-card/gateway');
/** Whether the next call of the module throws, as a trap does. */
let trapsNext = false;

before(() => {
  const { Instance } = WebAssembly;
  const trapping =
    (run) =>
    (...args) => {
      if (trapsNext) {
        trapsNext = false;
        throw new WebAssembly.RuntimeError('unreachable');
      }
      return run(...args);
    };
  WebAssembly.Instance = class {
    constructor(module, imports) {
      const { exports } = new Instance(module, imports);
      const wrapped = Object.entries(exports).map(([name, value]) => [
        name,
        typeof value === 'function' ? trapping(value) : value,
      ]);
      this.exports = Object.fromEntries(wrapped);
    }
  };
});

/** Creates a gateway whose upstream has these cards. `onFetch` runs while a request is sent upstream. */
function gatewayOf(session, { cards = [card(NUMBER)], onFetch = () => {}, ...options } = {}) {
  const sent = [];
  const gateway = createGateway({
    apiKey: 'sk-canary-1234567890',
    origins: [ORIGIN],
    authorize: () => session,
    log: () => {},
    async fetch(url, init) {
      sent.push([init.method, url]);
      await onFetch();
      return Response.json(init.method === 'GET' ? { contact_cards: cards } : cards[0]);
    },
    ...options,
  });
  return { gateway, sent };
}

const read = (number) => new Request(target(number));
const update = (number) =>
  new Request(target(number), {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', origin: ORIGIN },
    body: '{"first_name":"Ada"}',
  });

test('a session that throws while it is read is like an authorize that throws', async () => {
  const broken = () => {
    throw new Error('the session store is gone');
  };
  const sessions = [
    {
      user: 'alice',
      get numbers() {
        return broken();
      },
    },
    {
      get user() {
        return broken();
      },
      numbers: [NUMBER],
    },
    { user: 'alice', numbers: new Proxy([NUMBER], { get: broken }) },
  ];
  const responseOf = async (authorize) => {
    const entries = [];
    const { gateway, sent } = gatewayOf(undefined, { authorize, log: ({ duration, ...entry }) => entries.push(entry) });
    const response = await gateway(update(NUMBER));
    return { status: response.status, body: await response.json(), entries, sent };
  };
  const expected = await responseOf(broken);
  assert.equal(expected.body.error.outcome, 'refused');
  for (const session of sessions) assert.deepEqual(await responseOf(() => session), expected);
});

describe('G1 a change of the session after authorize', () => {
  /** Creates a store that changes something, and grants every reservation. */
  const storeWith = (change) => ({
    async reserve(slots) {
      change();
      return { granted: true, places: slots.map(() => ({ used: 1, reset: 1 })) };
    },
  });

  test('does not cancel a write in flight', async () => {
    const session = { user: 'alice', numbers: [NUMBER] };
    const { gateway, sent } = gatewayOf(session, {
      store: storeWith(() => session.numbers.pop()),
      onFetch: () => delete session.user,
    });
    const response = await gateway(update(NUMBER));
    assert.deepEqual([response.status, await response.json(), sent.length], [200, card(NUMBER), 1]);
  });

  test('does not cancel a creation, whose number is in its body', async () => {
    const session = { user: 'alice', numbers: [NUMBER] };
    const { gateway, sent } = gatewayOf(session);
    // Read after authorize.
    const pull = (controller) => {
      session.numbers.pop();
      controller.enqueue(new TextEncoder().encode(JSON.stringify({ phone_number: NUMBER, first_name: 'Ada' })));
      controller.close();
    };
    const body = new ReadableStream({ pull }, { highWaterMark: 0 });
    const headers = { 'content-type': 'application/json', origin: ORIGIN };
    const request = new Request(target(), { method: 'POST', headers, body, duplex: 'half' });
    const response = await gateway(request);
    assert.deepEqual([response.status, await response.json(), sent.length], [200, card(NUMBER), 1]);
    assert.equal(session.numbers.length, 0);
  });

  test('does not reveal the cards of other users', async () => {
    const session = { user: 'alice', numbers: [NUMBER] };
    const { gateway } = gatewayOf(session, {
      cards: [card(OTHER), card(NUMBER)],
      store: storeWith(() => session.numbers.push(OTHER)),
      onFetch: () => (session.numbers = 'all'),
    });
    const response = await gateway(read());
    assert.deepEqual(await response.json(), { contact_cards: [card(NUMBER)] });
  });

  test('applies to the next request', async () => {
    const session = { user: 'alice', numbers: [NUMBER] };
    const { gateway } = gatewayOf(session);
    assert.equal((await gateway(update(NUMBER))).status, 200);
    session.numbers.length = 0;
    assert.equal((await gateway(update(NUMBER))).status, 403);
  });
});

test('G8 a list of 10,000 numbers is read once for each request', async () => {
  const numbers = Array.from({ length: 10_000 }, (_, index) => `+1555${String(index).padStart(7, '0')}`);
  let reads = 0;
  const counted = new Proxy(numbers, {
    get(list, name) {
      if (/^\d+$/.test(String(name))) reads++;
      return Reflect.get(list, name);
    },
  });
  const last = numbers.at(-1);
  const { gateway } = gatewayOf({ user: 'alice', numbers: counted }, { cards: [card(last)] });
  for (const request of [update(last), read(last), read()]) {
    reads = 0;
    assert.equal((await gateway(request)).status, 200);
    assert.equal(reads, numbers.length, request.method);
  }
});

test('G8 of 10,000 numbers, the one that a request is about is encoded alone', async () => {
  const numbers = Array.from({ length: 10_000 }, (_, index) => `+1555${String(index).padStart(7, '0')}`);
  const last = numbers.at(-1);
  /** Returns the time that an update takes, the least of many. */
  const measure = async (numbers) => {
    const limits = { perNumber: { limit: 1e6, window: 1 }, perUser: { limit: 1e6, window: 1 } };
    const { gateway } = gatewayOf({ user: 'alice', numbers }, { cards: [card(last)], limits });
    let least = Infinity;
    for (let run = 0; run < 100; run++) {
      const started = performance.now();
      assert.equal((await gateway(update(last))).status, 200);
      least = Math.min(least, performance.now() - started);
    }
    return least;
  };
  const one = await measure([last]);
  const many = await measure(numbers);
  // About as long; and 20 times as long, where all numbers are encoded.
  assert.ok(many < one * 5, `${many} ms with 10,000 numbers, ${one} ms with one`);
});

test('G8 of a session, nothing but the user and the numbers is read, and each once', async () => {
  const reads = [];
  const session = {
    get user() {
      reads.push('user');
      return 'alice';
    },
    get numbers() {
      reads.push('numbers');
      return [NUMBER];
    },
    get account() {
      throw new Error('the account is read');
    },
  };
  const { gateway } = gatewayOf(session);
  for (const request of [update(NUMBER), read(NUMBER), read()]) {
    reads.length = 0;
    assert.equal((await gateway(request)).status, 200);
    assert.deepEqual(reads, ['user', 'numbers']);
  }
});

test('G8 an invalid list of numbers is reported where the number is not in it', async () => {
  const { gateway, sent } = gatewayOf({ user: 'alice', numbers: ['15551234567', OTHER] });
  for (const [request, status, message] of [
    [update(NUMBER), 500, /numbers in E\.164 format/],
    [read(), 500, /numbers in E\.164 format/],
  ]) {
    const response = await gateway(request);
    assert.equal(response.status, status);
    assert.match((await response.json()).error.message, message);
  }
  assert.equal(sent.length, 0);
});

test('a trap ends the exchanges in flight, and no later ones', async () => {
  let release;
  const { gateway, sent } = gatewayOf(
    { user: 'alice', numbers: 'all' },
    {
      // The first request is held until it is released; later ones aren't.
      onFetch: () =>
        release
          ? undefined
          : new Promise((resolve) => {
              release = resolve;
            }),
    },
  );
  const other = gatewayOf({ user: 'bob', numbers: [OTHER] }, { cards: [card(OTHER)] });
  const inFlight = gateway(update(NUMBER));
  await until(
    () => sent.length,
    (count) => count === 1,
  );
  trapsNext = true;
  const broken = await gateway(read(NUMBER));
  assert.deepEqual([broken.status, (await broken.json()).error.message], [500, 'The gateway failed']);
  release();
  const lost = await inFlight;
  assert.deepEqual([lost.status, (await lost.json()).error.message], [500, 'The gateway failed']);
  // A new instance has the same options.
  assert.equal((await gateway(update(NUMBER))).status, 200);
  assert.equal((await other.gateway(update(OTHER))).status, 200);
  assert.equal((await other.gateway(update(NUMBER))).status, 403);
  assert.equal(sent.length, 2);
});
