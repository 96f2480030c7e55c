// Calls while Object.prototype has members of an attacker.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { internalNames, publicNames } from './names.js';
import { installProject } from './setup.js';

const { resultOf } = await installProject();

/** The globals by which hosts differ, which a host may inherit, too. */
const globals = ['Deno', 'Bun', 'document', 'navigator', 'origin', 'process', 'WorkerGlobalScope', 'WebAssembly'];

describe('prototype pollution', () => {
  /**
   * Makes the same calls with and without each of these names on Object.prototype, with each of these values, and prints the
   * differences. `values` is the source of an array.
   */
  const compare = (names, values) =>
    resultOf(`
    globalThis.location = { origin: 'https://page.example' };
    globalThis.origin = 'https://page.example';
    delete process.env.LINQ_API_V3_API_KEY;
    delete process.env.LINQ_API_V3_BASE_URL;
    Math.random = () => 0.5;
    // Retries don't wait.
    const { setTimeout } = globalThis;
    globalThis.setTimeout = (run, ms) => setTimeout(run, ms > 5_000 ? ms : 0);
    let seen;
    // Made before anything is polluted.
    const encode = (body) => new TextEncoder().encode(JSON.stringify(body));
    const bodies = { list: encode({ contact_cards: [{ ...card, first_name: 'Ada' }] }), card: encode(card), down: encode({ error: { code: 3001, message: 'down' }, trace_id: 'trace-1' }) };
    const responseOf = (body, status, headers) => {
      const chunks = [body];
      const reader = { read: async () => ({ done: !chunks.length, value: chunks.shift() }), cancel: async () => {} };
      return { status, type: 'basic', headers: { get: (name) => headers.get(name) ?? null }, body: { getReader: () => reader } };
    };
    const failed = () => responseOf(bodies.down, 500, new Map([['x-write-budget', 'limit=3, remaining=0, reset=60']]));
    const answerTo = (init) => responseOf(init.method === 'GET' ? bodies.list : bodies.card, 200, new Map());
    const record = (url, init) => {
      const members = { __proto__: null };
      for (const name in init) if (name !== 'signal') members[name] = init[name];
      const headers = { __proto__: null };
      for (const name of Object.keys(init.headers)) headers[name] = init.headers[name];
      seen.push([url, members, headers]);
    };
    globalThis.fetch = async (url, init) => { record(url, init); return answerTo(init); };
    const lib = await import('linq-contact-card');
    const { LinqAPIV3 } = await import('linq-contact-card/sdk');
    const slim = await import('linq-contact-card/slim');
    const once = () => {
      let isSecond = false;
      return async (url, init) => {
        record(url, init);
        const response = isSecond ? answerTo(init) : failed();
        isSecond = true;
        return response;
      };
    };
    const describe = (error) =>
      error instanceof Error ? { __proto__: null, name: error.name, message: error.message, own: { __proto__: null, ...error }, json: error instanceof lib.ContactCardError ? error.toJSON() : error.stack } : error;
    const own = { first_name: 'Jane' };
    const { first_name, ...nameless } = params;
    const now = () => {
      const { nextWriteAt, ...usage } = lib.writeBudget('+19');
      return { ...usage, isNull: nextWriteAt === null };
    };
    const calls = [
      () => lib.updateContactCard(params), () => lib.updateContactCard(params, undefined), () => lib.updateContactCard(params, {}),
      () => lib.updateContactCard(params, { headers: { 'x-mine': '1' } }), () => lib.updateContactCard(params, { apiKey: 'mine' }),
      () => lib.updateContactCard(params, { apiKey: 'mine', headers: [['x-mine', '1']], baseURL: new URL('https://mine.example'), signal: new AbortController().signal }),
      () => lib.createContactCard(params), () => lib.ensureContactCard(params), () => lib.ensureContactCard(params, {}),
      () => lib.retrieveContactCards(), () => lib.retrieveContactCards({}), () => lib.retrieveContactCards({}, {}),
      () => slim.updateContactCard(params, {}), () => new slim.ContactCards({}).retrieve({}, {}),
      () => lib.updateContactCard(nameless), () => lib.updateContactCard(own), () => lib.updateContactCard({}), () => lib.updateContactCard(),
      () => lib.updateContactCard(params, { timeout: -1 }),
      () => lib.updateContactCard(params, { fetch: once(), onAttempt: ({ duration, ...event }) => seen.push({ ...event }) }),
      () => lib.updateContactCard(params, { fetch: once(), shouldRetry: (error, attempt) => { seen.push(describe(error), attempt); return false; } }),
      () => lib.retrieveContactCards({}, { fetch: once() }),
      () => lib.updateContactCard(params, { apiKey: async () => 'mine' }),
      () => lib.updateContactCard(params, { fetch: async () => { throw new TypeError('down'); } }),
      () => lib.retrieveContactCards({}, { fetch: async () => {}, maxRetries: 0 }),
      () => lib.updateContactCard(params, { timeout: 20, fetch: () => new Promise(() => {}) }),
      () => lib.updateContactCard(params, { signal: AbortSignal.abort('mine') }),
      () => new lib.ContactCards().update(params), () => new lib.ContactCards({}).ensure(params),
      () => new lib.ContactCards({ headers: { 'x-mine': '1' } }).retrieve({}, {}),
      () => new LinqAPIV3().contactCard.update(params), () => new LinqAPIV3({}).contactCard.retrieve(),
      () => new LinqAPIV3({ apiKey: 'mine' }).contactCard.update(params, {}), () => new LinqAPIV3({}).contactCard.update(nameless),
      () => new LinqAPIV3({ defaultHeaders: { 'x-mine': '1' } }).contactCard.create(params, { headers: { 'x-mine': '2' } }),
      () => new LinqAPIV3({ apiKey: 'mine', logLevel: 'info', logger: { info: (line) => seen.push(line.replace(/[0-9]+ ms/, '')) }, fetchOptions: { mine: 1 } })
        .withOptions({ timeout: 30_000 }).contactCard.update(params, { fetchOptions: { other: 2 } }).withResponse().then(({ data, response }) => [data, response.status]),
      () => new LinqAPIV3({ apiKey: 'mine', fetch: once(), maxRetries: 0 }).contactCard.update(params).catch((failed) => [describe(failed), failed.error]),
      () => new LinqAPIV3({ apiKey: 'mine' }).contactCard.update(params, { signal: AbortSignal.abort('mine') }),
      () => new LinqAPIV3({ apiKey: 'mine', headers: {} }).contactCard.update(params),
      async () => lib.previewUpdate(params), async () => lib.previewUpdate(params, {}), async () => lib.previewUpdate({}, {}),
      async () => lib.validateContactCardUpdate({}), async () => lib.validateContactCardUpdate(nameless), async () => lib.validateContactCardUpdate({ ...params, last_name: '' }, {}),
      async () => lib.changedFields(card, {}), async () => lib.changedFields(card, own), async () => lib.changedFields({}, own), async () => lib.changedFields(card, []),
      async () => lib.parsePhoneNumber('+12'), async () => lib.parsePhoneNumber('12'), async () => lib.isE164('+12'), async () => now(),
      async () => lib.contactCardUpdateSchema['~standard'].validate(own), async () => lib.contactCardUpdateSchema['~standard'].validate(nameless),
      async () => lib.createContactCardUpdateSchema({ current: card })['~standard'].validate({ ...params, ...own }),
      async () => lib.createContactCardUpdateSchema({ current: card })['~standard'].validate(own),
      async () => lib.createContactCardUpdateSchema({ current: card, messages: {} })['~standard'].validate({ ...params, image_url: 'x' }),
      async () => describe(new lib.RateLimitError('mine')), async () => new lib.RateLimitError('mine') instanceof lib.APIError,
    ];
    const observe = async () => {
      const all = [];
      for (const call of calls) {
        seen = [];
        let deadline;
        const late = new Promise((resolve) => { deadline = setTimeout(resolve, 30_000, { end: 'never settled' }); });
        const end = await Promise.race([call().then((value) => ({ __proto__: null, value }), describe), late]);
        clearTimeout(deadline);
        all.push([end, seen]);
      }
      return all;
    };
    // Written when nothing is polluted any more.
    const written = (all) => all.map((one, index) => calls[index] + ' ' + JSON.stringify(one));
    // The first round fills the write budgets, so that they are the same in all later ones.
    await observe();
    const clean = written(await observe());
    const differences = [];
    const evil = async (url, init) => { record('evil ' + url, init); return answerTo(init); };
    for (const name of ${JSON.stringify(names)}) {
      for (const value of ${values}) {
        Object.prototype[name] = value;
        const dirty = await observe();
        delete Object.prototype[name];
        for (const [index, line] of written(dirty).entries())
          if (line !== clean[index]) differences.push(name + ' as ' + String(value) + ': ' + line + ' for ' + clean[index]);
      }
    }
    print([calls.length, differences.length, differences.slice(0, 5)]);
    process.exit();`);
  const assertSame = ([calls, count, differences]) => {
    assert.deepEqual(differences, []);
    assert.equal(count, 0);
    assert.ok(calls > 50);
  };

  test('C6 adds no option, no param, no header and no part of a response, by any name of the typings', () => {
    for (const known of [
      'apiKey',
      'baseURL',
      'fetch',
      'headers',
      'replaceImage',
      'defaultHeaders',
      'first_name',
      'current',
      'outcome',
    ])
      assert.ok(publicNames.includes(known), known);
    assertSame(compare(publicNames, `['https://evil.example', { 'x-evil': '1' }, evil, AbortSignal.abort('evil')]`));
    const headers = [
      'authorization',
      'x-evil',
      'accept',
      'content-type',
      'integrity',
      'referrer',
      'mode',
      'dispatcher',
      'duplex',
      'priority',
    ];
    assertSame(compare(headers, `['Bearer evil', { 'x-evil': '1' }]`));
  });

  test('C7 prevents no call from settling and changes no result, by any name in the code or of the language', () => {
    for (const known of ['outcome', 'status', 'value', 'error', 'action', 'LINQ_API_V3_BASE_URL', 'sendEmpty'])
      assert.ok(internalNames.includes(known), known);
    const language = [
      'get',
      'set',
      'writable',
      'enumerable',
      'then',
      'toJSON',
      'ok',
      'ignoreBOM',
      'stream',
      'once',
      'capture',
      'highWaterMark',
    ];
    const names = new Set([...publicNames, ...internalNames, ...language]);
    assertSame(
      compare(
        [...names].filter((name) => !globals.includes(name)),
        `['x', true]`,
      ),
    );
  });

  test('C7 prevents no call from settling where functions are inherited', () => {
    // With an inherited `then`, the language itself calls it for every object that a promise is fulfilled with.
    const names = [...internalNames, 'toJSON', 'get', 'set'].filter(
      (name) => name !== 'then' && !globals.includes(name),
    );
    assertSame(compare(names, '[() => "evil"]'));
  });

  test('C6 prevents no import', () => {
    for (const name of [
      'value',
      'get',
      'set',
      'writable',
      'configurable',
      'name',
      'prototype',
      'return',
      'arrayBuffer',
    ]) {
      const result = resultOf(`
        // Node's own loader has to be loaded before.
        await import('node:fs/promises');
        Object.prototype[${JSON.stringify(name)}] = 'x';
        let failed;
        try {
          await import('linq-contact-card');
          await import('linq-contact-card/sdk');
          await import('linq-contact-card/element');
          const { init } = await import('linq-contact-card/slim');
          await init(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]));
          await init(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]).buffer);
        } catch (error) {
          failed = error.stack;
        }
        delete Object.prototype[${JSON.stringify(name)}];
        print(failed ?? 'imported');`);
      assert.equal(result, 'imported', name);
    }
  });

  test("C6 sends no key from a page's worker", () => {
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

  test('C7 adds nothing to the arguments of `fetch`, nor does a setter', () => {
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
