// Calls on unusual hosts, with replaced globals and with unusual objects: programs that import the packed package, without a
// server.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { createProject } from '../support/sandbox.js';
import { refuseAtOnce, watchInstances } from './instances.js';

const key = 'sk-canary-1234567890';
const number = '+15551234567';
const params = { phone_number: number, first_name: 'John' };

let project;
let lib;
before(async () => {
  project = await createProject();
  lib = project.esm;
});
after(() => project?.remove());

const failure = (promise) =>
  promise.then(
    () => assert.fail('it should have failed'),
    (error) => error,
  );

/** The start of each program. */
const prelude = `
  const params = ${JSON.stringify(params)};
  const card = { ...params, is_active: true };
  /** A response that needs no class of the host. */
  const respond = (body, status = 200, headers = {}) => {
    const chunks = [new TextEncoder().encode(JSON.stringify(body))];
    return {
      status, type: 'basic', headers: { get: (name) => headers[name] ?? null },
      body: { getReader: () => ({ read: async () => ({ done: !chunks.length, value: chunks.shift() }), cancel: async () => {} }) },
    };
  };
  const settle = (promise) => promise.then((value) => ({ value }), (error) => ({ error: error.name ?? error, outcome: error.outcome }));
  const attempt = (run) => { try { return run(); } catch ({ name, message, outcome }) { return { name, message, outcome }; } };
  const print = (value) => console.log(JSON.stringify(value));`;

/** Runs a program in the project and returns the JSON that it prints. */
function resultOf(code, flags = []) {
  const printed = execFileSync(process.execPath, [...flags, '--input-type=module', '-e', prelude + code], {
    cwd: project.dir,
    encoding: 'utf8',
  });
  return JSON.parse(printed);
}

/** Returns a `fetch` with this response. */
const fetchOf =
  (body, status = 200) =>
  async () =>
    Response.json(body, { status });

describe('fake timers', () => {
  const fakes = `
    /** Replaces what test runners replace, with timers that never fire. Returns a function that restores it. */
    function useFakeTimers() {
      const never = () => 1;
      class FakeDate extends Date { static now() { return 0; } }
      const stubs = {
        queueMicrotask: never, setTimeout: never, clearTimeout: never, setInterval: never, clearInterval: never, setImmediate: never,
        clearImmediate: never, requestAnimationFrame: never, Date: FakeDate, performance: { now: () => 0, mark: never, measure: never },
      };
      const real = Object.entries(stubs).map(([name, value]) => {
        const before = Object.getOwnPropertyDescriptor(globalThis, name);
        Object.defineProperty(globalThis, name, { configurable: true, writable: true, value });
        return [name, before];
      });
      return () => {
        for (const [name, before] of real) if (before) Object.defineProperty(globalThis, name, before); else delete globalThis[name];
      };
    }`;
  const calls = `
    const options = { apiKey: 'key', fetch: async () => respond(card), onAttempt() { throw new Error('reported'); } };
    const list = { ...options, fetch: async () => respond({ contact_cards: [card] }) };
    const all = async (lib) => (await Promise.all([
      lib.updateContactCard(params, options), lib.updateContactCard(params, options), lib.createContactCard(params, options),
      lib.retrieveContactCards({}, list), lib.ensureContactCard(params, list),
      lib.updateContactCard(params, { ...options, apiKey: async () => 'key' }),
    ].map(settle))).map(({ error }) => error ?? 'settled');
    console.error = () => {};`;
  const settled = Array(6).fill('settled');

  for (const [name, before, between] of [
    ['before the import', 'restore = useFakeTimers();', ''],
    ['before the first call', '', 'restore = useFakeTimers();'],
    ['once calls were made', '', 'await all(lib); restore = useFakeTimers();'],
  ]) {
    test(`installed ${name}: calls settle, then and after the real timers are back`, () => {
      const result = resultOf(`
        ${fakes} ${calls}
        let restore;
        ${before}
        const lib = await import('linq-contact-card');
        ${between}
        const faked = await all(lib);
        let settleFetch;
        const across = settle(lib.updateContactCard(params, { ...options, fetch: () => new Promise((resolve) => { settleFetch = resolve; }) }));
        const behind = settle(lib.updateContactCard(params, options));
        while (!settleFetch) await null;
        restore();
        settleFetch(respond(card));
        const crossed = [await across, await behind].map(({ error }) => error ?? 'settled');
        const late = await settle(lib.updateContactCard(params, { ...options, timeout: 30, fetch: () => new Promise(() => {}) }));
        print({ faked, crossed, after: await all(lib), late: late.error, used: lib.writeBudget(params.phone_number).used });`);
      assert.deepEqual(result, {
        faked: settled,
        crossed: ['settled', 'settled'],
        after: settled,
        late: 'APIConnectionTimeoutError',
        used: 3,
      });
    });
  }
});

