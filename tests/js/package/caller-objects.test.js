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

  test('a bound client works behind a proxy, and its methods detached', async () => {
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

  test('params, options and cards may be proxies', async () => {
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

  test('is read once', async () => {
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

  test('is read once by synchronous functions, too', () => {
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
