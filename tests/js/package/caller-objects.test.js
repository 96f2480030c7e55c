// Params, options and cards that are proxies, count how often they are read, or change during a call.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import { installProject, key, number, params } from './setup.js';

const { lib, project } = await installProject();

describe('objects of frameworks', () => {
  /** Wraps an object and the objects in it, as Vue's `reactive` does. */
  const reactive = (object) =>
    new Proxy(object, {
      get(target, name, receiver) {
        const value = Reflect.get(target, name, receiver);
        return typeof value === 'object' && value !== null ? reactive(value) : value;
      },
    });
  const card = { ...params, is_active: true };
  const fetch = async (_, { method }) => Response.json(method === 'GET' ? { contact_cards: [card] } : card);
  const check = async ({ update, retrieve, create, ensure }) => {
    assert.deepEqual(await update(params), card);
    assert.deepEqual(await retrieve({ phone_number: number }), { contact_cards: [card] });
    assert.deepEqual(await create(params), card);
    assert.deepEqual(await ensure(params), { card, action: 'unchanged' });
  };

  test('C5 a bound client works behind a proxy, and its methods detached', async () => {
    const cards = new lib.ContactCards({ apiKey: key, fetch });
    const state = reactive({ cards });
    await check({
      update: (...args) => state.cards.update(...args),
      retrieve: (...args) => state.cards.retrieve(...args),
      create: (...args) => state.cards.create(...args),
      ensure: (...args) => state.cards.ensure(...args),
    });
    await check(cards);
    await check(state.cards);
    const Mine = class extends lib.ContactCards {};
    await check(new Mine({ apiKey: key, fetch }));
    await check(new project.cjs.ContactCards({ apiKey: key, fetch }));
  });

  test('C5 params, options and cards may be proxies', async () => {
    const headers = [];
    const options = {
      apiKey: key,
      headers: { 'x-tenant': '7' },
      baseURL: new URL('https://api.example'),
      fetch: (url, init) => {
        headers.push(init.headers['x-tenant']);
        return fetch(url, init);
      },
    };
    const plain = { ...options, baseURL: 'https://api.example' };
    assert.deepEqual(await lib.updateContactCard(reactive({ ...params }), reactive(plain)), card);
    assert.deepEqual(await new lib.ContactCards(reactive(plain)).ensure(reactive({ ...params })), {
      card,
      action: 'unchanged',
    });
    assert.deepEqual(lib.changedFields(reactive(card), reactive({ first_name: 'Jane' })), { first_name: 'Jane' });
    assert.deepEqual(lib.validateContactCardUpdate(reactive({ ...params })), []);
    assert.deepEqual(headers, ['7', '7']);
  });
});

describe('an object of the caller', () => {
  const card = { ...params, is_active: true };

  /** Returns an object whose members count how often they are read, and fail the second time. */
  function counting(members) {
    const reads = {};
    const object = {};
    for (const [name, value] of Object.entries(members)) {
      reads[name] = 0;
      Object.defineProperty(object, name, {
        enumerable: true,
        get() {
          return ++reads[name] === 1 ? value : assert.fail(`${name} is read twice`);
        },
      });
    }
    return { object, reads };
  }
  const allOnce = ({ reads }) =>
    assert.deepEqual(
      Object.values(reads),
      Object.values(reads).map(() => 1),
      inspect(reads),
    );

  test('C6 is read once', async () => {
    const sent = [];
    const fetch = async (url, { method, headers }) => {
      sent.push([new URL(url).host, headers.authorization, headers['x-tenant']]);
      return method === 'GET' ? Response.json({ contact_cards: [card] }) : Response.json(card);
    };
    const host = () => counting({ href: 'https://api.example' });
    const options = (more) => ({
      apiKey: key,
      fetch,
      timeout: 5_000,
      maxRetries: 0,
      signal: new AbortController().signal,
      onAttempt: () => {},
      ...more,
    });
    const { LinqAPIV3 } = await import(`${project.dir}/node_modules/linq-contact-card/sdk.js`);
    for (const call of [
      lib.updateContactCard,
      lib.createContactCard,
      lib.ensureContactCard,
      (input, options) => new lib.ContactCards(options).update(input),
      (input, options) => new lib.ContactCards({}).ensure(input, options),
      (input, options) => new LinqAPIV3().contactCard.update(input, options),
    ]) {
      const [headers, baseURL, input] = [counting({ 'x-tenant': '7' }), host(), counting(params)];
      const all = counting(options({ headers: headers.object, baseURL: baseURL.object }));
      await call(input.object, all.object);
      for (const one of [headers, baseURL, input, all]) allOnce(one);
      assert.deepEqual(sent.pop(), ['api.example', `Bearer ${key}`, '7']);
      sent.length = 0;
    }
    const query = counting({ phone_number: number });
    await lib.retrieveContactCards(query.object, options());
    allOnce(query);
  });

  test('C6 is read once by synchronous functions, too', () => {
    for (const call of [
      (input) => lib.validateContactCardUpdate(input),
      (input) => lib.previewUpdate(input, { apiKey: key }),
      (input) => lib.changedFields(card, input),
      (input) => lib.contactCardUpdateSchema['~standard'].validate(input),
      (input) => lib.createContactCardUpdateSchema({ current: card })['~standard'].validate(input),
    ]) {
      const input = counting({ ...params, first_name: 'Jane' });
      call(input.object);
      allOnce(input);
    }
    const options = counting({ apiKey: key, timeout: 5 });
    lib.previewUpdate(params, options.object);
    allOnce(options);
    const edited = counting({ first_name: 'Jane' });
    assert.deepEqual(lib.changedFields(card, edited.object), { first_name: 'Jane' });
  });

  test('is read when the call is made', async () => {
    const input = { ...params };
    const headers = { 'x-tenant': '7' };
    const options = { apiKey: async () => key, headers, baseURL: 'https://api.example' };
    const sent = [];
    options.fetch = async (url, init) => {
      sent.push(new URL(url).host, init.headers['x-tenant'], init.body);
      return Response.json(card);
    };
    const call = lib.updateContactCard(input, options);
    input.first_name = 'Evil';
    headers['x-tenant'] = '8';
    options.baseURL = 'https://evil.example';
    await call;
    assert.deepEqual(sent, ['api.example', '7', '{"first_name":"John"}']);
  });
});