describe('loading', () => {
  /** Calls each synchronous function with valid input. */
  const atOnce = `
    const operations = (lib) => ({
      isE164: () => lib.isE164('+12'),
      parsePhoneNumber: () => lib.parsePhoneNumber('+12').value,
      validateContactCardUpdate: () => lib.validateContactCardUpdate(params).length,
      changedFields: () => lib.changedFields(card, { first_name: 'Jane' }).first_name,
      previewUpdate: () => lib.previewUpdate(params, { apiKey: 'key' }).method,
      writeBudget: () => lib.writeBudget('+12').remaining,
      schema: () => lib.contactCardUpdateSchema['~standard'].validate(params).value.first_name,
    });
    const results = (lib) => Object.values(operations(lib)).map(attempt);
    const options = { apiKey: 'key', fetch: async () => respond(card) };`;
  const expected = [true, '+12', 0, 'Jane', 'PATCH', 3, 'John'];
  const assertRefused = (results) => {
    for (const { name, message, outcome } of results) {
      assert.deepEqual([name, outcome], ['WasmUnavailableError', 'not_sent']);
      assert.match(message, /await load\(\) first/);
    }
    assert.equal(results.length, expected.length);
  };

  for (const entry of [
    "await import('linq-contact-card')",
    "(await import('node:module')).createRequire(process.cwd() + '/x.js')('linq-contact-card')",
  ]) {
    test(`if synchronous compilation is refused, calls load, and the synchronous functions work afterwards: ${entry}`, () => {
      const [before, call, after] = resultOf(`
        ${refuseAtOnce} ${atOnce}
        refuseAtOnce();
        const lib = ${entry};
        print([results(lib), await settle(lib.updateContactCard(params, options)), results(lib)]);`);
      assertRefused(before);
      assert.deepEqual([call.value, after], [{ ...params, is_active: true }, expected]);
    });
  }

  test('if synchronous compilation is refused, load() is enough for all entries', () => {
    const [before, loaded, ...after] = resultOf(`
      ${refuseAtOnce} ${atOnce}
      refuseAtOnce();
      const lib = await import('linq-contact-card');
      const slim = await import('linq-contact-card/slim');
      const before = results(lib);
      const loaded = await Promise.all([lib.load(), lib.load()]);
      print([before, loaded.map(String), results(lib), results(slim), [String(await slim.load())]]);`);
    assertRefused(before);
    assert.deepEqual(loaded, ['undefined', 'undefined']);
    assert.deepEqual(after, [expected, expected, ['undefined']]);
  });

  test('if synchronous compilation is refused, the next call replaces an instance that trapped', () => {
    const [broken, between, next, after] = resultOf(`
      ${refuseAtOnce} ${watchInstances} ${atOnce}
      refuseAtOnce();
      let breaks = false;
      watchInstances(({ exports }) => ({ exports: { ...exports, isE164(...args) {
        if (breaks) throw new WebAssembly.RuntimeError('unreachable');
        return exports.isE164(...args);
      } } }));
      const lib = await import('linq-contact-card');
      await lib.load();
      breaks = true;
      const broken = attempt(() => lib.isE164('+12'));
      breaks = false;
      const between = results(lib);
      print([broken.name, between, await settle(lib.updateContactCard(params, options)), results(lib)]);`);
    assert.equal(broken, 'WasmTrapError');
    assertRefused(between);
    assert.deepEqual([next.value.first_name, after], ['John', expected]);
  });

  test('if compilation is forbidden, load() and calls reject, and the next call tries again', () => {
    const result = resultOf(`
      const { instantiate, Module } = WebAssembly;
      const forbid = () => { throw new WebAssembly.CompileError("blocked by 'unsafe-eval'"); };
      Object.assign(WebAssembly, { instantiate: async () => forbid(), Module: function () { forbid(); } });
      const lib = await import('linq-contact-card');
      const options = { apiKey: 'key', fetch: async () => respond(card) };
      const failed = [await settle(lib.load()), await settle(lib.updateContactCard(params, options))];
      Object.assign(WebAssembly, { instantiate, Module });
      print([failed, await settle(lib.updateContactCard(params, options))]);`);
    const error = { error: 'WasmUnavailableError', outcome: 'not_sent' };
    assert.deepEqual(result, [[error, error], { value: { ...params, is_active: true } }]);
  });

  test('importing reads no global of the host', () => {
    const touched = resultOf(`
      const { createRequire } = await import('node:module');
      const require = createRequire(process.cwd() + '/x.js');
      const names = [
        'AbortController', 'AbortSignal', 'Bun', 'Deno', 'Headers', 'HTMLElement', 'Request', 'Response', 'TextDecoder', 'TextEncoder', 'URL',
        'WebAssembly', 'WorkerGlobalScope', 'console', 'crypto', 'customElements', 'document', 'fetch', 'location', 'navigator', 'performance',
        'queueMicrotask', 'reportError', 'setTimeout', 'window',
      ];
      const touched = [];
      const before = names.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]);
      for (const name of names) {
        const value = name === 'HTMLElement' ? undefined : globalThis[name];
        Object.defineProperty(globalThis, name, { configurable: true, get() {
          // Node's loader reads some of them.
          if (new Error().stack.includes('node_modules/linq-contact-card')) touched.push(name);
          return value;
        } });
      }
      const seen = [];
      for (const entry of ['', '/slim', '/sdk', '/element']) {
        await import('linq-contact-card' + entry);
        require('linq-contact-card' + entry);
        seen.push([entry, ...touched.splice(0)]);
      }
      for (const [name, descriptor] of before) if (descriptor) Object.defineProperty(globalThis, name, descriptor); else delete globalThis[name];
      print(seen);`);
    assert.deepEqual(touched, [[''], ['/slim'], ['/sdk'], ['/element']]);
  });

  test('once it is loaded, a call sends its request before it returns', () => {
    const result = resultOf(`
      const lib = await import('linq-contact-card');
      const { LinqAPIV3 } = await import('linq-contact-card/sdk');
      await lib.load();
      let sent = 0;
      const options = { apiKey: 'key', fetch: () => { sent += 1; return new Promise(() => {}); } };
      const cards = new lib.ContactCards(options);
      const { contactCard } = new LinqAPIV3(options);
      const counts = [
        () => lib.updateContactCard(params, options), () => lib.createContactCard({ ...params, phone_number: '+12' }, options),
        () => lib.ensureContactCard({ ...params, phone_number: '+13' }, options), () => lib.retrieveContactCards({}, options),
        () => cards.update({ ...params, phone_number: '+14' }), () => contactCard.update({ ...params, phone_number: '+15' }),
      ].map((call) => { call(); return sent; });
      print(counts);
      process.exit();`);
    assert.deepEqual(result, [1, 2, 3, 4, 5, 6]);
  });

  for (const [name, between] of [
    ['', ''],
    [', with a call of a synchronous function in between', 'lib.isE164("+12");'],
  ]) {
    test(`calls during loading are sent in call order${name}`, () => {
      const result = resultOf(`
        const lib = await import('linq-contact-card');
        const sent = [];
        const options = { apiKey: 'key', fetch: async (url, { body }) => {
          const { first_name } = JSON.parse(body);
          sent.push(first_name);
          return respond({ ...card, phone_number: new URL(url).searchParams.get('phone_number'), first_name });
        } };
        const names = [];
        const calls = [];
        const call = (phone_number) => {
          const first_name = 'n' + names.length;
          names.push(first_name);
          calls.push(settle(lib.updateContactCard({ phone_number, first_name }, options)));
        };
        call('+12');
        ${between}
        call('+12');
        lib.load().then(() => call('+12'));
        call('+12');
        // Calls are made until the module is loaded, and some afterwards.
        const loaded = lib.load();
        let isLoaded = false;
        loaded.then(() => { isLoaded = true; });
        while (!isLoaded) {
          call('+12');
          await new Promise((resolve) => setImmediate(resolve));
        }
        for (let more = 0; more < 20; more++) { call('+12'); await null; }
        const ends = await Promise.all(calls);
        print({ names, sent, saved: ends.map(({ value }) => value?.first_name) });`);
      assert.ok(result.names.length > 20);
      assert.deepEqual([result.sent, result.saved], [result.names, result.names]);
    });
  }
});

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

