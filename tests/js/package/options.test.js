// The options of a call: key, base URL, headers, fetch, and those that are invalid or inherited.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failure, installEmulator, installProject, key, number } from './setup.js';

const { lib } = await installProject();
const { emulator, options } = await installEmulator();

describe('options', () => {
  test('the key may come from a function, whose error rejects the call', async () => {
    const params = { phone_number: number, first_name: 'J' };
    assert.equal((await lib.updateContactCard(params, { ...options, apiKey: async () => key })).first_name, 'J');
    assert.equal((await lib.updateContactCard(params, { ...options, apiKey: () => key })).first_name, 'J');
    const reason = new Error('no session');
    assert.equal(
      await failure(lib.updateContactCard(params, { ...options, apiKey: () => Promise.reject(reason) })),
      reason,
    );
    const error = await failure(lib.updateContactCard(params, { ...options, apiKey: () => 5 }));
    assert.deepEqual(error.issues[0].path, ['options', 'apiKey']);
  });

  test('W5 a key from a variable that is not set is named', async () => {
    const params = { phone_number: number, first_name: 'J' };
    const { name, outcome, issues } = await failure(
      lib.updateContactCard(params, { apiKey: process.env.LINQ_KEY_THAT_IS_NOT_SET }),
    );
    assert.deepEqual([name, outcome], ['ValidationError', 'not_sent']);
    assert.deepEqual(
      issues.map(({ path, message }) => [path.join('.'), message]),
      [['options.baseURL', 'options.baseURL must be an absolute URL outside a page; is apiKey undefined?']],
    );
  });

  test('options may be URL and Headers objects and a fetch function', async () => {
    const calls = [];
    const fetch = (url, init) => {
      calls.push({ url, init });
      return globalThis.fetch(url, init);
    };
    const headers = new Headers({ 'x-tenant': '7' });
    await lib.updateContactCard(
      { phone_number: number, first_name: 'J' },
      { apiKey: key, baseURL: new URL(emulator.baseURL), headers, fetch },
    );
    const [{ init }] = calls;
    assert.deepEqual(
      { ...init, signal: undefined, body: undefined },
      {
        method: 'PATCH',
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          authorization: `Bearer ${key}`,
          'x-tenant': '7',
        },
        body: undefined,
        signal: undefined,
      },
    );
    assert.ok(init.signal instanceof AbortSignal);
    const error = await failure(
      lib.updateContactCard({ phone_number: number, first_name: 'J' }, { ...options, signal: new AbortController() }),
    );
    assert.deepEqual(error.issues[0].path, ['options', 'signal']);
  });

  test('outside a page, the gateway needs an absolute URL', async () => {
    const error = await failure(lib.updateContactCard({ phone_number: number, first_name: 'J' }));
    assert.deepEqual(error.issues[0].path, ['options', 'baseURL']);
  });

  test('reports an invalid signal like any other option', async () => {
    for (const signal of [5, 'abort', {}, { addEventListener: 5 }, () => {}]) {
      const error = await failure(
        lib.updateContactCard({ phone_number: number, first_name: 'J' }, { ...options, signal }),
      );
      assert.deepEqual(
        error.issues.map(({ path, code }) => [path.join('.'), code]),
        [['options.signal', 'invalid_option']],
      );
    }
  });

  test('C6 ignores inherited options', async () => {
    const sent = [];
    const fetch = async (url) => {
      sent.push(url);
      throw new Error('down');
    };
    const inherited = { baseURL: new URL('https://attacker.example'), fetch, onAttempt: fetch, apiKey: 'inherited' };
    const { prototype } = Object;
    try {
      for (const [name, value] of Object.entries(inherited))
        Object.defineProperty(prototype, name, { value, configurable: true });
      for (const none of [undefined, null]) {
        const error = await failure(lib.updateContactCard({ phone_number: number, first_name: 'J' }, none));
        assert.deepEqual(error.issues.at(-1).path, ['options', 'baseURL']);
        assert.throws(() => lib.previewUpdate({ phone_number: number, first_name: 'J' }, none), {
          name: 'ValidationError',
        });
      }
    } finally {
      for (const name of Object.keys(inherited)) delete prototype[name];
    }
    assert.deepEqual(sent, []);
  });
});
