// The entry linq-contact-card/sdk, which replaces the official SDK.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import ts from 'typescript';
import { writeFiles } from '../consumers/markdown.js';
import { bothOf } from './sdk-server.js';
import { failure, installEmulator, installProject, key, number, params } from './setup.js';

const { lib, outputOf, project } = await installProject();
const { ours: sdk } = await bothOf(project);
const { emulator, options, sent } = await installEmulator();
const env = { LINQ_API_V3_API_KEY: key, LINQ_API_V3_BASE_URL: emulator.baseURL };

describe('the SDK entry', () => {
  test("runs the official reference's sample with another import line", async () => {
    const sample = readFileSync(join(import.meta.dirname, '../../fixtures/reference_sample.js'), 'utf8');
    assert.equal(outputOf(sample.replace("'@linqapp/sdk'", "'linq-contact-card/sdk'"), [], env), 'John\n');
    assert.deepEqual(await sent(), [
      'PATCH {"first_name":"John","last_name":"Doe","image_url":"https://cdn.linqapp.com/contact-card/example.jpg"}',
    ]);
  });

  test('runs the code of docs/sdk.md', () => {
    writeFiles('docs/sdk.md', project.dir, emulator);
    const run = (file) => outputOf(`await import(${JSON.stringify(join(project.dir, file))})`, [], env);
    assert.equal(run('update.mjs'), 'John\n');
    assert.equal(run('errors.mjs'), '404\nNotFoundError\napplication/json\ntrue\nrefused\n');
  });

  test('compiles and runs the TypeScript of docs/sdk.md', () => {
    writeFiles('docs/sdk.md', project.dir, emulator);
    const program = ts.createProgram([join(project.dir, 'options.ts')], {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
      types: [],
    });
    const problems = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
    assert.deepEqual(problems, []);
    program.emit();
    const output = outputOf(`await import(${JSON.stringify(join(project.dir, 'options.js'))})`, [], env);
    const attempts = /^(?:PATCH|GET) \/v3\/contact_card(?: for \+1•+567)?: status 200 in \d+ ms$/gm;
    assert.equal(output.match(attempts)?.length, 3, output);
    const [first, raw, count] = output.replaceAll(attempts, '').trim().split(/\n+/);
    assert.match(first, /^John \S+$/);
    assert.match(raw, /^200 \{"contact_cards":\[\{.*"first_name":"John"/);
    assert.ok(Number(count) > 1, count);
  });

  test('has the same methods, merges headers, and has errors of the same names', async () => {
    const client = new sdk.LinqAPIV3({ ...options, defaultHeaders: { 'x-a': '1', 'x-b': '2' }, maxRetries: 0 });
    assert.equal(sdk.default, sdk.LinqAPIV3);
    assert.equal(
      (await client.contactCard.update(params, { headers: { 'X-A': '3', 'x-b': null } })).first_name,
      'John',
    );
    const [{ headers }] = await emulator.requests();
    const names = Object.fromEntries(headers);
    assert.deepEqual([names['x-a'], names['x-b']], ['3', undefined]);
    await client.contactCard.update(params, { headers: { authorization: undefined, 'x-a': undefined } });
    const { 'x-a': merged } = Object.fromEntries((await emulator.requests()).at(-1).headers);
    assert.equal(merged, '1', 'a header that is undefined is absent');
    assert.equal(client.apiKey, key);
    assert.equal(new sdk.LinqAPIV3({ apiKey: key, baseURL: '' }).baseURL, undefined);
    assert.ok((await client.contactCard.retrieve()).contact_cards.length > 1);
    assert.ok((await client.contactCard.retrieve(null)).contact_cards.length > 1);
    const error = await failure(client.contactCard.create(params));
    assert.ok(error instanceof sdk.ConflictError && error instanceof lib.ConflictError);
    assert.equal(
      (await failure(client.contactCard.update({ phone_number: number }))).status,
      400,
      'sends {} as the SDK does',
    );
    for (const bad of [5, 'x-a: 1']) {
      const issues = [
        await failure(client.contactCard.retrieve({}, { headers: bad })),
        await failure(new sdk.LinqAPIV3({ ...options, defaultHeaders: bad }).contactCard.retrieve()),
      ].map(({ issues: [{ path, code }] }) => [path[1], code]);
      assert.deepEqual(issues, [
        ['headers', 'invalid_option'],
        ['headers', 'invalid_option'],
      ]);
    }
  });

  test('checks all other options as the main entry does', async () => {
    const invalid = { fetch: 5, onAttempt: 'x', timeout: -1, maxRetries: 0.5, unknown: 1, logLevel: 'info' };
    const { logLevel, ...others } = invalid;
    const expected = await failure(lib.retrieveContactCards({}, { apiKey: key, ...others }));
    assert.equal(expected.issues.length, 5);
    for (const call of [
      new sdk.LinqAPIV3({ apiKey: key, ...invalid }).contactCard.retrieve(),
      new sdk.LinqAPIV3({ apiKey: key, logLevel }).contactCard.retrieve({}, others),
    ])
      assert.deepEqual(new Set((await failure(call)).issues), new Set(expected.issues));
  });

  test('has no secret in logs of a client, and nothing that throws in them', async () => {
    const secret = { authorization: 'Bearer secret-1', 'x-secret': 'secret-2' };
    const fetchOptions = { dispatcher: 'secret-3' };
    const client = new sdk.LinqAPIV3({ ...options, defaultHeaders: secret, fetchOptions }).withOptions({ timeout: 5 });
    const shown = [
      inspect(client, { depth: 9, getters: true }),
      JSON.stringify(client),
      inspect({ ...client }),
      inspect(structuredClone({ ...client, contactCard: undefined })),
      inspect(sdk.LinqAPIV3, { depth: 9, getters: true }),
      String(Object.entries(client)),
    ];
    for (const log of shown) assert.doesNotMatch(log, new RegExp(`secret|${key}|threw`));
    assert.equal(client.constructor.name, 'LinqAPIV3');
    assert.match(inspect(client), /^LinqAPIV3 \{/);
    const promise = client.contactCard.retrieve();
    const derived = failure(promise);
    assert.match(inspect(promise), /^APIPromise \[Promise\] \{\s+<pending>/);
    assert.deepEqual([Object.keys(promise), derived.constructor], [[], Promise]);
    await derived;
  });

  test('works through the proxy of a framework, with its members replaced there', async () => {
    // As Vue's `reactive`: what is read through a proxy is a proxy, too.
    const proxies = new WeakMap();
    const reactive = (target) => {
      if (!/^\[object (Object|Array)\]$/.test(Object.prototype.toString.call(target))) return target;
      if (!proxies.has(target)) {
        const get = (object, name, receiver) => reactive(Reflect.get(object, name, receiver));
        proxies.set(target, new Proxy(target, { get }));
      }
      return proxies.get(target);
    };
    const client = reactive(new sdk.LinqAPIV3({ ...options, apiKey: 'wrong', logLevel: 'off' }));
    client.apiKey = key;
    assert.equal((await client.contactCard.update(params)).first_name, 'John');
    const other = client.withOptions({ defaultHeaders: { 'x-a': '1' } });
    assert.equal((await other.contactCard.update(params)).first_name, 'John');
    assert.equal(Object.fromEntries((await emulator.requests()).at(-1).headers)['x-a'], '1');
  });

  test('leaves no rejection unhandled where only the response is read, and no body unread', async () => {
    const code = `
      import LinqAPIV3 from 'linq-contact-card/sdk';
      process.on('unhandledRejection', () => console.log('unhandled'));
      const client = new LinqAPIV3({ maxRetries: 0 });
      const call = () => client.contactCard.update({ phone_number: '+15551239999', first_name: 'John' });
      for (const read of ['asResponse', 'withResponse']) console.log(await call()[read]().catch(({ name }) => name));
      console.log((await client.contactCard.retrieve().asResponse()).bodyUsed);`;
    assert.equal(outputOf(code, [], env), 'NotFoundError\nNotFoundError\nfalse\n');
  });

  test('returns responses of other implementations of fetch, and of mocks', async () => {
    const card = { ...params, is_active: true };
    const mock = { ok: true, status: 200, json: async () => card };
    for (const read of ['asResponse', 'withResponse']) {
      const result = await new sdk.LinqAPIV3({ ...options, fetch: async () => mock }).contactCard
        .update(params)
        [read]();
      assert.equal(result.response ?? result, mock);
    }
    const refusing = { status: 404, json: async () => ({ error: { code: 2012, message: 'none' } }) };
    const error = await failure(
      new sdk.LinqAPIV3({ ...options, fetch: async () => refusing }).contactCard.update(params),
    );
    assert.deepEqual([error.status, error.headers, error.error.error.code], [404, undefined, 2012]);
  });

  test('has the response of the last attempt, and none of an earlier one', async () => {
    const down = { error: { code: 3001, message: 'down' } };
    const last = { error: { code: 2012, message: 'none' } };
    const responses = [
      Response.json(down, { status: 500 }),
      Response.json(last, { status: 404, headers: { 'x-a': '2' } }),
    ];
    const fetch = async () => responses.shift() ?? Promise.reject(new TypeError('gone'));
    const client = new sdk.LinqAPIV3({ ...options, fetch, maxRetries: 1 });
    const error = await failure(client.contactCard.update(params));
    assert.deepEqual([error.status, error.headers.get('x-a'), error.error.error.code], [404, '2', 2012]);
    responses.push(Response.json(down, { status: 500 }));
    const broken = await failure(client.contactCard.update(params));
    assert.ok(broken instanceof sdk.APIConnectionError);
    assert.deepEqual([broken.status, broken.headers, broken.error], [undefined, undefined, undefined]);
  });

  test('an abort has the reason as its cause, and whether a write was sent as its outcome', async () => {
    const early = await failure(
      new sdk.LinqAPIV3(options).contactCard.update(params, { signal: AbortSignal.abort('mine') }),
    );
    assert.deepEqual([early.name, early.outcome, early.cause], ['APIUserAbortError', 'not_sent', 'mine']);
    const controller = new AbortController();
    const fetch = () => {
      controller.abort('left');
      return new Promise(() => {});
    };
    const { signal } = controller;
    const late = await failure(new sdk.LinqAPIV3({ ...options, fetch }).contactCard.update(params, { signal }));
    assert.deepEqual([late.name, late.outcome, late.cause], ['APIUserAbortError', 'unknown', 'left']);
    assert.deepEqual(late.toJSON(), { name: 'APIUserAbortError', message: 'The call was aborted', outcome: 'unknown' });
    class Mine extends sdk.APIError {}
    assert.ok(new Mine('mine') instanceof sdk.APIError && !(late instanceof Mine));
  });
});
