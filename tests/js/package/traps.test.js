// Instances of the module that trapped, and their calls.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { watchInstances } from './instances.js';
import { installEmulator, installProject } from './setup.js';

const { resultOf } = await installProject();
const { options } = await installEmulator();

describe('traps', () => {
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
      return withFunctions(exports, (run) => (...args) => (breaks ? trap() : run(...args)));
    });`;

  test('a trap rejects the calls of its instance, the next call works, and the write budget survives', () => {
    const code = `
      ${breakable}
      const lib = await import('linq-contact-card');
      const unhandled = [];
      process.on('uncaughtException', (error) => unhandled.push(String(error)));
      const options = ${JSON.stringify(options)};
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
      print({
        rejected, used, saved, sync, instances, works: lib.isE164('+12'), unhandled, aborted: signals.map(({ aborted }) => aborted),
      });`;
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
      let second;
      const fetch = (_, { signal }) => new Promise(() => signal.addEventListener('abort', () => {
        breaks = false;
        second = lib.updateContactCard(params, options);
      }));
      await lib.load();
      const first = lib.updateContactCard(params, { ...options, fetch }).catch(({ name }) => name);
      breaks = true;
      try { lib.isE164('+12'); } catch {}
      print([await first, (await second).first_name]);`;
    assert.deepEqual(resultOf(code), ['WasmTrapError', 'John']);
  });

  test('a trap does not affect calls that wait for the module', () => {
    const code = `
      ${breakable}
      const lib = await import('linq-contact-card');
      const { Module } = WebAssembly;
      WebAssembly.Module = function () { throw new RangeError('refused at once'); };
      const call = lib.updateContactCard(params, ${JSON.stringify(options)});
      WebAssembly.Module = Module;
      lib.isE164('+12');
      breaks = true;
      try { lib.isE164('+12'); } catch {}
      breaks = false;
      print(await call.then(({ first_name }) => first_name, ({ name, outcome }) => [name, outcome]));`;
    assert.equal(resultOf(code), 'John');
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
        const call = lib.updateContactCard(params, { ...${JSON.stringify(options)}, ...own });
        ends.push(await call.catch(({ name, outcome }) => [name, outcome]));
      }
      print([ends, performance.now() - started < 10_000]);`;
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
      print([[...names].filter((name) => name !== 'RangeError'), isE164('+12')]);`;
    const [names, works] = resultOf(code, ['--stack-size=200']);
    assert.ok(
      names.every((name) => name === 'WasmTrapError'),
      names.join(),
    );
    assert.equal(works, true);
  });
});
