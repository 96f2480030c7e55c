// What differs between the official SDK and linq-contact-card/sdk: each row of the table in docs/sdk.md, on both.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, beforeEach, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { waitLimit } from '../support/limits.js';
import { bothOf, card, setVariables, startServer } from './sdk-server.js';
import { failure, installProject, key, number, params } from './setup.js';

const { lib, project, outputOf } = await installProject();
const { official, ours } = await bothOf(project);
const server = await startServer();
const { options } = server;
after(() => server.stop());

const ok = { body: card };
const failed = (status, code) => ({
  status,
  body: { success: false, error: { status, code, message: `for ${number}` }, trace_id: 'trace-1', more: 1 },
  // The official SDK's wait before it sends a request again.
  headers: { 'retry-after-ms': '1' },
});
const clientOf = (sdk, own) => new sdk.LinqAPIV3({ ...options, ...own });
const update = (sdk, own, ofCall) => clientOf(sdk, own).contactCard.update(params, ofCall);
/** The paths of the issues that a call is refused with. Nothing is sent. */
async function refusal(call) {
  const error = await failure(call);
  assert.ok(error instanceof ours.ValidationError && error instanceof ours.LinqAPIV3Error, inspect(error));
  assert.ok(!(error instanceof ours.APIError));
  assert.equal(error.outcome, 'not_sent');
  assert.equal(server.requests().length, 0);
  for (const { message } of error.issues) assert.ok(error.message.includes(message));
  return error.issues.map(({ path }) => path.join('.'));
}
const messageOf = async (call) => (await failure(call)).message;
/** A program that makes an update in a page, with the exports of `from`. */
const inPage = (from, own) => `
  import LinqAPIV3 from ${JSON.stringify(from)};
  globalThis.document = {};
  globalThis.window = { document };
  globalThis.location = { origin: 'https://page.example' };
  const fetch = async (url) => { sent = url; return Response.json(${JSON.stringify(card)}); };
  let sent = 'nothing sent';
  const client = new LinqAPIV3({ fetch, ...${JSON.stringify(own)} });
  await client.contactCard.update(${JSON.stringify(params)}).catch(({ name }) => { sent = name; });
  console.log(sent);`;
const officialFile = createRequire(import.meta.url)
  .resolve('@linqapp/sdk')
  .replace(/\.js$/, '.mjs');
const env = { LINQ_API_V3_API_KEY: '', LINQ_API_V3_BASE_URL: '' };
/** Returns the URL that an update in a page is sent to, or the name of its error. */
const sentInPage = (from, own) => outputOf(inPage(from, own), [], env).trim();
const fetchTo = (urls) => async (url) => {
  urls.push(String(url));
  return Response.json(card);
};

