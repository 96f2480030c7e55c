// Calls while a test runner's fake timers are installed.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { installProject } from './setup.js';

const { resultOf } = await installProject();

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
    test(`C1 installed ${name}: calls settle, then and after the real timers are back`, () => {
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
