// Functions of the host that are replaced, or must not be called.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { installProject } from './setup.js';

const { resultOf } = await installProject();

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

  test("C16 a date in Retry-After is compared with the response's own Date, where it can be read", () => {
    const seconds = resultOf(`
      const { updateContactCard } = await import('linq-contact-card');
      const seconds = async (headers) => {
        const fetch = async () => respond({}, 429, { 'retry-after': 'Tue, 01 Jan 2030 00:00:30 GMT', ...headers });
        return (await updateContactCard(params, { apiKey: 'key', maxRetries: 0, fetch }).catch((error) => error)).retryAfter;
      };
      const all = [];
      // The client's clock is right, an hour slow, an hour fast, and at its epoch.
      for (const now of [Date.UTC(2030, 0), Date.UTC(2029, 11, 31, 23), Date.UTC(2030, 0, 1, 1), 0]) {
        Date.now = () => now;
        all.push(await seconds({ date: 'Tue, 01 Jan 2030 00:00:00 GMT' }));
      }
      Date.now = () => Date.UTC(2030, 0, 1, 0, 0, 20);
      for (const date of ['', 'yesterday', 'Tue, 01 Jan 2030 xx:00:00 GMT']) all.push(await seconds({ date }));
      all.push(await seconds({}));
      // The server's own clock may be off, too: both of its headers are.
      all.push(await seconds({ date: 'Thu, 01 Jan 1970 00:01:00 GMT', 'retry-after': 'Thu, 01 Jan 1970 00:01:07 GMT' }));
      print(all);`);
    assert.deepEqual(seconds, [30, 30, 30, 30, 10, 10, 10, 10, 7]);
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
      const fetch = async () => new Response(JSON.stringify(card));
      print(await lib.updateContactCard(params, { apiKey: 'key', fetch }));`;
    assert.equal(resultOf(code).first_name, 'John');
  });
});