describe('an object that cannot be valid', () => {
  const card = { ...params, is_active: true };
  const unread = () => assert.fail('it is read');
  const endless = {
    *[Symbol.iterator]() {
      for (;;) yield 1;
    },
  };
  const huge = {
    'a typed array of 50 MB': new Uint8Array(50_000_000),
    'a typed array of 50 MB in a Buffer': Buffer.alloc(50_000_000),
    'an array of 5,000,000 items': new Array(5_000_000).fill(1),
    'an endless iterator': endless,
    // What React adds to an element leads to every component of the page.
    'an element': Object.defineProperty({}, '__reactFiber$x', { enumerable: true, value: { return: {} } }),
    'an object with getters': Object.defineProperty({}, 'child', { enumerable: true, get: unread }),
  };
  const sent = [];
  const fetch = async () => sent.push('sent');
  /** Runs calls. Returns the processor time that they took, in milliseconds. */
  async function costOf(run) {
    const before = process.cpuUsage();
    await run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  }

  for (const [name, value] of Object.entries(huge)) {
    test(`C9 is refused as a field without being read: ${name}`, async () => {
      const input = { ...params, image_url: value };
      const expected = ['image_url', 'not_a_string'];
      const codeOf = ({ issues: [{ path, code }] }) => [...path, code];
      const cost = await costOf(async () => {
        for (const call of [lib.updateContactCard, lib.createContactCard, lib.ensureContactCard])
          assert.deepEqual(codeOf(await call(input, { apiKey: key, fetch }).catch((error) => error)), expected);
        assert.deepEqual(codeOf({ issues: lib.validateContactCardUpdate(input) }), expected);
        assert.deepEqual(codeOf(lib.contactCardUpdateSchema['~standard'].validate(input)), expected);
        assert.throws(
          () => lib.previewUpdate(input, { apiKey: key }),
          (error) => assert.deepEqual(codeOf(error), expected) ?? true,
        );
        assert.deepEqual(lib.changedFields(card, input), { image_url: value });
        assert.equal(lib.isE164(value), false);
      });
      assert.ok(cost < 500, `${cost} ms`);
    });
  }

  for (const name of [
    'a typed array of 50 MB',
    'a typed array of 50 MB in a Buffer',
    'an endless iterator',
    'an array of 5,000,000 items',
  ]) {
    test(`C9 is refused as the params and the options without being read: ${name}`, async () => {
      const value = huge[name];
      const cost = await costOf(async () => {
        const errors = [
          await lib.updateContactCard(value, { apiKey: key, fetch }).catch((error) => error),
          await lib.retrieveContactCards(value, { apiKey: key, fetch }).catch((error) => error),
        ];
        assert.deepEqual(
          errors.map(({ issues: [{ code }] }) => code),
          ['not_an_object', 'not_an_object'],
        );
        assert.equal(lib.validateContactCardUpdate(value)[0].code, 'not_an_object');
        assert.throws(() => lib.changedFields(card, value), { name: 'ValidationError' });
      });
      assert.ok(cost < 500, `${cost} ms`);
    });
  }

  for (const name of [
    'a typed array of 50 MB',
    'a typed array of 50 MB in a Buffer',
    'an element',
    'an object with getters',
  ]) {
    test(`C9 is refused as an option without being walked: ${name}`, async () => {
      const value = name === 'an object with getters' ? { one: { two: { three: huge[name] } } } : huge[name];
      const names = [
        'apiKey',
        'baseURL',
        'credentials',
        'headers',
        'timeout',
        'signal',
        'fetch',
        'shouldRetry',
        'sendEmpty',
      ];
      const cost = await costOf(async () => {
        for (const option of names) {
          const own = { apiKey: key, fetch, [option]: value };
          const error = await lib.updateContactCard(params, own).catch((error) => error);
          assert.deepEqual([error.name, error.issues[0].path], ['ValidationError', ['options', option]]);
        }
      });
      assert.ok(cost < 500, `${cost} ms`);
    });
  }

  test('C9 nothing of it was sent', () => assert.deepEqual(sent, []));
});

