// When and how entries load the module, and the calls that wait for it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { refuseAtOnce, watchInstances } from './instances.js';
import { installProject, number, params } from './setup.js';

const { resultOf } = await installProject();

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
    test(`C3 if synchronous compilation is refused, calls load, and the synchronous functions work afterwards: ${entry}`, () => {
      const [before, call, after] = resultOf(`
        ${refuseAtOnce} ${atOnce}
        refuseAtOnce();
        const lib = ${entry};
        print([results(lib), await settle(lib.updateContactCard(params, options)), results(lib)]);`);
      assertRefused(before);
      assert.deepEqual([call.value, after], [{ ...params, is_active: true }, expected]);
    });
  }

  test('C3 if synchronous compilation is refused, load() is enough for all entries', () => {
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

  test('C3 if synchronous compilation is refused, the next call replaces an instance that trapped', () => {
    const [broken, between, next, after] = resultOf(`
      ${refuseAtOnce} ${watchInstances} ${atOnce}
      refuseAtOnce();
      let breaks = false;
      watchInstances(({ exports }) => withFunctions(exports, (run) => (...args) => {
        if (breaks) throw new WebAssembly.RuntimeError('unreachable');
        return run(...args);
      }));
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

  test('if it fails asynchronously, too, load() does not advise itself', () => {
    const messages = resultOf(`
      const fail = () => { throw new RangeError('out of memory'); };
      Object.assign(WebAssembly, { instantiate: async () => fail(), Module: function () { fail(); } });
      const lib = await import('linq-contact-card');
      const options = { apiKey: 'key', fetch: async () => respond(card) };
      const messageOf = ({ message }) => message;
      print([
        await lib.load().catch(messageOf), await lib.updateContactCard(params, options).catch(messageOf),
        attempt(() => lib.isE164('+12')).message,
      ]);`);
    const message = 'WebAssembly could not start: see the cause';
    assert.deepEqual(messages, [message, message, `${message}, and await load() first`]);
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
          print(sent);`;
        assert.deepEqual(resultOf(code), ['Ada', 'Bea', 'Cid'], `${entry} ${ticks}`);
      }
    }
  });

  test('loading is retried after a failure', () => {
    const code = `
      const { Module } = WebAssembly;
      WebAssembly.Module = function () { throw new WebAssembly.CompileError('blocked by the policy'); };
      const { isE164 } = await import('linq-contact-card');
      let failed;
      try { isE164('+12'); } catch ({ name, cause }) { failed = [name, cause.message]; }
      WebAssembly.Module = Module;
      print([failed, isE164('+12')]);`;
    assert.deepEqual(resultOf(code), [['WasmUnavailableError', 'blocked by the policy'], true]);
  });
});
