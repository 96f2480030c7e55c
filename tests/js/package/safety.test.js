// Retries, aborts, the write budget and traps: the packed package in Node, with an emulator.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { inspect } from 'node:util';
import { startEmulator } from '../support/emulator.js';
import { createProject } from '../support/sandbox.js';
import { refuseAtOnce, watchInstances } from './instances.js';

const number = '+15551234567';
const key = 'linq-emulator-key';
const params = { phone_number: number, first_name: 'John' };

let emulator;
let project;
let lib;
let options;
before(async () => {
  project = await createProject();
  lib = project.esm;
  emulator = await startEmulator();
});
after(async () => {
  await emulator?.stop();
  project?.remove();
});
beforeEach(async () => {
  await emulator.reset();
  await emulator.settings({ budget: null });
  options = { apiKey: key, baseURL: emulator.baseURL };
});

const failure = (promise) =>
  promise.then(
    () => assert.fail('it should have failed'),
    (error) => error,
  );
const sent = async () =>
  (await emulator.requests()).map(({ method, body }) => [method, body].filter(Boolean).join(' '));

/** Runs a program in the project and returns its output. */
function runProgram(code, flags = [], env = {}) {
  return execFileSync(process.execPath, [...flags, '--input-type=module', '-e', code], {
    cwd: project.dir,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
}

/** Runs a program and returns the JSON that it prints. */
const resultOf = (code, flags) => JSON.parse(runProgram(code, flags));

describe('operations', () => {
  test('create creates a card, and a second time rejects', async () => {
    const params = { phone_number: '+15551239999', first_name: 'Ada', last_name: 'Lovelace' };
    assert.deepEqual(await lib.createContactCard(params, options), { ...params, is_active: true });
    const error = await failure(lib.createContactCard(params, options));
    assert.deepEqual([error.name, error.code, error.outcome], ['ConflictError', 2014, 'refused']);
    const invalid = await failure(lib.createContactCard({ phone_number: number }, options));
    assert.deepEqual(
      invalid.issues.map(({ path, code }) => [path, code]),
      [[['first_name'], 'required']],
    );
  });

  test('ensure creates a card, updates it, or leaves it unchanged', async () => {
    const params = { phone_number: '+15551239998', first_name: 'Ada', image_url: 'https://example.com/a.jpg' };
    assert.equal((await lib.ensureContactCard(params, options)).action, 'created');
    const unchanged = await lib.ensureContactCard(params, options);
    assert.equal(unchanged.action, 'unchanged');
    assert.match(unchanged.card.image_url, /^https:\/\/cdn\.linqapp\.com\//);
    const updated = await lib.ensureContactCard({ ...params, first_name: 'Bea' }, options);
    assert.deepEqual([updated.action, updated.card.first_name], ['updated', 'Bea']);
    const replaced = await lib.ensureContactCard({ ...params, first_name: 'Bea' }, { ...options, replaceImage: true });
    assert.equal(replaced.action, 'updated');
    const writes = (await sent()).filter((line) => !line.startsWith('GET'));
    assert.deepEqual(writes.slice(1), [
      'PATCH {"first_name":"Bea"}',
      'PATCH {"image_url":"https://example.com/a.jpg"}',
    ]);
    const error = await failure(lib.updateContactCard(params, { ...options, replaceImage: true }));
    assert.equal(error.issues[0].code, 'unknown_option');
  });

  test('a client has bound options, which those of a call override', async () => {
    const cards = new lib.ContactCards({ ...options, timeout: 5_000 });
    assert.equal((await cards.update(params)).first_name, 'John');
    assert.equal((await cards.retrieve({ phone_number: number })).contact_cards.length, 1);
    assert.equal((await cards.ensure(params)).action, 'unchanged');
    assert.equal((await failure(cards.create(params))).name, 'ConflictError');
    assert.deepEqual((await failure(cards.update(params, { timeout: -1 }))).issues[0].path, ['options', 'timeout']);
  });
});

describe('attempts', () => {
  test('retries a write once after 500/3001, and calls onAttempt', async () => {
    await emulator.script({ status: 500, body: { error: { code: 3001, message: 'x' } } });
    const attempts = [];
    await lib.updateContactCard(params, { ...options, onAttempt: (attempt) => attempts.push(attempt) });
    const [first, second] = attempts;
    assert.deepEqual(
      { ...first, duration: 0, nextWait: 0 },
      {
        method: 'PATCH',
        phone_number: '+1•••••••567',
        attempt: 1,
        status: 500,
        duration: 0,
        nextWait: 0,
      },
    );
    assert.ok(first.nextWait >= 1_000 && first.nextWait <= 1_250);
    assert.deepEqual([second.attempt, second.status, 'nextWait' in second], [2, 200, false]);
  });

  test('calls shouldRetry with the error, which may veto or throw', async () => {
    const scripted = { status: 500, body: { error: { code: 2022, message: 'x' } } };
    const calls = [];
    await emulator.script(scripted);
    const vetoed = await failure(
      lib.updateContactCard(params, {
        ...options,
        shouldRetry: (error, attempt) => {
          calls.push([error.name, error.code, attempt]);
          return false;
        },
      }),
    );
    assert.deepEqual(calls, [['InternalServerError', 2022, 1]]);
    assert.equal(vetoed.code, 2022);
    await emulator.script(scripted);
    const mine = new Error('mine');
    assert.equal(
      await failure(
        lib.updateContactCard(params, {
          ...options,
          shouldRetry: () => {
            throw mine;
          },
        }),
      ),
      mine,
    );
    assert.equal((await sent()).length, 2);
  });

  test('reports a failed request, not the response before it', async () => {
    const card = { ...params, is_active: true };
    for (const [call, first] of [
      [lib.updateContactCard, Response.json({ error: { code: 3001 } }, { status: 500 })],
      [lib.ensureContactCard, Response.json({ contact_cards: [{ ...card, first_name: 'Ada' }] })],
    ]) {
      const responses = [first];
      const fetch = () => responses.pop() ?? assert.fail('down');
      const error = await failure(call(params, { ...options, fetch }));
      assert.deepEqual([error.name, error.cause.message, error.outcome], ['APIConnectionError', 'down', 'unknown']);
    }
  });

  test('reports and ignores what onAttempt throws', () => {
    const code = `
      import { updateContactCard } from 'linq-contact-card';
      const reported = [];
      console.error = (error) => reported.push(error.message);
      const card = await updateContactCard(${JSON.stringify(params)}, {
        ...${JSON.stringify(options)}, onAttempt() { throw new Error('mine'); },
      });
      await new Promise((resolve) => setTimeout(resolve));
      console.log(JSON.stringify([card.first_name, reported]));`;
    assert.deepEqual(resultOf(code), ['John', ['mine']]);
    const later = code.replace('onAttempt()', 'async onAttempt()');
    assert.deepEqual(resultOf(later), ['John', ['mine']], 'and what it rejects with');
    const strict = code
      .replace('(error) => reported.push(error.message)', '(error) => { throw error; }')
      .replace(
        'const reported = []',
        "const reported = []; process.on('uncaughtException', ({ message }) => reported.push(message))",
      );
    assert.deepEqual(resultOf(strict), ['John', ['mine']], 'a console that throws breaks no call');
  });

  test('sends two writes for one phone number one after the other, in call order', async () => {
    await emulator.script({ delay_ms: 150 });
    const names = ['Ada', 'Bea', 'Cid'];
    const cards = await Promise.all(
      names.map((first_name) => lib.updateContactCard({ ...params, first_name }, options)),
    );
    assert.deepEqual(
      cards.map(({ first_name }) => first_name),
      names,
    );
    assert.deepEqual(
      await sent(),
      names.map((name) => `PATCH {"first_name":"${name}"}`),
    );
  });

  test('ends at an abort in a function of the caller, and before apiKey is called', async () => {
    const never = () => new Promise(() => {});
    // A retry would follow after 15 s.
    const failing = async () => Response.json({ error: { code: 2022, retry_after: 15 } }, { status: 500 });
    const started = Date.now();
    for (const [name, make] of Object.entries({
      apiKey: (abort) => ({
        apiKey: () => {
          abort();
          return never();
        },
      }),
      fetch: (abort) => ({
        fetch: () => {
          abort();
          return never();
        },
      }),
      onAttempt: (abort) => ({ fetch: failing, onAttempt: abort }),
      shouldRetry: (abort) => ({
        fetch: failing,
        shouldRetry: () => {
          abort();
          return true;
        },
      }),
    })) {
      const controller = new AbortController();
      const own = make(() => controller.abort(name));
      const call = lib.updateContactCard(params, { ...options, ...own, signal: controller.signal });
      assert.equal(await failure(call), name);
    }
    const calls = [];
    const apiKey = () => {
      calls.push('key');
      return never();
    };
    assert.equal(
      await failure(lib.updateContactCard(params, { ...options, apiKey, signal: AbortSignal.abort('before') })),
      'before',
    );
    assert.deepEqual(calls, []);
    assert.ok(Date.now() - started < 10_000);
  });

  test('ends at an abort in the queue, and the next call goes on', async () => {
    await emulator.script({ delay_ms: 200 });
    const controller = new AbortController();
    const first = lib.updateContactCard(params, options);
    const second = failure(
      lib.updateContactCard({ ...params, first_name: 'Never' }, { ...options, signal: controller.signal }),
    );
    const third = lib.updateContactCard({ ...params, first_name: 'Cid' }, options);
    controller.abort('left');
    assert.equal(await second, 'left');
    await first;
    assert.equal((await third).first_name, 'Cid');
    assert.equal((await sent()).length, 2);
  });
});

describe('the write budget', () => {
  test('counts sent writes, and is used up after a 429', async () => {
    const phone_number = '+15551230001';
    const at = (ms) => Math.round((ms - Date.now()) / 1_000);
    assert.deepEqual(lib.writeBudget(phone_number), { limit: 3, used: 0, remaining: 3, nextWriteAt: null });
    await lib.updateContactCard({ ...params, phone_number }, options);
    assert.deepEqual(lib.writeBudget(phone_number), { limit: 3, used: 1, remaining: 2, nextWriteAt: null });
    await emulator.script({ status: 429, body: { error: { code: 1007, message: 'x', retry_after: 412 } } });
    await failure(lib.updateContactCard({ ...params, phone_number }, options));
    const { nextWriteAt, ...usage } = lib.writeBudget(phone_number);
    assert.deepEqual(usage, { limit: 3, used: 3, remaining: 0 });
    assert.ok(nextWriteAt instanceof Date);
    assert.ok(Math.abs(at(nextWriteAt) - 412) < 60);
    assert.equal(
      (await lib.updateContactCard({ ...params, phone_number }, options)).first_name,
      'John',
      'the server decides',
    );
  });

  test("follows a gateway's X-Write-Budget header", async () => {
    const phone_number = '+15551230002';
    await emulator.script({ headers: { 'x-write-budget': 'limit=5, remaining=1, reset=60' } });
    await lib.retrieveContactCards({ phone_number }, options);
    assert.deepEqual(lib.writeBudget(phone_number), { limit: 5, used: 4, remaining: 1, nextWriteAt: null });
  });

  test('is stored for 10,000 phone numbers', async () => {
    const numberOf = (index) => `+1777${String(index).padStart(7, '0')}`;
    const update = (index) => {
      const params = { phone_number: numberOf(index), first_name: 'John' };
      return lib.updateContactCard(params, {
        apiKey: key,
        fetch: async () => Response.json({ ...params, is_active: true }),
      });
    };
    await update(0);
    await update(1);
    for (let index = 2; index < 10_000; index++) await update(index);
    await update(0);
    await update(10_000);
    assert.deepEqual(
      [0, 1, 2].map((index) => lib.writeBudget(numberOf(index)).used),
      [2, 0, 1],
    );
  });

  test('needs a valid phone number', () => {
    for (const bad of ['555-1234', undefined, null, 5]) {
      assert.throws(
        () => lib.writeBudget(bad),
        ({ name, issues }) => name === 'ValidationError' && issues[0].path[0] === 'phone_number',
      );
    }
  });
});

describe('traps and loading', () => {
  /** A module with one export, which traps. */
  const trap = `new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(
    [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 116, 0, 0, 10, 5, 1, 3, 0, 0, 11]))).exports.t`;

  /** Has the functions of instances trap while \`breaks\` is set. */
  const breakable = `
    let breaks = false;
    let instances = 0;
    const trap = ${trap};
    ${watchInstances}
    watchInstances(({ exports }) => {
      instances += 1;
      return { exports: Object.fromEntries(Object.entries(exports).map(([name, value]) =>
        [name, typeof value === 'function' ? (...args) => (breaks ? trap() : value(...args)) : value])) };
    });`;

  test('a trap rejects the calls of its instance, the next call works, and the write budget survives', () => {
    const code = `
      ${breakable}
      const lib = await import('linq-contact-card');
      const unhandled = [];
      process.on('uncaughtException', (error) => unhandled.push(String(error)));
      const options = ${JSON.stringify(options)};
      const params = ${JSON.stringify(params)};
      const signals = [];
      const never = (_, { signal }) => { signals.push(signal); return new Promise(() => {}); };
      const outcomeOf = (promise) => promise.then(() => 'saved', ({ name, outcome }) => [name, outcome]);
      await lib.updateContactCard(params, options);
      const live = [
        outcomeOf(lib.updateContactCard(params, { ...options, fetch: never })),
        outcomeOf(lib.updateContactCard(params, { ...options, fetch: never })),
        outcomeOf(lib.retrieveContactCards({}, { ...options, fetch: never, timeout: 500 })),
      ];
      while (signals.length < 2) await new Promise((resolve) => setTimeout(resolve));
      breaks = true;
      const rejected = await Promise.all(live);
      breaks = false;
      const { used } = lib.writeBudget(params.phone_number);
      const saved = await outcomeOf(lib.updateContactCard(params, options));
      let sync;
      breaks = true;
      try { lib.isE164('+12'); } catch ({ name, cause }) { sync = [name, cause.constructor.name]; }
      breaks = false;
      console.log(JSON.stringify({
        rejected, used, saved, sync, instances, works: lib.isE164('+12'), unhandled, aborted: signals.map(({ aborted }) => aborted),
      }));`;
    const result = resultOf(code);
    assert.deepEqual(result, {
      rejected: [
        ['WasmTrapError', 'unknown'],
        ['WasmTrapError', 'not_sent'],
        ['WasmTrapError', 'not_sent'],
      ],
      used: 2,
      saved: 'saved',
      sync: ['WasmTrapError', 'RuntimeError'],
      instances: 2,
      works: true,
      unhandled: [],
      aborted: [true, true],
    });
  });

  test('a call that is made while those of a broken instance end uses a new one', () => {
    const code = `
      ${breakable}
      const lib = await import('linq-contact-card');
      const options = ${JSON.stringify(options)};
      const params = ${JSON.stringify(params)};
      let second;
      const fetch = (_, { signal }) => new Promise(() => signal.addEventListener('abort', () => {
        breaks = false;
        second = lib.updateContactCard(params, options);
      }));
      await lib.load();
      const first = lib.updateContactCard(params, { ...options, fetch }).catch(({ name }) => name);
      breaks = true;
      try { lib.isE164('+12'); } catch {}
      console.log(JSON.stringify([await first, (await second).first_name]));`;
    assert.deepEqual(resultOf(code), ['WasmTrapError', 'John']);
  });

  test('calls that wait for the module start in call order', () => {
    for (const [entry, ready] of [
      ['slim', 'undefined'],
      ['index', 'compiled'],
    ]) {
      for (let ticks = 0; ticks < 6; ticks++) {
        const code = `
          import { readFileSync } from 'node:fs';
          import { createRequire } from 'node:module';
          const { resolve } = createRequire(process.cwd() + '/x.js');
          ${refuseAtOnce}
          const { instantiate } = WebAssembly;
          let compiled;
          WebAssembly.instantiate = (...args) => (compiled = instantiate(...args));
          const lib = await import('linq-contact-card' + ${JSON.stringify(entry === 'slim' ? '/slim' : '')});
          await lib.init?.(new WebAssembly.Module(readFileSync(resolve('linq-contact-card/contact_card.wasm'))));
          refuseAtOnce();
          const sent = [];
          const update = (first_name) => {
            const params = { phone_number: '${number}', first_name };
            const fetch = async () => { sent.push(first_name); return Response.json({ ...params, is_active: true }); };
            return lib.updateContactCard(params, { apiKey: 'key', fetch });
          };
          const calls = [update('Ada'), update('Bea')];
          await ${ready};
          for (let tick = 0; tick < ${ticks}; tick++) await undefined;
          calls.push(update('Cid'));
          await Promise.all(calls);
          console.log(JSON.stringify(sent));`;
        assert.deepEqual(resultOf(code), ['Ada', 'Bea', 'Cid'], `${entry} ${ticks}`);
      }
    }
  });

  test('a trap does not affect calls that wait for the module', () => {
    const code = `
      ${breakable}
      const lib = await import('linq-contact-card');
      const { Module } = WebAssembly;
      WebAssembly.Module = function () { throw new RangeError('refused at once'); };
      const call = lib.updateContactCard(${JSON.stringify(params)}, ${JSON.stringify(options)});
      WebAssembly.Module = Module;
      lib.isE164('+12');
      breaks = true;
      try { lib.isE164('+12'); } catch {}
      breaks = false;
      console.log(JSON.stringify(await call.then(({ first_name }) => first_name, ({ name, outcome }) => [name, outcome])));`;
    assert.equal(resultOf(code), 'John');
  });

  test('a library may replace the Promise class', () => {
    const code = `
      const lib = await import('linq-contact-card');
      const Native = Promise;
      globalThis.Promise = class {
        #own;
        constructor(run) { this.#own = new Native(run); }
        then(...handlers) { return this.#own.then(...handlers); }
        catch(handler) { return this.#own.catch(handler); }
        static resolve(value) { return new this((resolve) => resolve(value)); }
      };
      const card = { ...${JSON.stringify(params)}, is_active: true };
      const fetch = async () => new Response(JSON.stringify(card));
      console.log(JSON.stringify(await lib.updateContactCard(${JSON.stringify(params)}, { ...${JSON.stringify(options)}, fetch })));`;
    assert.equal(resultOf(code).first_name, 'John');
  });

  test('a trap during a function of the caller ends its call', () => {
    const code = `
      ${breakable}
      const lib = await import('linq-contact-card');
      await lib.load();
      const breakIt = () => {
        breaks = true;
        try { lib.isE164('+12'); } catch {}
        breaks = false;
      };
      const never = () => { breakIt(); return new Promise(() => {}); };
      const failing = async () => Response.json({ error: { code: 2022, retry_after: 15 } }, { status: 500 });
      const started = performance.now();
      const ends = [];
      for (const own of [{ apiKey: never }, { fetch: never }, { fetch: failing, onAttempt: breakIt }, { fetch: failing, shouldRetry: never }]) {
        const call = lib.updateContactCard(${JSON.stringify(params)}, { ...${JSON.stringify(options)}, ...own });
        ends.push(await call.catch(({ name, outcome }) => [name, outcome]));
      }
      console.log(JSON.stringify([ends, performance.now() - started < 10_000]));`;
    const unknown = ['WasmTrapError', 'unknown'];
    assert.deepEqual(resultOf(code), [[['WasmTrapError', 'not_sent'], unknown, unknown, unknown], true]);
  });

  test('an exhausted stack is a trap', () => {
    const code = `
      import { isE164 } from 'linq-contact-card';
      isE164('+12');
      const names = new Set();
      const dive = () => { try { dive(); } catch {} try { isE164('+12'); } catch ({ name }) { names.add(name); } };
      dive();
      console.log(JSON.stringify([[...names].filter((name) => name !== 'RangeError'), isE164('+12')]));`;
    const [names, works] = resultOf(code, ['--stack-size=200']);
    assert.ok(
      names.every((name) => name === 'WasmTrapError'),
      names.join(),
    );
    assert.equal(works, true);
  });

  test('loading is retried after a failure', () => {
    const code = `
      const { Module } = WebAssembly;
      WebAssembly.Module = function () { throw new WebAssembly.CompileError('blocked by the policy'); };
      const { isE164 } = await import('linq-contact-card');
      let failed;
      try { isE164('+12'); } catch ({ name, cause }) { failed = [name, cause.message]; }
      WebAssembly.Module = Module;
      console.log(JSON.stringify([failed, isE164('+12')]));`;
    assert.deepEqual(resultOf(code), [['WasmUnavailableError', 'blocked by the policy'], true]);
  });

  test('10,000 calls leave no listener, no timer and no memory', () => {
    const code = `
      ${watchInstances}
      let memory;
      watchInstances((instance) => {
        memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
        return instance;
      });
      const { updateContactCard } = await import('linq-contact-card');
      let listeners = 0;
      const controller = new AbortController();
      const signal = {
        aborted: false,
        addEventListener: () => { listeners += 1; },
        removeEventListener: () => { listeners -= 1; },
      };
      const params = ${JSON.stringify(params)};
      const card = JSON.stringify({ ...params, is_active: true });
      const options = { apiKey: 'key', signal, fetch: async () => new Response(card) };
      const run = async (count) => { for (let call = 0; call < count; call++) await updateContactCard(params, options); };
      const used = () => { gc(); gc(); return process.memoryUsage().heapUsed; };
      await run(2_000);
      const before = [used(), memory.buffer.byteLength];
      await run(10_000);
      const after = [used(), memory.buffer.byteLength];
      const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
      console.log(JSON.stringify({ listeners, timers, heap: after[0] - before[0], memory: after[1] - before[1] }));`;
    const { heap, ...left } = resultOf(code, ['--expose-gc']);
    assert.deepEqual(left, { listeners: 0, timers: 0, memory: 0 });
    assert.ok(heap < 500_000, `the heap grew by ${heap} bytes`);
  });

  test('a body is cancelled at the end of its call, also if fetch ignores the signal', async () => {
    const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    for (const { size, delay, abortAfter, expected } of [
      { size: 1, delay: 0, abortAfter: 30, expected: 'TimeoutError' },
      { size: 1, delay: 60, abortAfter: 30, expected: 'TimeoutError' },
      { size: 65_537, delay: 0, abortAfter: 30_000, expected: 'InvalidResponseError' },
    ]) {
      let pulls = 0;
      let isCancelled = false;
      const body = new ReadableStream({
        async pull(stream) {
          pulls += 1;
          await wait(5);
          stream.enqueue(new Uint8Array(size));
        },
        cancel() {
          isCancelled = true;
        },
      });
      const fetch = async () => {
        await wait(delay);
        return new Response(body);
      };
      const signal = AbortSignal.timeout(abortAfter);
      const { name } = await failure(lib.updateContactCard(params, { ...options, fetch, signal }));
      assert.equal(name, expected);
      while (!isCancelled) await wait(5);
      const before = pulls;
      await wait(30);
      assert.equal(pulls, before, `${size} ${delay}`);
    }
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

describe('the SDK entry', () => {
  const sample = readFileSync(join(import.meta.dirname, '../../fixtures/reference_sample.js'), 'utf8');

  test("runs the official reference's sample with another import line", async () => {
    const code = sample.replace("'@linqapp/sdk'", "'linq-contact-card/sdk'");
    const env = { LINQ_API_V3_API_KEY: key, LINQ_API_V3_BASE_URL: emulator.baseURL };
    assert.equal(runProgram(code, [], env), 'John\n');
    assert.deepEqual(await sent(), [
      'PATCH {"first_name":"John","last_name":"Doe","image_url":"https://cdn.linqapp.com/contact-card/example.jpg"}',
    ]);
  });

  test('has the same methods, merges headers, and has errors of the same names', async () => {
    const sdk = await import(join(project.dir, 'node_modules/linq-contact-card/sdk.js'));
    const client = new sdk.LinqAPIV3({ ...options, defaultHeaders: { 'x-a': '1', 'x-b': '2' }, maxRetries: 0 });
    assert.equal(sdk.default, sdk.LinqAPIV3);
    assert.equal(
      (await client.contactCard.update(params, { headers: { 'X-A': '3', 'x-b': null } })).first_name,
      'John',
    );
    const [{ headers }] = await emulator.requests();
    const names = Object.fromEntries(headers);
    assert.deepEqual([names['x-a'], names['x-b']], ['3', undefined]);
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
    assert.equal(
      (await failure(new sdk.LinqAPIV3({ ...options, logLevel: 'debug' }).contactCard.retrieve())).issues[0].code,
      'unknown_option',
    );
  });
});

describe('the slim entry', () => {
  test('works with a module in any form', () => {
    for (const source of [
      'bytes',
      'bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)',
      'new WebAssembly.Module(bytes)',
      'new Response(bytes)',
      'Promise.resolve(bytes)',
    ]) {
      const code = `
        import { readFileSync } from 'node:fs';
        import { createRequire } from 'node:module';
        import { init, isE164, updateContactCard } from 'linq-contact-card/slim';
        const bytes = readFileSync(createRequire(process.cwd() + '/x.js').resolve('linq-contact-card/contact_card.wasm'));
        let before;
        try { isE164('+12'); } catch ({ name, message }) { before = [name, message]; }
        await init(${source});
        const card = await updateContactCard(${JSON.stringify(params)}, ${JSON.stringify(options)});
        console.log(JSON.stringify([...before, isE164('+12'), card.first_name]));`;
      const expected = [
        'WasmUnavailableError',
        'The slim entry has no module yet: await init(source) first',
        true,
        'John',
      ];
      assert.deepEqual(resultOf(code), expected, source);
    }
  });

  test('shares its classes with the others', () => {
    const code = `
      import { WasmUnavailableError, isE164 } from 'linq-contact-card/slim';
      import * as main from 'linq-contact-card';
      import * as sdk from 'linq-contact-card/sdk';
      console.log(JSON.stringify([main.WasmUnavailableError === WasmUnavailableError, sdk.WasmUnavailableError === WasmUnavailableError]));`;
    assert.deepEqual(resultOf(code), [true, true]);
  });
});
