// The handlers for frameworks whose build imports routes: their gateway is made at the first request.
import assert from 'node:assert/strict';
import { afterEach, describe, mock, test } from 'node:test';
import { inspect } from 'node:util';
import { importEntry } from '../installed.js';

const KEY = 'sk-canary-1234567890';
const ORIGIN = 'https://dashboard.example';
const url = `${ORIGIN}/api/linq/v3/contact_card?phone_number=%2B15551234567`;
const card = { phone_number: '+15551234567', first_name: 'Ada', is_active: true };

const { createGateway, toNextHandlers, toNodeListener, toSvelteKitHandlers } =
  await importEntry('linq-contact-card/gateway');

/** The adapters, and what their frameworks pass to a handler along with a request. */
const adapters = [
  { name: 'toNextHandlers', adapt: toNextHandlers, argumentsOf: (request, context) => [request, context] },
  {
    name: 'toSvelteKitHandlers',
    adapt: toSvelteKitHandlers,
    argumentsOf: (request, context) => [{ request, ...context }],
  },
];

const options = (more) => ({
  apiKey: KEY,
  origins: [ORIGIN],
  authorize: () => ({ user: 'ann', numbers: ['+15551234567'] }),
  fetch: async () => Response.json({ contact_cards: [card] }),
  ...more,
});

for (const { name, adapt, argumentsOf } of adapters) {
  describe(name, () => {
    afterEach(() => mock.restoreAll());

    test('makes the gateway at the first request, and once', async () => {
      const make = mock.fn(() => createGateway(options()));
      const handlers = adapt(make);
      assert.deepEqual(Object.keys(handlers), ['GET', 'PATCH', 'POST']);
      assert.equal(make.mock.callCount(), 0);
      for (const method of ['GET', 'GET']) {
        const response = await handlers[method](...argumentsOf(new Request(url)));
        assert.equal(response.status, 200);
      }
      assert.equal((await handlers.POST(...argumentsOf(new Request(url, { method: 'POST' })))).status, 400);
      assert.equal(make.mock.callCount(), 1);
    });

    test('passes to authorize what the framework passes along', async () => {
      const authorize = mock.fn(() => null);
      const { GET } = adapt(() => createGateway(options({ authorize })));
      const context = { locals: { user: 'ann' } };
      const args = argumentsOf(new Request(url), context);
      assert.equal((await GET(...args)).status, 401);
      const [request, received] = authorize.mock.calls[0].arguments;
      assert.equal(request.url, url);
      assert.equal(received, args.at(-1));
    });

    test('without a key, requests get a 500 that nothing was sent, and the console the reason once', async () => {
      const error = mock.method(console, 'error', () => {});
      let apiKey;
      const { GET, PATCH } = adapt(() => createGateway(options({ apiKey })));
      for (const handler of [GET, PATCH]) {
        const response = await handler(...argumentsOf(new Request(url)));
        assert.equal(response.status, 500);
        assert.equal(response.headers.get('cache-control'), 'no-store');
        assert.equal(response.headers.get('x-should-retry'), 'false');
        const message = 'The gateway is not set up; see the log of the server';
        assert.deepEqual(await response.json(), {
          success: false,
          error: { status: 500, code: 3006, message, outcome: 'refused' },
        });
      }
      assert.equal(error.mock.callCount(), 1);
      const [prefix, thrown] = error.mock.calls[0].arguments;
      assert.equal(prefix, 'linq-contact-card gateway:');
      assert.equal(thrown.name, 'ValidationError');
      assert.match(thrown.message, /^options\.apiKey is undefined; set the environment variable .*LINQ_API_V3_API_KEY/);

      apiKey = KEY; // what was missing is there now
      assert.equal((await GET(...argumentsOf(new Request(url)))).status, 200);
    });

    test('a console that throws ends no response', async () => {
      mock.method(console, 'error', () => {
        throw new Error('no console');
      });
      const { GET } = adapt(() => {
        throw new Error('no key');
      });
      assert.equal((await GET(...argumentsOf(new Request(url)))).status, 500);
    });

    test('the console gets no secret of what is thrown', async () => {
      const error = mock.method(console, 'error', () => {});
      const cookie = 'session=s%3Aabcdefghij.klmn';
      class OwnError extends Error {
        token = 'abcdefghij.klmn';
      }
      for (const thrown of [
        new Error('no session s%3Aabcdefghij.klmn of +15551234567'),
        new OwnError('no session s:abcdefghij.klmn of 15551234567'),
        { session: 'abcdefghij.klmn', number: 15551234567 },
      ]) {
        const { GET } = adapt(() => {
          throw thrown;
        });
        assert.equal((await GET(...argumentsOf(new Request(url, { headers: { cookie } })))).status, 500);
        const printed = inspect(error.mock.calls.at(-1).arguments, { depth: Infinity, showHidden: true });
        assert.match(printed, /•••/);
        assert.doesNotMatch(printed, /abcdefghij|5551234567/);
      }
    });

    test('a value that can’t be looked at ends no response', async () => {
      const fail = () => {
        throw new Error('unreadable');
      };
      const { GET } = adapt(() => {
        throw new Proxy({}, { get: fail, has: fail, ownKeys: fail, getPrototypeOf: fail });
      });
      mock.method(console, 'error', () => {});
      assert.equal((await GET(...argumentsOf(new Request(url)))).status, 500);
    });

    test('a value without a text that is thrown ends no response', async () => {
      const error = mock.method(console, 'error', () => {});
      const { GET } = adapt(() => {
        throw Object.create(null);
      });
      for (const _ of [1, 2]) assert.equal((await GET(...argumentsOf(new Request(url)))).status, 500);
      assert.equal(error.mock.callCount(), 1);
    });

    test('takes nothing but a function', () => {
      for (const wrong of [undefined, null, options(), {}])
        assert.throws(() => adapt(wrong), { name: 'TypeError', message: new RegExp(`^${name} takes a function`) });
    });

    test('a gateway in place of a function that makes one is reported', async () => {
      const error = mock.method(console, 'error', () => {});
      const { GET } = adapt(createGateway(options()));
      assert.equal((await GET(...argumentsOf(new Request(url)))).status, 500);
      assert.match(String(error.mock.calls[0].arguments[1]), new RegExp(`^TypeError: ${name} takes a function`));
    });
  });
}

