// What a gateway keeps of a session and of an exchange, whatever its host does meanwhile.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createProject } from '../../support/sandbox.js';

const ORIGIN = 'https://dashboard.example';
const NUMBER = '+15551234567';
const OTHER = '+15550000000';
const target = (number) =>
  `${ORIGIN}/api/linq/v3/contact_card${number ? `?phone_number=${encodeURIComponent(number)}` : ''}`;
const card = (phone_number) => ({ phone_number, first_name: 'Ada', is_active: true });

let project;
let createGateway;
/** Makes the function of the module that is called next throw, as a trap does. */
let trapNext = false;

before(async () => {
  project = await createProject();
  const { Instance } = WebAssembly;
  WebAssembly.Instance = function (module, imports) {
    const { exports } = new Instance(module, imports);
    const wrapped = Object.entries(exports).map(([name, run]) => [
      name,
      typeof run !== 'function'
        ? run
        : (...args) => {
            if (trapNext) {
              trapNext = false;
              throw new WebAssembly.RuntimeError('unreachable');
            }
            return run(...args);
          },
    ]);
    return { exports: Object.fromEntries(wrapped) };
  };
  const require = createRequire(join(project.dir, 'entry.js'));
  const entry = require.resolve('linq-contact-card/gateway').replace(/\.cjs$/, '.js');
  ({ createGateway } = await import(pathToFileURL(entry)));
});
after(() => project?.remove());

/** A gateway before a Linq that has these cards; `meanwhile` runs while a request is there. */
function gatewayOf(session, { cards = [card(NUMBER)], meanwhile = () => {}, ...options } = {}) {
  const sent = [];
  const gateway = createGateway({
    apiKey: 'sk-canary-1234567890',
    origins: [ORIGIN],
    authorize: () => session,
    log: () => {},
    async fetch(url, init) {
      sent.push([init.method, url]);
      await meanwhile();
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

describe('a session that changes after authorize', () => {
  /** A store that does something before it grants everything. */
  const storeThat = (change) => ({
    async reserve(places) {
      change();
      return { granted: true, places: places.map(() => ({ used: 1, reset: 1 })) };
    },
  });

  test('does not take a write back that is in flight', async () => {
    const session = { user: 'alice', numbers: [NUMBER] };
    const { gateway, sent } = gatewayOf(session, {
      store: storeThat(() => session.numbers.pop()),
      meanwhile: () => delete session.user,
    });
    const response = await gateway(update(NUMBER));
    assert.deepEqual([response.status, await response.json(), sent.length], [200, card(NUMBER), 1]);
  });

  test('does not open the cards of others', async () => {
    const session = { user: 'alice', numbers: [NUMBER] };
    const { gateway } = gatewayOf(session, {
      cards: [card(OTHER), card(NUMBER)],
      store: storeThat(() => session.numbers.push(OTHER)),
      meanwhile: () => (session.numbers = 'all'),
    });
    const response = await gateway(read());
    assert.deepEqual(await response.json(), { contact_cards: [card(NUMBER)] });
  });

  test('counts with the next request', async () => {
    const session = { user: 'alice', numbers: [NUMBER] };
    const { gateway } = gatewayOf(session);
    assert.equal((await gateway(update(NUMBER))).status, 200);
    session.numbers.length = 0;
    assert.equal((await gateway(update(NUMBER))).status, 403);
  });
});

test('ten thousand numbers are read once for each request', async () => {
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

test('an instance that breaks takes the exchanges in flight with it, and no later ones', async () => {
  const waiting = [];
  const { gateway, sent } = gatewayOf(
    { user: 'alice', numbers: 'all' },
    {
      // The first request is held back; those behind it aren't.
      meanwhile: () => (waiting.length ? undefined : new Promise((resolve) => waiting.push(resolve))),
    },
  );
  const other = gatewayOf({ user: 'bob', numbers: [OTHER] }, { cards: [card(OTHER)] });
  const inFlight = gateway(update(NUMBER));
  while (!sent.length) await new Promise((resolve) => setTimeout(resolve, 1));
  trapNext = true;
  const broken = await gateway(read(NUMBER));
  assert.deepEqual([broken.status, (await broken.json()).error.message], [500, 'The gateway failed']);
  waiting[0]();
  const lost = await inFlight;
  assert.deepEqual([lost.status, (await lost.json()).error.message], [500, 'The gateway failed']);
  // On a new instance, with the same options.
  assert.equal((await gateway(update(NUMBER))).status, 200);
  assert.equal((await other.gateway(update(OTHER))).status, 200);
  assert.equal((await other.gateway(update(NUMBER))).status, 403);
  assert.equal(sent.length, 2);
});