describe('prototype pollution', () => {
  /** Makes the same calls with and without these members on Object.prototype, and prints the differences. */
  const compare = (polluted) =>
    resultOf(`
    globalThis.location = { origin: 'https://page.example' };
    delete process.env.LINQ_API_V3_API_KEY;
    delete process.env.LINQ_API_V3_BASE_URL;
    Math.random = () => 0.5;
    // Retries don't wait.
    const { setTimeout } = globalThis;
    globalThis.setTimeout = (run, ms) => setTimeout(run, ms > 5_000 ? ms : 0);
    let seen;
    const failed = () => respond({ error: { code: 3001, message: 'down' }, trace_id: 'trace-1' }, 500, { 'x-write-budget': 'limit=3, remaining=0, reset=60' });
    const answerTo = (init) => respond(init.method === 'GET' ? { contact_cards: [{ ...card, first_name: 'Ada' }] } : card);
    const record = (url, init) => {
      const members = {};
      for (const name in init) if (name !== 'signal') members[name] = init[name];
      const headers = {};
      for (const name of Object.keys(init.headers)) headers[name] = init.headers[name];
      seen.push({ url, ...members, headers });
    };
    globalThis.fetch = async (url, init) => { record(url, init); return answerTo(init); };
    const lib = await import('linq-contact-card');
    const { LinqAPIV3 } = await import('linq-contact-card/sdk');
    const once = () => {
      let isSecond = false;
      return async (url, init) => {
        record(url, init);
        const response = isSecond ? answerTo(init) : failed();
        isSecond = true;
        return response;
      };
    };
    const describe = (error) => ({ error: error?.name, shown: JSON.stringify(error) });
    const own = { first_name: 'Jane' };
    const { first_name, ...nameless } = params;
    const now = () => {
      const { nextWriteAt, ...usage } = lib.writeBudget('+19');
      return { ...usage, isNull: nextWriteAt === null };
    };
    const calls = [
      () => lib.updateContactCard(params), () => lib.updateContactCard(params, undefined), () => lib.updateContactCard(params, {}),
      () => lib.updateContactCard(params, { headers: { 'x-mine': '1' } }), () => lib.updateContactCard(params, { apiKey: 'mine' }),
      () => lib.createContactCard(params), () => lib.ensureContactCard(params), () => lib.ensureContactCard(params, {}),
      () => lib.retrieveContactCards(), () => lib.retrieveContactCards({}), () => lib.retrieveContactCards({}, {}),
      () => lib.updateContactCard(nameless), () => lib.updateContactCard(own), () => lib.updateContactCard({}), () => lib.updateContactCard(),
      () => lib.updateContactCard(params, { timeout: -1 }),
      () => lib.updateContactCard(params, { fetch: once(), onAttempt: ({ duration, ...event }) => seen.push({ ...event }) }),
      () => lib.updateContactCard(params, { fetch: once(), shouldRetry: (error, attempt) => { seen.push(describe(error), attempt); return false; } }),
      () => lib.retrieveContactCards({}, { fetch: once() }),
      () => lib.updateContactCard(params, { apiKey: async () => 'mine' }),
      () => lib.updateContactCard(params, { fetch: async () => { throw new TypeError('down'); } }),
      () => lib.retrieveContactCards({}, { fetch: async () => {}, maxRetries: 0 }),
      () => lib.updateContactCard(params, { timeout: 20, fetch: () => new Promise(() => {}) }),
      () => new lib.ContactCards().update(params), () => new lib.ContactCards({}).ensure(params),
      () => new lib.ContactCards({ headers: { 'x-mine': '1' } }).retrieve({}, {}),
      () => new LinqAPIV3().contactCard.update(params), () => new LinqAPIV3({}).contactCard.retrieve(),
      () => new LinqAPIV3({ apiKey: 'mine' }).contactCard.update(params, {}), () => new LinqAPIV3({}).contactCard.update(nameless),
      async () => lib.previewUpdate(params), async () => lib.previewUpdate(params, {}), async () => lib.previewUpdate({}, {}),
      async () => lib.validateContactCardUpdate({}), async () => lib.validateContactCardUpdate(nameless), async () => lib.validateContactCardUpdate({ ...params, last_name: '' }, {}),
      async () => lib.changedFields(card, {}), async () => lib.changedFields(card, own), async () => lib.changedFields({}, own),
      async () => lib.parsePhoneNumber('+12'), async () => lib.parsePhoneNumber('12'), async () => lib.isE164('+12'), async () => now(),
      async () => lib.contactCardUpdateSchema['~standard'].validate(own), async () => lib.contactCardUpdateSchema['~standard'].validate(nameless),
      async () => lib.createContactCardUpdateSchema({ current: card })['~standard'].validate({ ...params, ...own }),
      async () => lib.createContactCardUpdateSchema({ current: card })['~standard'].validate(own),
      async () => lib.createContactCardUpdateSchema({ current: card, messages: {} })['~standard'].validate({ ...params, image_url: 'x' }),
    ];
    const observe = async () => {
      const all = [];
      for (const call of calls) {
        seen = [];
        const deadline = new Promise((resolve) => setTimeout(resolve, 30_000, { end: 'never settled' }));
        const end = await Promise.race([call().then((value) => ({ value }), describe), deadline]);
        all.push(JSON.stringify([call.toString(), end, ...seen]));
      }
      return all;
    };
    // The first round fills the write budgets, so that they are the same in all later ones.
    await observe();
    const clean = await observe();
    const differences = [];
    const evil = { fetch: async (url, init) => { record('evil ' + url, init); return answerTo(init); } };
    for (const [name, value] of Object.entries(${polluted})) {
      Object.prototype[name] = value;
      const dirty = await observe();
      delete Object.prototype[name];
      for (const [index, line] of dirty.entries()) if (line !== clean[index]) differences.push(name + ': ' + line + ' for ' + clean[index]);
    }
    console.log(JSON.stringify([calls.length, differences]));
    process.exit();`);

  test('adds no option, no field, no header and no part of a request', () => {
    const [count, differences] = compare(`({
      apiKey: 'sk-evil', baseURL: 'https://evil.example', credentials: 'include', dangerouslyAllowBrowser: true, fetch: evil.fetch,
      headers: { 'x-evil': '1' }, keepalive: true, maxRetries: 0, maxRetryAfter: 0, onAttempt: () => { seen.push('evil'); }, sendEmpty: true,
      shouldRetry: () => false, signal: AbortSignal.abort('evil'), timeout: 1, replaceImage: true, defaultHeaders: { 'x-evil': '1' },
      phone_number: '+19999999999', first_name: 'Evil', last_name: 'Evil', image_url: 'https://evil.example/a.png', is_active: false,
      authorization: 'Bearer evil', 'x-evil': '1', method: 'DELETE', mode: 'no-cors', dispatcher: {}, integrity: 'x', referrer: 'x', cache: 'x',
      current: { ...params, first_name: 'Jane' }, messages: { missing_plus: 'evil' }, required: 'evil', not_https_url: 'evil', href: 'https://evil.example',
    })`);
    assert.deepEqual(differences, []);
    assert.ok(count > 40);
  });

  test('prevents no call from settling, and changes no result', () => {
    const names = [
      'outcome',
      'error',
      'value',
      'action',
      'event',
      'url',
      'init',
      'limit',
      'ms',
      'timeout',
      'isWrite',
      'budget',
      'hide',
      'report',
      'verdict',
      'attempt',
      'head',
      'body',
      'key',
      'texts',
      'isAborted',
      'mustWait',
      'cause',
      'nextWriteIn',
      'issue',
      'issues',
      'status',
      'type',
      'state',
      'operation',
      'params',
      'options',
      'environment',
      'input',
      'edited',
      'sendEmpty',
      'code',
      'traceId',
      'retryAfter',
      'retryIn',
      'nextWait',
      'suggestion',
      'offset',
      'path',
      'apiKey',
      'signal',
      'baseURL',
      'isServer',
      'source',
      'waiting',
      'loading',
      'instance',
      'hasDocument',
      'hasWorkerScope',
      'origin',
      'shouldRetry',
      'writeBudget',
      'fetch',
      'onAttempt',
      'keepalive',
    ];
    for (const value of ['x', true]) {
      const [count, differences] = compare(JSON.stringify(Object.fromEntries(names.map((name) => [name, value]))));
      assert.deepEqual(differences, []);
      assert.ok(count > 40);
    }
  });

  test("sends no key from a page's worker", () => {
    const result = resultOf(`
      const { isE164, updateContactCard } = await import('linq-contact-card');
      isE164('+12');
      const call = () => settle(updateContactCard(params, { apiKey: 'key', fetch: async () => respond(card) }));
      globalThis.WorkerGlobalScope = class {};
      globalThis.process = undefined;
      Object.prototype.isServer = true;
      print(await call());`);
    assert.deepEqual(result, { error: 'UnsafeKeyError', outcome: 'not_sent' });
  });

  test('adds nothing to the arguments of `fetch`, nor does a setter', () => {
    const result = resultOf(`
      const { updateContactCard } = await import('linq-contact-card');
      const fetch = async (_, init) => {
        try { Object.getPrototypeOf(init).error = { name: 'APIError' }; } catch {}
        return respond(card);
      };
      const call = () => settle(updateContactCard(params, { apiKey: 'key', fetch }));
      print([await call(), await call()]);`);
    assert.deepEqual(
      result.map(({ value }) => value?.first_name),
      ['John', 'John'],
    );
  });
});

