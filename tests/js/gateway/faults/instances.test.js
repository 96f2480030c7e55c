// Instances of the gateway's WebAssembly: one whose memory has grown is replaced, as WebAssembly can't return memory.
import assert from 'node:assert/strict';
import { before, beforeEach, describe, test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { importEntry } from '../installed.js';
import { HANG, until } from '../stores/polling.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc');

const ORIGIN = 'https://dashboard.example';
const NUMBER = '+15551234567';
const MB = 1024 * 1024;
const target = `${ORIGIN}/api/linq/v3/contact_card`;
const card = (phone_number) => ({ phone_number, first_name: 'Ada', is_active: true });

const { createGateway } = await importEntry('linq-contact-card/gateway');
/** The memories of the instances that were created, as long as they are in use. @type {WeakRef<WebAssembly.Memory>[]} */
const memories = [];
/** Whether the next call of the module leaves it with more memory. */
let growsNext = false;

before(() => {
  const { Instance } = WebAssembly;
  WebAssembly.Instance = class {
    constructor(module, imports) {
      const { exports } = new Instance(module, imports);
      memories.push(new WeakRef(exports.memory));
      const growing =
        (run) =>
        (...args) => {
          const result = run(...args);
          if (growsNext) {
            growsNext = false;
            exports.memory.grow((16 * MB) / 65_536);
          }
          return result;
        };
      const wrapped = Object.entries(exports).map(([name, value]) => [
        name,
        typeof value === 'function' ? growing(value) : value,
      ]);
      this.exports = Object.fromEntries(wrapped);
    }
  };
});
beforeEach(() => {
  growsNext = false;
});

/** Creates a gateway. `onFetch` runs while a request is sent upstream. */
function gatewayOf({ list = [card(NUMBER)], onFetch = () => {}, ...options } = {}) {
  return createGateway({
    apiKey: 'sk-canary-1234567890',
    origins: [ORIGIN],
    authorize: () => ({ user: 'alice', numbers: [NUMBER] }),
    log: () => {},
    async fetch(_, init) {
      await onFetch();
      return init.method === 'GET'
        ? new Response(typeof list === 'string' ? list : JSON.stringify({ contact_cards: list }))
        : Response.json(card(NUMBER));
    },
    ...options,
  });
}

const read = (query = '') => new Request(target + query);
const update = () =>
  new Request(`${target}?phone_number=${encodeURIComponent(NUMBER)}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', origin: ORIGIN },
    body: '{"first_name":"Ada"}',
  });

describe('an instance whose memory has grown', { timeout: HANG }, () => {
  test('G6 is replaced for the next exchange, and only then', async () => {
    const gateway = gatewayOf({ limits: { lists: { limit: 1_000, window: 1 } } });
    await gateway(update());
    const created = memories.length;
    for (let count = 0; count < 50; count++) assert.equal((await gateway(read())).status, 200);
    assert.equal(memories.length, created);
    growsNext = true;
    assert.equal((await gateway(read())).status, 200);
    assert.equal((await gateway(read())).status, 200);
    assert.equal(memories.length, created + 1);
  });

  test('G6 ends the exchanges in flight as they began; the limits go on counting', async () => {
    let release;
    const held = new Promise((resolve) => {
      release = resolve;
    });
    let isHeld = true;
    const gateway = gatewayOf({ onFetch: () => (isHeld ? held : undefined) });
    const first = gateway(update());
    await new Promise((resolve) => setImmediate(resolve));
    isHeld = false;
    growsNext = true;
    assert.equal((await gateway(read())).status, 200);
    const second = await gateway(update());
    release();
    const responses = [second, await first, await gateway(update()), await gateway(update())];
    assert.deepEqual(
      responses.map(({ status, headers }) => [status, /remaining=(\d)/.exec(headers.get('x-write-budget'))?.[1]]),
      [
        [200, '1'],
        [200, '2'],
        [200, '0'],
        [429, '0'],
      ],
    );
  });

  test('G6 is freed: memory returns after hostile lists', async () => {
    const nested = `{"contact_cards":${'['.repeat(MB)}${']'.repeat(MB)}}`;
    const many = `{"contact_cards":[${'{},'.repeat(MB)}{}]}`;
    const members = `{"contact_cards":[{${'"a":0,'.repeat(MB / 2)}"b":0}]}`;
    for (const list of [nested, many, members, nested, many]) {
      const response = await gatewayOf({ list, timeout: 10 * 60_000 })(read());
      assert.equal(response.status, 502);
      await response.text();
    }
    assert.equal((await gatewayOf()(read())).status, 200);
    await until(
      () => {
        collectGarbage();
        return memories.flatMap((memory) => memory.deref()?.buffer.byteLength ?? []);
      },
      (sizes) => sizes.reduce((sum, size) => sum + size, 0) <= 20 * MB,
    );
  });
});
