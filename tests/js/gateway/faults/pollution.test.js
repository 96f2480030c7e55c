// A polluted `Object.prototype` changes nothing: no option, no member of a session or a step is taken from it.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import ts from 'typescript';
import { importEntry } from '../installed.js';

const root = join(import.meta.dirname, '../../../..');
const ORIGIN = 'https://dashboard.example';
const PATH = `${ORIGIN}/api/linq/v3/contact_card`;
const NUMBER = '+15551234567';
const OTHER = '+15550000000';

/** The options' names that the core knows. */
function namesInCore() {
  const source = readFileSync(join(root, 'src/gateway/config.rs'), 'utf8');
  const [, names] = /const NAMES: &str = "(.*)";/.exec(source);
  return names.split('\\0').filter(Boolean);
}

/** The names of all members, at any depth, of the types of options, sessions, and of what a store takes and returns. */
function namesInTypings() {
  const types = ['GatewayOptions', 'ConcurrentLists', 'Limit', 'Session', 'Slot', 'Reservation', 'RedisStoreOptions'];
  const names = [];
  const collect = (node) => {
    if (ts.isPropertySignature(node)) names.push(node.name.getText());
    ts.forEachChild(node, collect);
  };
  for (const file of ['index', 'redis']) {
    const path = join(root, `pkg-template/types/gateway/${file}.d.ts`);
    const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2022, true);
    for (const statement of source.statements) {
      if (ts.isInterfaceDeclaration(statement) && types.includes(statement.name.text)) collect(statement);
    }
  }
  return names;
}

/** Globals by which the gateway recognises its host. */
const globals = ['Bun', 'Deno'];
/** What frameworks add to Node's requests. */
const ofRequests = ['originalUrl'];
const names = [...new Set([...namesInCore(), ...namesInTypings(), ...globals, ...ofRequests])];
/** What a name is polluted with: a value of each type that an option may have, each harmful if it counted. */
const values = {
  'a function': () => ({ user: 'mallory', numbers: 'all' }),
  'a text': 'https://evil.example',
  'all numbers': 'all',
  'a list': [ORIGIN, 'https://evil.example', NUMBER, OTHER],
  'an object': { reserve: async () => ({ granted: true, places: [] }), limit: 1, window: 1, perUser: 1, inAll: 1 },
  'a number': 1,
  true: true,
};

const entry = await importEntry('linq-contact-card/gateway');
const { redisStore } = await importEntry('linq-contact-card/gateway/redis');

const request = (number, init = {}) =>
  new Request(PATH + (number ? `?phone_number=${encodeURIComponent(number)}` : ''), init);
const write = {
  method: 'PATCH',
  headers: { 'content-type': 'application/json', origin: ORIGIN },
  body: '{"first_name":"Ada"}',
};
/** Requests that are made before anything is polluted, so that no host's own reading of `init` is tested. */
const requests = () => [request(NUMBER), request(), request(NUMBER, write), request(OTHER), request(OTHER, write)];

/** Returns all that a gateway does with the fewest options: what it sends, responds, and passes to a store in Redis. */
async function transcript(sent, received) {
  const seen = [];
  const commands = [];
  const send = async (...command) => {
    commands.push(command.slice(2));
    return [1, ...command.slice(3, 3 + Number(command[2])).flatMap(() => [1, 60_000])];
  };
  const sessions = [{ user: 'alice', numbers: [NUMBER] }, {}, { user: 'alice' }, { numbers: [NUMBER] }, null];
  globalThis.fetch = async (url, init) => {
    const members = ['method', 'body', 'headers', 'redirect', 'cache', 'signal', ...names].map((name) => init[name]);
    seen.push([url, ...members.map((member) => (Object(member) === member ? Object.keys(member) : member))]);
    return received(init.method);
  };
  for (const session of sessions) {
    for (const store of [undefined, redisStore(send)]) {
      const options = { apiKey: 'sk-canary-1234567890', origins: [ORIGIN], authorize: () => session };
      const gateway = entry.createGateway(store ? { ...options, store } : options);
      for (const next of sent.splice(0, 5)) {
        const response = await gateway(next);
        seen.push([response.status, [...response.headers], await response.text()]);
      }
    }
  }
  for (const options of [{}, { apiKey: 'a-key' }, { apiKey: 'a-key', origins: [ORIGIN] }, undefined, [], 7]) {
    try {
      entry.createGateway(options);
      seen.push('created');
    } catch (error) {
      seen.push([error.name, error.issues?.map(({ path, message }) => [...path, message])]);
    }
  }
  return [seen, commands];
}