describe('texts', () => {
  const parts = [
    'a',
    '"',
    '\\',
    '\n',
    '\0',
    'é',
    'ß',
    '€',
    '😀',
    '\x7f',
    '\x80',
    '\u07ff',
    '\u0800',
    '\uffff',
    '\ufeff',
    '{',
    '[',
    ':',
  ];
  const options = { apiKey: key, baseURL: 'https://linq.example' };
  const bodyOf = (fields) => JSON.parse(lib.previewUpdate({ phone_number: number, ...fields }, options).body);

  test('cross the boundary unchanged, whatever they contain and at any position', () => {
    // Around the initial size of the message memory, and the size of a page of memory.
    for (const length of [0, 1, 100, 900, 970, 1_000, 1_024, 3_000, 65_400, 65_536, 66_000]) {
      for (const part of parts) {
        const text = `${'a'.repeat(length)}${part}${parts.join('')}b`;
        assert.deepEqual(bodyOf({ first_name: text, last_name: part }), { first_name: text, last_name: part });
        const [issue] = lib.validateContactCardUpdate({ phone_number: number, first_name: 'a', [`_${text}`]: text });
        assert.deepEqual(issue.path, [`_${text}`]);
      }
    }
  });

  test('with a lone surrogate are refused, at any position', () => {
    for (const before of ['', 'a', 'é', 'a'.repeat(1_100), 'é'.repeat(1_100)]) {
      for (const half of ['\ud83d', '\ude00']) {
        const fields = { first_name: `${before}${half}b`, last_name: 'Ann' };
        const issues = lib.validateContactCardUpdate({ phone_number: number, ...fields });
        assert.deepEqual(
          issues.map(({ code, path }) => [code, ...path]),
          [['ill_formed', 'first_name']],
        );
      }
    }
  });
});

