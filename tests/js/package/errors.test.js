// What errors have, and what they must not contain: the key and the phone number.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { refuseAtOnce } from './instances.js';
import { failure, installEmulator, installProject, number, params } from './setup.js';

// A key that texts can be searched for.
const key = 'sk-canary-1234567890';
const { lib, project, resultOf } = await installProject();
const { emulator, options } = await installEmulator();

/** Returns a `fetch` with this response. */
const fetchOf =
  (body, status = 200) =>
  async () =>
    Response.json(body, { status });

describe('an error', () => {
  test('that Linq documents has its class', async () => {
    for (const [status, code, Class] of [
      [400, 1002, 'BadRequestError'],
      [401, 2004, 'AuthenticationError'],
      [403, 2005, 'PermissionDeniedError'],
      [404, 2001, 'NotFoundError'],
      [500, 3006, 'InternalServerError'],
      [503, 4004, 'InternalServerError'],
      [409, 2014, 'ConflictError'],
      [429, 1007, 'RateLimitError'],
    ]) {
      await emulator.script({ status });
      const error = await failure(lib.updateContactCard({ phone_number: number, first_name: 'J' }, options));
      assert.ok(
        error instanceof lib[Class] && error instanceof lib.APIError && error instanceof project.cjs[Class],
        Class,
      );
      assert.deepEqual([error.name, error.status, error.code], [Class, status, code]);
      assert.match(error.traceId, /^trace-/);
      assert.equal(error.retryAfter, status === 429 ? 600 : undefined);
    }
  });

  const refusal = {
    error: { code: 1002, message: `bad ${key} for ${number}`, doc_url: 'https://docs.example/1002' },
    trace_id: 'trace-7',
  };
  const refusing = { apiKey: key, fetch: fetchOf(refusal, 400) };

  test("C15 has the caller's frames in its stack", async () => {
    const cards = new lib.ContactCards(refusing);
    const { LinqAPIV3 } = await import(`${project.dir}/node_modules/linq-contact-card/sdk.js`);
    const { contactCard } = new LinqAPIV3(refusing);
    const callers = {
      async saveInvalid() {
        await lib.updateContactCard({ phone_number: '555' }, refusing);
      },
      async saveRefused() {
        await lib.updateContactCard(params, refusing);
      },
      async readRefused() {
        await lib.retrieveContactCards({}, refusing);
      },
      async ensureRefused() {
        await lib.ensureContactCard(params, refusing);
      },
      async saveBound() {
        await cards.update(params);
      },
      async saveLikeSDK() {
        await contactCard.update(params);
      },
      async saveLate() {
        await lib.updateContactCard(params, { ...refusing, timeout: 20, fetch: () => new Promise(() => {}) });
      },
      async saveUnsafely() {
        await lib.updateContactCard(params, { ...refusing, baseURL: 'http://api.example' });
      },
      askWrongly() {
        lib.writeBudget('555');
      },
    };
    for (const [name, call] of Object.entries(callers)) {
      const { stack } = await failure((async () => call())());
      assert.match(stack, new RegExp(`at .*${name}`), stack);
    }
  });

  test("C15 has the caller's frames in its stack, also in the first call", () => {
    for (const input of ['{}', 'params']) {
      for (const host of ['', 'refuseAtOnce();']) {
        const stack = resultOf(`
          ${refuseAtOnce} ${host}
          const { updateContactCard } = await import('linq-contact-card');
          async function saveFirst() { await updateContactCard(${input}, { apiKey: 'key', fetch: async () => respond({}, 400) }); }
          print(await saveFirst().catch(({ stack }) => stack));`);
        assert.match(stack, /at (async )?saveFirst/);
      }
    }
  });

  test('is an instance of the classes of every copy of the package, and not of subclasses', async () => {
    const error = await failure(lib.updateContactCard(params, refusing));
    const Mine = class extends lib.BadRequestError {};
    for (const { BadRequestError, APIError, ContactCardError, NotFoundError } of [lib, project.cjs]) {
      assert.ok(error instanceof BadRequestError && error instanceof APIError && error instanceof ContactCardError);
      assert.ok(!(error instanceof NotFoundError));
      for (const other of [undefined, null, 5, 'x', {}, new Error('x'), () => {}])
        assert.ok(!(other instanceof ContactCardError));
      assert.ok(new Mine('mine') instanceof APIError);
    }
    assert.ok(new Mine('mine') instanceof Mine && !(error instanceof Mine));
  });

  test('C15 serializes to its name, message and public members, without a secret', async () => {
    const error = await failure(lib.updateContactCard(params, refusing));
    const { message, ...rest } = JSON.parse(JSON.stringify(error));
    assert.deepEqual(rest, {
      name: 'BadRequestError',
      outcome: 'refused',
      status: 400,
      code: 1002,
      traceId: 'trace-7',
      docURL: 'https://docs.example/1002',
    });
    assert.equal(message, error.message);
    assert.match(message, /^bad/);
    assert.deepEqual(error.toJSON(), { name: error.name, message, ...rest });
    assert.deepEqual(
      { ...error },
      { outcome: 'refused', status: 400, code: 1002, traceId: 'trace-7', docURL: 'https://docs.example/1002' },
    );
    assert.ok(!Object.keys(error).includes('toJSON'));
    for (const name in error) assert.notEqual(name, 'toJSON');
  });

  test('C15 of every class serializes without a secret', async () => {
    const echo = (url, { headers }) => {
      throw new Error(`${url} ${headers.authorization}`);
    };
    const errors = await Promise.all(
      [
        lib.updateContactCard({ ...params, phone_number: `${number} `, [number]: key }, refusing),
        lib.updateContactCard(params, refusing),
        lib.updateContactCard(params, { ...refusing, fetch: echo }),
        lib.updateContactCard(params, { ...refusing, fetch: fetchOf({ ...refusal, trace_id: key }, 200) }),
        lib.updateContactCard(params, { ...refusing, baseURL: 'http://api.example' }),
        lib.updateContactCard(params, { ...refusing, timeout: 20, fetch: () => new Promise(() => {}) }),
      ].map(failure),
    );
    for (const error of errors) {
      const text = JSON.stringify({ error });
      const shown = JSON.parse(text).error;
      assert.deepEqual([shown.name, shown.message, shown.outcome], [error.name, error.message, error.outcome]);
      assert.doesNotMatch(text, /sk-canary|5551234567/, error.name);
    }
    assert.deepEqual(
      errors.map(({ name }) => name),
      [
        'ValidationError',
        'BadRequestError',
        'APIConnectionError',
        'InvalidResponseError',
        'UnsafeKeyError',
        'APIConnectionTimeoutError',
      ],
    );
    assert.ok(JSON.parse(JSON.stringify(errors[0])).issues.length > 1);
  });
});