/** A test for each row, by its first cell. @type {Record<string, () => Promise<void>>} */
const rows = {
  async 'invalid numbers, fields and options, also unknown ones'() {
    const bad = { phone_number: '555', frist_name: 'John', last_name: '' };
    await clientOf(official, { unknown: 1 }).contactCard.update(bad);
    assert.equal(server.requests().length, 1);
    server.script(ok);
    assert.deepEqual(await refusal(clientOf(ours, { unknown: 1, timeout: 0 }).contactCard.update(bad)), [
      'phone_number',
      'frist_name',
      'last_name',
      'options.unknown',
      'options.timeout',
    ]);
  },
  async 'a write that fails with 409, 429, 500 or 503'() {
    for (const [status, code, once] of [
      [409, 2014, 1],
      [429, 1007, 1],
      [500, 3001, 2],
      [503, 4004, 1],
    ]) {
      for (const [sdk, count] of [
        [official, 3],
        [ours, once],
      ]) {
        server.script(failed(status, code));
        await failure(update(sdk, { maxRetries: undefined }));
        assert.equal(server.requests().length, count, `${status}`);
      }
    }
  },
  async 'default of `maxRetries`'() {
    assert.equal(new official.LinqAPIV3({ apiKey: key }).maxRetries, 2);
    assert.equal(new ours.LinqAPIV3({ apiKey: key }).maxRetries, undefined);
    server.script({ status: 429, body: { error: { code: 1007, message: 'x', retry_after: 0 } } });
    await failure(clientOf(ours, { maxRetries: undefined }).contactCard.retrieve());
    assert.equal(server.requests().length, 3);
  },
  async '`timeout`'() {
    /** A response whose body ends after the timeout. */
    const stalled = async () => {
      let end;
      const start = (controller) => {
        controller.enqueue(new TextEncoder().encode(JSON.stringify(card)));
        end = setTimeout(() => controller.close(), 500);
      };
      const body = new ReadableStream({ start, cancel: () => clearTimeout(end) });
      return new Response(body, { headers: { 'content-type': 'application/json' } });
    };
    assert.deepEqual(await update(official, { timeout: 50, fetch: stalled }), card);
    const error = await failure(update(ours, { timeout: 50, fetch: stalled }));
    assert.ok(error instanceof ours.APIConnectionTimeoutError, inspect(error));
  },
  async 'writes for one number at the same time'() {
    for (const [sdk, most] of [
      [official, 3],
      [ours, 1],
    ]) {
      let current = 0;
      let highest = 0;
      const fetch = async () => {
        current += 1;
        highest = Math.max(highest, current);
        await new Promise((resolve) => setImmediate(resolve));
        current -= 1;
        return Response.json(card);
      };
      const { contactCard } = clientOf(sdk, { fetch });
      await Promise.all([1, 2, 3].map(() => contactCard.update(params)));
      assert.equal(highest, most);
    }
  },
  async 'a redirect'() {
    const moved = { status: 307, headers: { location: `${server.baseURL}/moved` } };
    server.script(moved, ok);
    assert.deepEqual(await update(official), card);
    server.script(moved, ok);
    const error = await failure(update(ours));
    assert.ok(error instanceof ours.InvalidResponseError && !(error instanceof ours.APIError));
    assert.equal(server.requests().length, 1);
  },
  async "a response that isn't a card, with a 2xx"() {
    for (const body of [{ hello: 1 }, { ...card, phone_number: '+15551230000' }, { error: { code: 3006 } }]) {
      server.script({ body });
      assert.deepEqual(await update(official), body);
      assert.ok((await failure(update(ours))) instanceof ours.InvalidResponseError);
    }
  },
  async 'a key in a page'() {
    const url = 'https://api.linqapp.com/api/partner/v3/contact_card?phone_number=%2B15551234567';
    assert.equal(sentInPage(officialFile, { apiKey: key }), url);
    assert.equal(sentInPage('linq-contact-card/sdk', { apiKey: key }), 'UnsafeKeyError');
    assert.equal(sentInPage('linq-contact-card/sdk', { apiKey: key, dangerouslyAllowBrowser: true }), url);
  },
  async 'a key over plain http'() {
    const urls = [];
    const own = { baseURL: 'http://linq.example', fetch: fetchTo(urls) };
    await update(official, own);
    assert.equal(urls.length, 1);
    assert.ok((await failure(update(ours, own))) instanceof ours.UnsafeKeyError);
    assert.equal(urls.length, 1);
    assert.deepEqual(await update(ours), card, 'to this machine');
  },
  async 'no key'() {
    assert.throws(() => new official.LinqAPIV3(), official.LinqAPIV3Error);
    for (const own of [undefined, {}, { apiKey: undefined }]) {
      const call = new ours.LinqAPIV3(own).contactCard.update(params);
      assert.match(await messageOf(call), /^options\.apiKey is undefined and LINQ_API_V3_API_KEY is not set/);
    }
    assert.deepEqual(await refusal(new ours.LinqAPIV3().contactCard.update({})), ['options.apiKey', 'phone_number']);
    const gateway = 'https://page.example/api/linq/v3/contact_card?phone_number=%2B15551234567';
    assert.equal(sentInPage('linq-contact-card/sdk', {}), gateway);
    // Of a base URL that is a path, the key isn't what is missing.
    assert.deepEqual(await refusal(new ours.LinqAPIV3({ baseURL: '/api/linq' }).contactCard.retrieve()), [
      'options.baseURL',
    ]);
    assert.deepEqual(await refusal(new ours.LinqAPIV3({ apiKey: 'with a space' }).contactCard.retrieve()), [
      'options.apiKey',
      'options.baseURL',
    ]);
  },
  async '`err.message`'() {
    server.script(failed(404, 2012));
    assert.match(await messageOf(update(official)), /^404 \{/);
    assert.equal(await messageOf(update(ours)), 'for +1•••••••567');
  },
  async '`err.name`'() {
    server.script(failed(404, 2012));
    assert.deepEqual(
      [(await failure(update(official))).name, (await failure(update(ours))).name],
      ['Error', 'NotFoundError'],
    );
  },
  async '`err.error`'() {
    server.script(failed(404, 2012));
    assert.deepEqual((await failure(update(official))).error, failed(404, 2012).body);
    assert.deepEqual((await failure(update(ours))).error, {
      success: false,
      error: { status: 404, code: 2012, message: 'for +1•••••••567' },
      trace_id: 'trace-1',
    });
    server.script({ status: 502, body: '<html>', headers: { 'content-type': 'text/html' } });
    assert.equal((await failure(update(official))).error, undefined);
    assert.deepEqual((await failure(update(ours))).error.error, {
      status: 502,
      message: 'The server responded without a message; is a gateway running at the base URL?',
    });
  },
  async '`err.headers`, `err.error` in logs'() {
    server.script({ ...failed(404, 2012), headers: { 'set-cookie': 'session=secret' } });
    assert.match(inspect(await failure(update(official))), /session=secret/);
    const error = await failure(update(ours));
    assert.equal(error.headers.get('set-cookie'), 'session=secret');
    assert.deepEqual(Object.keys(error), ['outcome', 'status', 'noCard', 'code', 'traceId']);
    for (const log of [inspect(error), JSON.stringify(error)]) assert.doesNotMatch(log, /session=secret|success/);
  },
  async '`asResponse()`'() {
    server.script({ body: { hello: 1 } });
    assert.equal((await update(official).asResponse()).status, 200);
    assert.ok((await failure(update(ours).asResponse())) instanceof ours.InvalidResponseError);
  },
  async '`fetchOptions` that this package sets, such as `redirect`'() {
    const urls = [];
    const fetch = async (_, init) => {
      urls.push(init.redirect);
      return Response.json(card);
    };
    await update(official, { fetch, fetchOptions: { redirect: 'error' } });
    assert.deepEqual(urls, ['error']);
    const names = [
      'body',
      'cache',
      'credentials',
      'headers',
      'keepalive',
      'method',
      'redirect',
      'referrerPolicy',
      'signal',
    ];
    for (const name of names) {
      const fetchOptions = { [name]: 'x' };
      server.script(ok);
      assert.deepEqual(await refusal(update(ours, { fetchOptions })), [`options.fetchOptions.${name}`]);
      assert.deepEqual(await refusal(update(ours, {}, { fetchOptions })), [`options.fetchOptions.${name}`]);
      assert.match(await messageOf(update(ours, { fetchOptions })), / is not an option here; [a-zR]/);
    }
    for (const fetchOptions of [5, 'x', [], () => {}, true])
      assert.deepEqual(await refusal(update(ours, { fetchOptions })), ['options.fetchOptions']);
    server.script(ok);
    await update(ours, { fetchOptions: null }, { fetchOptions: undefined });
  },
  async '`logger`, `logLevel`'() {
    const logs = async (sdk, own) => {
      const lines = [];
      const logger = Object.fromEntries(
        ['error', 'warn', 'info', 'debug'].map((level) => [
          level,
          (...line) => lines.push(JSON.stringify([level, ...line])),
        ]),
      );
      await update(sdk, { logger, ...own });
      return lines;
    };
    assert.ok((await logs(official, { logLevel: 'debug' })).some((line) => line.includes('first_name')));
    for (const own of [{ logLevel: 'info' }, { logLevel: 'debug' }]) {
      server.script(failed(500, 3001), ok);
      const [first, second, ...rest] = await logs(ours, { ...own, maxRetries: 1 });
      assert.match(
        first,
        /^\["info","PATCH \/v3\/contact_card for \+1•+567: status 500 in \d+ ms, again in \d+ ms"\]$/,
      );
      assert.match(second, /^\["info","PATCH \/v3\/contact_card for \+1•+567: status 200 in \d+ ms"\]$/);
      assert.deepEqual(rest, []);
    }
    for (const own of [{}, { logLevel: 'warn' }, { logLevel: 'error' }, { logLevel: 'off' }])
      assert.deepEqual(await logs(ours, own), []);
    setVariables({ LINQ_API_V3_LOG: 'info' });
    assert.equal((await logs(ours, {})).length, 1);
    assert.equal((await logs(ours, { logLevel: 'off' })).length, 0);
    setVariables({ LINQ_API_V3_LOG: 'loud' });
    server.script(ok);
    assert.deepEqual(await refusal(update(ours)), ['options.logLevel']);
    setVariables();
    assert.match(
      await messageOf(update(ours, { logLevel: 'loud' })),
      /must be 'off', 'error', 'warn', 'info' or 'debug'/,
    );
    assert.match(await messageOf(update(ours, { logger: {} })), /^options\.logger must have a function info/);
    // The caller's own function, and a logger that throws.
    const seen = [];
    const reported = [];
    globalThis.reportError = (error) => reported.push(error.message);
    const logger = {
      info() {
        throw new Error('full');
      },
    };
    await update(ours, { logLevel: 'info', logger, onAttempt: ({ status }) => seen.push(status) });
    assert.deepEqual([seen, reported], [[200], ['full']]);
    const onAttempt = () => Promise.reject(new Error('mine'));
    await update(ours, { logLevel: 'info', logger: { info() {} }, onAttempt });
    const deadline = Date.now() + waitLimit;
    while (reported.length < 2 && Date.now() < deadline) await new Promise((resolve) => setImmediate(resolve));
    delete globalThis.reportError;
    assert.equal(reported[1], 'mine');
  },
  async "the constructor's `headers`"() {
    const headers = { 'x-a': '1' };
    await update(official, { headers });
    assert.equal(server.requests()[0].headers['x-a'], undefined);
    server.script(ok);
    assert.deepEqual(await refusal(update(ours, { headers })), ['options.headers']);
    assert.equal(
      await messageOf(update(ours, { headers })),
      'options.headers is not an option here; use defaultHeaders',
    );
    assert.deepEqual(await refusal(clientOf(ours).withOptions({ headers }).contactCard.retrieve()), [
      'options.headers',
    ]);
  },
  async '`defaultQuery`, `webhookSecret`'() {
    await update(official, { defaultQuery: { a: '1' } });
    assert.match(server.requests()[0].url, /a=1/);
    server.script(ok);
    const own = { defaultQuery: {}, webhookSecret: 'x' };
    assert.deepEqual(await refusal(update(ours, own)), ['options.defaultQuery', 'options.webhookSecret']);
    await update(ours, { defaultQuery: undefined, webhookSecret: null });
  },
  async 'options `query`, `body`, `method`, `path`, `stream`, `idempotencyKey`, `defaultBaseURL` and `defaultHeaders` of a call'() {
    const names = ['query', 'body', 'method', 'path', 'stream', 'idempotencyKey', 'defaultBaseURL', 'defaultHeaders'];
    for (const name of names) {
      assert.deepEqual(await refusal(update(ours, {}, { [name]: 'x' })), [`options.${name}`]);
      assert.match(await messageOf(update(ours, {}, { [name]: 'x' })), / is not an option here; [a-zL]/);
    }
    await update(official, {}, { query: { phone_number: '+15551230000' } });
    assert.match(server.requests()[0].url, /15551230000/);
  },
  async '`LINQ_API_V3_CUSTOM_HEADERS`'() {
    for (const [sdk, value] of [
      [official, '1'],
      [ours, undefined],
    ]) {
      server.script(ok);
      setVariables({ LINQ_API_V3_CUSTOM_HEADERS: 'x-a: 1' });
      await update(sdk);
      assert.equal(server.requests()[0].headers['x-a'], value);
    }
  },
  async 'request headers `user-agent` and `x-stainless-…`'() {
    const own = (headers) => Object.keys(headers).filter((name) => /^x-stainless|^user-agent/.test(name));
    for (const [sdk, count] of [
      [official, 8],
      [ours, 0],
    ]) {
      const headers = [];
      const fetch = async (_, init) => {
        headers.push(...own(Object.fromEntries(new Headers(init.headers))));
        return Response.json(card);
      };
      await update(sdk, { fetch });
      assert.equal(headers.length > 0, count > 0, headers.join());
    }
  },
  async '`client.messages`, `client.chats` and other resources, `LinqAPIV3.Messages` and other classes'() {
    const client = clientOf(official);
    const isResource = (name) => typeof client[name] === 'object' && client[name] && client[name]._client === client;
    const resources = Object.keys(client).filter((name) => isResource(name) && name !== 'contactCard');
    assert.ok(resources.includes('messages') && resources.length > 5);
    const own = clientOf(ours);
    const use = { name: 'TypeError', message: /Use the official SDK, @linqapp\/sdk, on a server$/ };
    for (const name of resources) {
      const Class = name.replace(/^./, (letter) => letter.toUpperCase());
      assert.equal(typeof official.LinqAPIV3[Class], 'function', Class);
      assert.throws(() => own[name], use);
      assert.throws(() => ours.LinqAPIV3[Class], use);
    }
  },
  async '`client.get()` and other requests to any path, `LinqAPIV3.toFile()`'() {
    const client = clientOf(ours);
    for (const name of ['get', 'post', 'patch', 'put', 'delete', 'request']) {
      assert.equal(typeof clientOf(official)[name], 'function');
      assert.throws(() => client[name]('/v3/phonenumbers'), {
        name: 'TypeError',
        message: /^client\.\w+\(\) isn't in/,
      });
    }
    assert.throws(() => ours.LinqAPIV3.toFile('x'), /^TypeError: LinqAPIV3\.toFile\(\) isn't in/);
  },
  async '`client.logger`, `.logLevel`, `.fetchOptions` and `.webhookSecret`'() {
    for (const name of ['logger', 'logLevel', 'fetchOptions', 'webhookSecret']) {
      assert.ok(name in clientOf(official), name);
      assert.ok(!(name in clientOf(ours)), name);
    }
  },
  async '`new LinqAPIV3.APIError(status, …)`'() {
    // The compile error is a case of the suite `types`.
    assert.equal(new official.LinqAPIV3.RateLimitError(429, undefined, 'x', new Headers()).status, 429);
    assert.equal(new ours.LinqAPIV3.RateLimitError(429).status, undefined);
  },
  async "`const LinqAPIV3 = require('@linqapp/sdk')`"() {
    const require = createRequire(import.meta.url);
    assert.equal(typeof require('@linqapp/sdk'), 'function');
    const file = join(project.dir, 'node_modules/linq-contact-card/sdk.cjs');
    const { LinqAPIV3, default: same } = require(file);
    assert.equal(LinqAPIV3, same);
    const error = await failure(update({ LinqAPIV3 }, { baseURL: 'http://127.0.0.1:1' }));
    for (const { APIError } of [LinqAPIV3, ours, ours.LinqAPIV3]) assert.ok(error instanceof APIError, 'in any copy');
    assert.ok(error instanceof lib.APIConnectionError);
    const aborted = await failure(update({ LinqAPIV3 }, {}, { signal: AbortSignal.abort() }));
    for (const { APIUserAbortError } of [LinqAPIV3, ours]) assert.ok(aborted instanceof APIUserAbortError);
  },
  async 'exports `toFile`, `PagePromise` and `Uploadable`'() {
    const missing = Object.keys(official).filter((name) => !(name in ours));
    assert.deepEqual(missing.sort(), ['PagePromise', 'toFile']);
  },
};

describe('docs/sdk.md', () => {
  beforeEach(() => {
    setVariables();
    server.script(ok);
  });

  test('has a row for each difference that is tested here, and no other', () => {
    const text = readFileSync(join(import.meta.dirname, '../../../docs/sdk.md'), 'utf8');
    const [, table] = text.split('\n|---|---|---|\n');
    const cells = [...table.matchAll(/^\| (.*?) \| .* \| .* \|$/gm)].map(([, cell]) => cell);
    assert.deepEqual(cells, Object.keys(rows));
  });

  for (const [name, check] of Object.entries(rows)) test(`is right about ${name}`, check);
});