describe('functions of the host', () => {
  test('synchronous functions need no randomness', () => {
    const [operations, call] = resultOf(`
      const lib = await import('linq-contact-card');
      let respondNow;
      const fetch = () => new Promise((resolve) => { respondNow = () => resolve(respond(card)); });
      const call = settle(lib.updateContactCard(params, { apiKey: 'key', fetch }));
      Math.random = () => { throw new Error('not while this is rendered'); };
      const operations = [
        lib.isE164('+12'), lib.parsePhoneNumber('+12').value, lib.validateContactCardUpdate(params).length,
        lib.changedFields(card, { first_name: 'Jane' }).first_name, lib.previewUpdate(params, { apiKey: 'key' }).method, lib.writeBudget('+12').used,
      ];
      Math.random = () => 0.5;
      respondNow();
      print([operations, await call]);`);
    assert.deepEqual(operations, [true, '+12', 0, 'Jane', 'PATCH', 0]);
    assert.equal(call.value.first_name, 'John');
  });

  test('a date in Retry-After is compared with Date.now(), rounded up to whole seconds', () => {
    const seconds = resultOf(`
      const { updateContactCard } = await import('linq-contact-card');
      const seconds = async (now, header) => {
        Date.now = () => Date.UTC(2030, 0, 1, 0, 0, 0, now);
        const options = { apiKey: 'key', maxRetries: 0, fetch: async () => respond({}, 429, { 'retry-after': header }) };
        return (await updateContactCard(params, options).catch((error) => error)).retryAfter ?? null;
      };
      const all = [];
      for (const now of [0, 1, 500, 999]) {
        all.push([
          await seconds(now, 'Tue, 01 Jan 2030 00:00:10 GMT'), await seconds(now, 'Tue, 01 Jan 2030 00:00:00 GMT'),
          await seconds(now, 'Mon, 31 Dec 2029 23:00:00 GMT'), await seconds(now, 'Tue, 01 Jan xxxx 00:00:10 GMT'),
        ]);
      }
      print(all);`);
    assert.deepEqual(
      seconds,
      [0, 1, 500, 999].map(() => [10, 0, 0, null]),
    );
  });

  test('an entry loads while another one has no module yet', () => {
    const result = resultOf(`
      const slim = await import('linq-contact-card/slim');
      const { updateContactCard } = await import('linq-contact-card');
      const options = { apiKey: 'key', fetch: async () => respond(card) };
      print(await Promise.all([settle(slim.updateContactCard(params, options)), settle(updateContactCard(params, options))]));`);
    assert.deepEqual(
      result.map(({ error, value }) => error ?? value.first_name),
      ['WasmUnavailableError', 'John'],
    );
  });

  test('a response with an invalid head has an unknown outcome', async () => {
    const broken = {
      get text() {
        throw new Error('read');
      },
    };
    for (const head of [
      { status: broken },
      { status: 200, type: broken },
      { status: 200, headers: { get: () => broken } },
      { status: 200, headers: { get: () => null } },
    ]) {
      const fetch = async () => ({ headers: new Headers(), body: null, ...head });
      const { name, outcome } = await failure(
        lib.updateContactCard({ ...params, phone_number: '+15550000009' }, { apiKey: key, fetch }),
      );
      assert.deepEqual([name, outcome], ['InvalidResponseError', 'unknown']);
    }
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

describe('a timeout', () => {
  const block = (ms) => {
    for (const end = performance.now() + ms; performance.now() < end; );
  };
  const card = { ...params, is_active: true };

  test('that expires while a retry sleeps and the host is busy: no request is sent', async () => {
    let sent = 0;
    const fetch = async () => {
      sent += 1;
      return Response.json({ error: { code: 3001, message: 'x' } }, { status: 500 });
    };
    const phone_number = '+15550000001';
    const call = failure(lib.updateContactCard({ ...params, phone_number }, { apiKey: key, fetch, timeout: 1_400 }));
    setTimeout(() => block(900), 800);
    const error = await call;
    assert.deepEqual(
      [error.name, error.outcome, sent, lib.writeBudget(phone_number).used],
      ['APIConnectionTimeoutError', 'unknown', 1, 1],
    );
  });

  // A retry follows after a second.
  for (const [where, timeout, make, attempts, outcome] of [
    [
      'apiKey is called',
      50,
      (late) => ({
        apiKey: () => {
          late();
          return key;
        },
      }),
      0,
      'not_sent',
    ],
    [
      'apiKey is awaited',
      50,
      (late) => ({
        apiKey: async () => {
          await null;
          late();
          return key;
        },
      }),
      0,
      'not_sent',
    ],
    [
      'shouldRetry is called',
      1_300,
      (late) => ({
        shouldRetry: () => {
          late();
          return true;
        },
      }),
      1,
      'unknown',
    ],
    ['onAttempt is called', 1_300, (late) => ({ onAttempt: late }), 1, 'unknown'],
  ]) {
    test(`that expires while ${where}: no further request is sent`, async () => {
      let sent = 0;
      let late = 0;
      const fetch = async () => {
        sent += 1;
        return Response.json({ error: { code: 3001, message: 'x' } }, { status: 500 });
      };
      const phone_number = `+1555000001${where.length}`;
      const options = {
        apiKey: key,
        fetch,
        timeout,
        ...make(() => {
          late += 1;
          block(timeout + 50);
        }),
      };
      const error = await failure(lib.updateContactCard({ ...params, phone_number }, options));
      assert.deepEqual(
        [late, sent, lib.writeBudget(phone_number).used, error.outcome],
        [1, attempts, attempts, outcome],
      );
    });
  }

  test('that expires in the queue: no request is sent', async () => {
    const phone_number = '+15550000003';
    let sent = 0;
    const fetch = async () => {
      sent += 1;
      return Response.json({ ...card, phone_number });
    };
    const options = { apiKey: key, fetch };
    const first = lib.updateContactCard({ ...params, phone_number }, { ...options, onAttempt: () => block(100) });
    const error = await failure(lib.updateContactCard({ ...params, phone_number }, { ...options, timeout: 50 }));
    await first;
    assert.deepEqual([error.name, error.outcome, sent], ['APIConnectionTimeoutError', 'not_sent', 1]);
  });

  test('that expires while the module is loaded: no request is sent', () => {
    const result = resultOf(`
      ${refuseAtOnce}
      refuseAtOnce();
      const lib = await import('linq-contact-card');
      let sent = 0;
      const call = settle(lib.updateContactCard(params, { apiKey: 'key', timeout: 50, fetch: async () => { sent += 1; return respond(card); } }));
      for (const end = performance.now() + 100; performance.now() < end;);
      print([await call, sent]);`);
    assert.deepEqual(result, [{ error: 'APIConnectionTimeoutError', outcome: 'not_sent' }, 0]);
  });
});

describe('many calls', () => {
  test('for 16,000 phone numbers at once all settle', () => {
    const [names, sent] = resultOf(`
      const { updateContactCard } = await import('linq-contact-card');
      let sent = 0;
      const open = [];
      const fetch = (url) => new Promise((resolve) => {
        sent += 1;
        const phone_number = new URL(url).searchParams.get('phone_number');
        open.push(() => resolve(respond({ ...card, phone_number, first_name: phone_number })));
        // No response before all requests are sent.
        if (sent === 16_000) for (const end of open) end();
      });
      const calls = Array.from({ length: 16_000 }, (_, index) =>
        updateContactCard({ phone_number: '+1555' + (1_000_000 + index), first_name: 'John' }, { apiKey: 'key', fetch }));
      const cards = await Promise.all(calls);
      print([new Set(cards.map(({ first_name }) => first_name)).size, sent]);`);
    assert.deepEqual([names, sent], [16_000, 16_000]);
  });

  test('for one phone number are sent one after the other, in order', async () => {
    const phone_number = '+15550000004';
    const sent = [];
    const fetch = async (_, { body }) => {
      const { first_name } = JSON.parse(body);
      sent.push(first_name);
      return Response.json({ phone_number, first_name, is_active: true });
    };
    const names = Array.from({ length: 1_000 }, (_, index) => `n${index}`);
    const cards = await Promise.all(
      names.map((first_name) => lib.updateContactCard({ phone_number, first_name }, { apiKey: key, fetch })),
    );
    assert.deepEqual([sent, cards.map(({ first_name }) => first_name)], [names, names]);
  });
});

describe('an error', () => {
  const refusal = {
    error: { code: 1002, message: `bad ${key} for ${number}`, doc_url: 'https://docs.example/1002' },
    trace_id: 'trace-7',
  };
  const refusing = { apiKey: key, fetch: fetchOf(refusal, 400) };

  test("has the caller's frames in its stack", async () => {
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
      async saveAsVendor() {
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

  test("has the caller's frames in its stack, also in the first call", () => {
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

  test('serializes to its name, message and public members, without a secret', async () => {
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

  test('of every class serializes without a secret', async () => {
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

describe('the message memory', () => {
  test('has room for a list of 3 MB', async () => {
    const contact_cards = Array.from({ length: 20_000 }, (_, index) => ({
      phone_number: `+1555${1_000_000 + index}`,
      first_name: `Zoë ${index}`,
      last_name: 'x'.repeat(60),
      is_active: index % 2 === 0,
      image_url: `https://cdn.example/${index}.png`,
    }));
    const body = JSON.stringify({ contact_cards });
    assert.ok(body.length > 3_000_000 && body.length < 4_000_000);
    const fetch = async () => new Response(body);
    assert.deepEqual(await lib.retrieveContactCards({}, { apiKey: key, fetch }), { contact_cards });
    assert.equal(lib.isE164(number), true);
  });

  test('grows while a response is written, and again', () => {
    const result = resultOf(`
      const lib = await import('linq-contact-card');
      const lengths = [];
      for (const count of [10, 2_000, 20_000, 10]) {
        const unknown = Object.fromEntries(Array.from({ length: count }, (_, index) => ['field' + index, index]));
        const issues = lib.validateContactCardUpdate({ ...params, ...unknown });
        lengths.push([issues.length, issues.every(({ path, code }, index) => path[0] === 'field' + index && code === 'unknown_field')]);
      }
      print(lengths);`);
    assert.deepEqual(result, [
      [10, true],
      [2_000, true],
      [20_000, true],
      [10, true],
    ]);
  });

  test('grows during a call, which continues unchanged', () => {
    // Text that is longer as JSON than as UTF-8.
    const result = resultOf(`
      const lib = await import('linq-contact-card');
      const last_name = '\\u0001'.repeat(9_000);
      const sent = [];
      const options = { apiKey: 'key', maxRetries: 1, fetch: async (url, { method, body }) => {
        sent.push(method + (body ?? ''));
        return respond(method === 'GET' ? { contact_cards: [{ ...card, first_name: 'Ada', last_name }] } : { ...card, last_name });
      } };
      const { action, card: saved } = await lib.ensureContactCard(params, options);
      const list = await lib.retrieveContactCards({}, { ...options, fetch: async () => respond({
        contact_cards: Array.from({ length: 60 }, () => ({ ...card, last_name })),
      }) });
      print([action, saved.last_name === last_name, sent, list.contact_cards.every((one) => one.last_name === last_name)]);`);
    assert.deepEqual(result, ['updated', true, ['GET', 'PATCH{"first_name":"John"}'], true]);
  });

  test('remains as large as the largest message needs', () => {
    const [first, largest, last] = resultOf(`
      ${watchInstances}
      let memory;
      watchInstances((instance) => {
        memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
        return instance;
      });
      const lib = await import('linq-contact-card');
      const options = { apiKey: 'key', fetch: async () => respond(card) };
      const run = async (count) => {
        for (let call = 0; call < count; call++) {
          await lib.updateContactCard(params, options);
          lib.isE164('+12');
          lib.parsePhoneNumber('12');
        }
      };
      const sizes = [];
      const size = () => sizes.push(memory.buffer.byteLength);
      await run(1_000);
      size();
      lib.validateContactCardUpdate({ ...params, last_name: 'x'.repeat(1_000_000) });
      size();
      await run(20_000);
      lib.validateContactCardUpdate({ ...params, last_name: 'x'.repeat(1_000_000) });
      size();
      print(sizes);`);
    assert.ok(first <= 512 * 1024, `${first} bytes for small messages`);
    assert.ok(largest <= 8_000_000, `${largest} bytes for 1 MB`);
    assert.equal(last, largest);
  });
});