describe('secrets', () => {
  test('a wrong key is an AuthenticationError, and no error shows the key or the number', async () => {
    const apiKey = 'sk-canary-1234567890';
    const body = { error: { code: 1, message: `${apiKey} ${number}` } };
    const cases = [
      lib.updateContactCard({ phone_number: number, first_name: 'J' }, { ...options, apiKey }),
      lib.updateContactCard(
        { phone_number: number, first_name: 'J' },
        { apiKey, fetch: async () => Response.json(body, { status: 400 }) },
      ),
      lib.updateContactCard({ phone_number: `${number}0000`, [number]: 1 }, { ...options, apiKey }),
      lib.updateContactCard({ phone_number: number, first_name: 'J' }, { apiKey, baseURL: 'http://127.0.0.1:1' }),
      lib.updateContactCard({ phone_number: number, first_name: 'J' }, { apiKey: `${apiKey}\n` }),
      lib.updateContactCard({ phone_number: number, first_name: 'J' }, { apiKey, baseURL: 'http://api.example' }),
      lib.updateContactCard(
        { phone_number: number, first_name: 'J' },
        {
          apiKey,
          fetch: (url, { headers }) => {
            throw new Error(`${url} ${headers.authorization}`);
          },
        },
      ),
      lib.updateContactCard(
        { phone_number: number, first_name: 'J' },
        {
          apiKey,
          fetch: () => {
            throw new Error('x', { cause: { deep: [{ apiKey }] } });
          },
        },
      ),
      lib.updateContactCard(
        { phone_number: number, first_name: 'J' },
        {
          apiKey,
          fetch: () => {
            throw {
              get trap() {
                throw new Error('never look');
              },
            };
          },
        },
      ),
    ];
    const errors = await Promise.all(cases.map(failure));
    assert.deepEqual(
      errors.map(({ name }) => name),
      [
        'AuthenticationError',
        'BadRequestError',
        'ValidationError',
        'APIConnectionError',
        'ValidationError',
        'UnsafeKeyError',
        'APIConnectionError',
        'APIConnectionError',
        'APIConnectionError',
      ],
    );
    for (const error of errors) {
      const shown = inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error) + error.stack;
      assert.doesNotMatch(shown, /sk-canary|5551234567/, error.name);
    }
  });

  test('an error has its cause if that contains no secret', async () => {
    const error = await failure(
      lib.updateContactCard({ phone_number: number, first_name: 'J' }, { apiKey: key, baseURL: 'http://127.0.0.1:1' }),
    );
    assert.deepEqual([error.name, error.outcome], ['APIConnectionError', 'unknown']);
    assert.ok(error.cause instanceof Error);
  });

  test('a cause that is huge is not read to its end, and its texts are not shown', async () => {
    let reads = 0;
    const part = {
      get text() {
        return `part ${reads++}`;
      },
    };
    const shared = (item) => Array.from({ length: 150 }, () => item);
    const thrown = Object.assign(new Error('huge'), { parts: shared(shared(part)) });
    const fetch = async () => {
      throw thrown;
    };
    const { name, cause } = await failure(lib.updateContactCard(params, { ...options, fetch, maxRetries: 0 }));
    assert.deepEqual([name, cause.name, cause.message], ['APIConnectionError', 'Error', '•••']);
    assert.ok(reads < 10_000, `${reads} of 22,500 parts were read`);
  });

  test('no error, event or console message contains the key or the phone number', async () => {
    const apiKey = 'sk-canary-1234567890';
    const seen = [];
    const error = console.error;
    console.error = (...args) => seen.push(...args);
    const onAttempt = (attempt) => {
      seen.push(attempt);
      throw new Error('reported');
    };
    const echo = (url, { headers, body }) => {
      throw new Error(`${url} ${headers.authorization} ${body}`, { cause: { url, headers } });
    };
    const all = { ...options, apiKey, onAttempt };
    // Objects that an error may refer to.
    const echoes = [
      (_, { headers }) => ({ headers: new Headers(headers) }),
      (_, { headers }) => ({ map: new Map(Object.entries(headers)) }),
      (url, { headers }) => ({ request: new Request(url, { headers }) }),
      (url) => ({ url: new URL(url) }),
      (url) => ({ [Symbol('url')]: url }),
      (url) => ({ [url]: 1 }),
      (url) => ({ retry: Object.assign(() => {}, { url }) }),
      (url) => ({
        get name() {
          throw new Error(url);
        },
      }),
    ].map((about) => (...sent) => {
      throw Object.defineProperties(new Error('x'), Object.getOwnPropertyDescriptors(about(...sent)));
    });
    const create = { ...params, last_name: 'Doe' };
    const calls = [
      lib.updateContactCard(params, all),
      lib.updateContactCard(params, { ...all, fetch: echo }),
      lib.createContactCard(create, { ...all, fetch: echo }),
      lib.ensureContactCard(create, { ...all, fetch: echo, maxRetries: 0 }),
      lib.retrieveContactCards({ phone_number: number }, { ...all, fetch: echo, maxRetries: 0 }),
      lib.retrieveContactCards(
        { phone_number: number },
        {
          ...all,
          fetch: echo,
          shouldRetry: (failed) => {
            seen.push(failed);
            return false;
          },
        },
      ),
      ...echoes.map((fetch) => lib.updateContactCard(params, { ...all, fetch })),
      lib.updateContactCard({ ...params, phone_number: `${number} ` }, all),
      lib.updateContactCard(params, {
        ...all,
        fetch: async () =>
          Response.json(
            { error: { message: `${apiKey} ${number}`, doc_url: `https://x/${apiKey}` }, trace_id: number },
            { status: 500, headers: { 'x-trace-id': apiKey } },
          ),
      }),
      lib.updateContactCard(params, { ...all, timeout: 50, fetch: () => new Promise(() => {}) }),
    ];
    seen.push(...(await Promise.all(calls.map(failure))));
    console.error = error;
    for (const thing of seen) {
      const clone = structuredClone(thing);
      const shown = [
        thing.message,
        thing.stack,
        JSON.stringify(thing),
        inspect(thing, { depth: 9, showHidden: true }),
        inspect(clone, { depth: 9, showHidden: true }),
        String(thing),
      ].join('\n');
      assert.doesNotMatch(shown, /sk-canary|5551234567/, thing.name);
    }
    assert.ok(seen.length >= 20);
  });
});

describe('the element', () => {
  test('has a text for every class of error', async () => {
    const { describeError } = await import('../../../pkg-template/element/messages.js');
    for (const [name, Class] of Object.entries(lib).filter(([name]) => name.endsWith('Error'))) {
      const { title, text } = describeError(Object.assign(new Class('what happened'), { outcome: 'unknown' }));
      assert.match(text, /^It is not known whether .* what happened\.$/);
      if (name !== 'ContactCardError') assert.notEqual(title, 'Something went wrong', name);
    }
    const limited = Object.assign(new lib.RateLimitError('too many'), { outcome: 'refused', retryAfter: 600 });
    assert.match(describeError(limited).text, / You can try again at \d/);
  });
});