/** Returns what a listener for Node writes, for a read and a write. */
async function nodeTranscript(sent, received) {
  globalThis.fetch = async (_, init) => received(init.method);
  const authorize = () => ({ user: 'alice', numbers: [NUMBER] });
  const listener = entry.toNodeListener(
    entry.createGateway({ apiKey: 'sk-canary-1234567890', origins: [ORIGIN], authorize }),
  );
  const seen = [];
  for (const incoming of sent) {
    await new Promise((resolve) => {
      const outgoing = Object.assign(Object.create(null), {
        statusCode: 0,
        setHeader: (...header) => seen.push(header),
        once() {},
        end: (body) => resolve(seen.push([outgoing.statusCode, new TextDecoder().decode(body)])),
        destroy: () => resolve(seen.push('destroyed')),
      });
      listener(incoming, outgoing);
    });
  }
  return seen;
}

/** Whether the host can't make a request. */
async function failsOnHost() {
  try {
    new Request(PATH, Object.create(null));
    return false;
  } catch {
    return true;
  }
}

/** Requests as `node:http` has them. */
function incomingRequests() {
  const incoming = (method, body, ...headers) => ({
    method,
    url: `/api/linq/v3/contact_card?phone_number=${encodeURIComponent(NUMBER)}`,
    headers: { host: 'dashboard.example' },
    rawHeaders: ['host', 'dashboard.example', ...headers],
    complete: true,
    socket: { server: { listening: true } },
    iterator: () => [Buffer.from(body)].values(),
  });
  return [
    incoming('GET', ''),
    incoming('PATCH', write.body, 'content-type', 'application/json', 'origin', ORIGIN),
    incoming('PATCH', '{}', 'content-type', 'application/json', 'origin', ORIGIN),
  ];
}

/** Runs with a member of `Object.prototype`. */
async function polluted(name, value, run) {
  const { fetch } = globalThis;
  const { error } = console;
  console.error = () => {};
  if (name) Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true });
  try {
    return await run();
  } finally {
    if (name) delete Object.prototype[name];
    console.error = error;
    globalThis.fetch = fetch;
  }
}

describe('an option on Object.prototype changes nothing in a gateway', () => {
  const card = { phone_number: NUMBER, first_name: 'Ada', is_active: true };
  /** Made beforehand: a host's own constructors read inherited members. */
  const responses = () => {
    const made = { GET: [], PATCH: [] };
    for (let index = 0; index < 20; index++) {
      made.GET.push(Response.json({ contact_cards: [card, { ...card, phone_number: OTHER }].slice(0, 1) }));
      made.PATCH.push(Response.json(card));
    }
    return (method) => made[method].pop();
  };
  const sent = () => Array.from({ length: 10 }, requests).flat();
  let expected;
  let expectedOnNode;
  before(async () => {
    expectedOnNode = await polluted(undefined, undefined, () => nodeTranscript(incomingRequests(), responses()));
    assert.deepEqual(
      expectedOnNode.map(([status]) => status).filter((status) => typeof status === 'number'),
      [200, 200, 400],
    );
    const [requests, respond] = [sent(), responses()];
    expected = await polluted(undefined, undefined, () => transcript(requests, respond));
    const statuses = expected[0].map(([status]) => status);
    assert.ok(statuses.includes(200) && statuses.includes(401) && statuses.includes(500), `${statuses}`);
  });

  test('the names are those of the core and the typings', () => {
    for (const name of ['apiKey', 'store', 'limits', 'lists', 'perUser', 'window', 'user', 'numbers', 'prefix'])
      assert.ok(names.includes(name), name);
  });

  for (const name of names) {
    for (const [what, value] of Object.entries(values)) {
      test(`${name}, ${what}`, async () => {
        const [requests, respond] = [sent(), responses()];
        const found = await polluted(name, value, () => transcript(requests, respond));
        assert.deepEqual(found, expected);
        // Node's own `Request` takes `window` from there, and refuses it.
        if (await polluted(name, value, failsOnHost)) return;
        const [incoming, respondOnNode] = [incomingRequests(), responses()];
        const onNode = await polluted(name, value, () => nodeTranscript(incoming, respondOnNode));
        assert.deepEqual(onNode, expectedOnNode);
      });
    }
  }
});