describe("a proxy of a host's object", () => {
  const card = { ...params, is_active: true };
  const proxyOf = (object, traps = {}) => new Proxy(object, traps);
  const options = (own) => ({ apiKey: key, fetch: async () => Response.json(card), ...own });
  /** A signal that refuses any other object as `this`, as those of browsers do. */
  class Signal {
    #listeners = new Set();
    get aborted() {
      return this.#listeners.has('aborted');
    }
    addEventListener(_, listener) {
      this.#listeners.add(listener);
    }
    removeEventListener(_, listener) {
      this.#listeners.delete(listener);
    }
  }
  const issuesOf = async (own) =>
    (await lib.updateContactCard(params, options(own)).catch((error) => error)).issues?.map(({ path, code }) => [
      path.join('.'),
      code,
    ]);

  test('C14 that cannot be used is an issue: a signal, a URL', async (context) => {
    const reported = context.mock.method(console, 'error', () => {});
    for (const signal of [
      proxyOf(new Signal()),
      proxyOf(new Signal(), { get: (target, name) => target[name] }),
      { aborted: false, addEventListener() {} },
      { aborted: false, addEventListener() {}, removeEventListener: 5 },
    ])
      assert.deepEqual(await issuesOf({ signal }), [['options.signal', 'invalid_option']]);
    assert.deepEqual(await issuesOf({ baseURL: proxyOf(new URL('https://api.example')) }), [
      ['options.baseURL', 'invalid_option'],
    ]);
    assert.throws(() => lib.previewUpdate(params, options({ signal: proxyOf(new Signal()) })), {
      name: 'ValidationError',
    });
    assert.equal(reported.mock.callCount(), 0);
  });

  test('C14 that binds the methods of its target works', async () => {
    const controller = new AbortController();
    const signal = proxyOf(controller.signal, {
      get: (target, name) => (typeof target[name] === 'function' ? target[name].bind(target) : target[name]),
    });
    assert.deepEqual(await lib.updateContactCard(params, options({ signal: new Signal() })), card);
    assert.deepEqual(await lib.updateContactCard(params, options({ signal })), card);
    const call = lib.updateContactCard(params, options({ signal, fetch: () => new Promise(() => {}) }));
    controller.abort('left');
    assert.equal(await call.catch((reason) => reason), 'left');
    const baseURL = proxyOf(new URL('https://api.example'), { get: (target, name) => target[name] });
    assert.deepEqual(await lib.updateContactCard(params, options({ baseURL })), card);
  });

  test('C14 methods work detached from their objects', async () => {
    const { LinqAPIV3 } = await import(`${project.dir}/node_modules/linq-contact-card/sdk.js`);
    const { contactCard } = new LinqAPIV3(options());
    const { update, create } = contactCard;
    assert.deepEqual([await update(params), await create(params)], [card, card]);
    const { validate } = lib.contactCardUpdateSchema['~standard'];
    assert.deepEqual(validate(params).value, params);
    class Session {
      #key = key;
      apiKey = () => this.#key;
      fetch = async () => Response.json({ ...card, first_name: this.#key });
    }
    const { apiKey, fetch } = new Session();
    assert.equal((await lib.updateContactCard(params, { apiKey, fetch })).first_name, key);
  });
});