describe('a missing key', () => {
  test('is named first, with the usual name of its variable', () => {
    const message = (more) => {
      try {
        createGateway(options(more));
      } catch (error) {
        return error.message;
      }
      return assert.fail('it should throw');
    };
    assert.match(
      message({ apiKey: process.env.NOT_SET, origins: undefined, timeout: 0 }),
      /^options\.apiKey is undefined; set the environment variable that it is read from, usually LINQ_API_V3_API_KEY, where the server runs\. options\.origins/,
    );
    assert.doesNotMatch(message({ origins: [] }), /apiKey/);
  });
});

describe('the second argument of authorize', () => {
  test('is that of the gateway, and Node’s request with toNodeListener', async () => {
    const authorize = mock.fn(() => null);
    const gateway = createGateway(options({ authorize }));
    const info = { remoteAddress: '203.0.113.7' };
    await gateway(new Request(url), info);
    assert.equal(authorize.mock.calls[0].arguments[1], info);
    await gateway(new Request(url));
    assert.deepEqual(authorize.mock.calls[1].arguments.slice(1), [undefined]);

    const incoming = {
      method: 'GET',
      url: url.slice(ORIGIN.length),
      headers: { host: 'dashboard.example' },
      rawHeaders: ['Host', 'dashboard.example'],
      complete: true,
      iterator: async function* () {},
    };
    const closed = [];
    const outgoing = {
      setHeader() {},
      once: (_event, run) => closed.push(run),
      end() {
        for (const run of closed) run();
      },
    };
    await toNodeListener(gateway)(incoming, outgoing);
    assert.equal(authorize.mock.calls[2].arguments[1], incoming);
  });
});
