// Calls while Object.prototype has members of an attacker.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { installProject } from './setup.js';

const { resultOf } = await installProject();

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
    print([calls.length, differences]);
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
