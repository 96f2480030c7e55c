// The memory of the module, and what calls leave behind.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { watchInstances } from './instances.js';
import { installProject, key, number } from './setup.js';

const { lib, resultOf } = await installProject();

describe('the message memory', () => {
  test('has room for a list of 3 MB', async () => {
    const contact_cards = Array.from({ length: 20_000 }, (_, index) => ({
      phone_number: `+1555${1_000_000 + index}`,
      first_name: `Zoë ${index}`,
      last_name: 'x'.repeat(60),
      is_active: index % 2 === 0,
      image_url: `https://cdn.example/${index}.png`,
    }));
    const body = JSON.stringify({ contact_cards });
    assert.ok(body.length > 3_000_000 && body.length < 4_000_000);
    const fetch = async () => new Response(body);
    assert.deepEqual(await lib.retrieveContactCards({}, { apiKey: key, fetch }), { contact_cards });
    assert.equal(lib.isE164(number), true);
  });

  test('grows while a response is written, and again', () => {
    const result = resultOf(`
      const lib = await import('linq-contact-card');
      const lengths = [];
      for (const count of [10, 2_000, 20_000, 10]) {
        const unknown = Object.fromEntries(Array.from({ length: count }, (_, index) => ['field' + index, index]));
        const issues = lib.validateContactCardUpdate({ ...params, ...unknown });
        lengths.push([issues.length, issues.every(({ path, code }, index) => path[0] === 'field' + index && code === 'unknown_field')]);
      }
      print(lengths);`);
    assert.deepEqual(result, [
      [10, true],
      [2_000, true],
      [20_000, true],
      [10, true],
    ]);
  });

  test('grows during a call, which continues unchanged', () => {
    // Text that is longer as JSON than as UTF-8.
    const result = resultOf(`
      const lib = await import('linq-contact-card');
      const last_name = '\\u0001'.repeat(9_000);
      const sent = [];
      const options = { apiKey: 'key', maxRetries: 1, fetch: async (url, { method, body }) => {
        sent.push(method + (body ?? ''));
        return respond(method === 'GET' ? { contact_cards: [{ ...card, first_name: 'Ada', last_name }] } : { ...card, last_name });
      } };
      const { action, card: saved } = await lib.ensureContactCard(params, options);
      const list = await lib.retrieveContactCards({}, { ...options, fetch: async () => respond({
        contact_cards: Array.from({ length: 60 }, () => ({ ...card, last_name })),
      }) });
      print([action, saved.last_name === last_name, sent, list.contact_cards.every((one) => one.last_name === last_name)]);`);
    assert.deepEqual(result, ['updated', true, ['GET', 'PATCH{"first_name":"John"}'], true]);
  });

  test('remains as large as the largest message needs', () => {
    const [first, largest, last] = resultOf(`
      ${watchInstances}
      let memory;
      watchInstances((instance) => {
        memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
        return instance;
      });
      const lib = await import('linq-contact-card');
      const options = { apiKey: 'key', fetch: async () => respond(card) };
      const run = async (count) => {
        for (let call = 0; call < count; call++) {
          await lib.updateContactCard(params, options);
          lib.isE164('+12');
          lib.parsePhoneNumber('12');
        }
      };
      const sizes = [];
      const size = () => sizes.push(memory.buffer.byteLength);
      await run(1_000);
      size();
      lib.validateContactCardUpdate({ ...params, last_name: 'x'.repeat(1_000_000) });
      size();
      await run(20_000);
      lib.validateContactCardUpdate({ ...params, last_name: 'x'.repeat(1_000_000) });
      size();
      print(sizes);`);
    assert.ok(first <= 512 * 1024, `${first} bytes for small messages`);
    assert.ok(largest <= 8_000_000, `${largest} bytes for 1 MB`);
    assert.equal(last, largest);
  });
});

describe('calls', () => {
  test('10,000 calls leave no listener, no timer and no memory', () => {
    const code = `
      ${watchInstances}
      let memory;
      watchInstances((instance) => {
        memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
        return instance;
      });
      const { updateContactCard } = await import('linq-contact-card');
      const listeners = new Set();
      const signal = {
        aborted: false,
        addEventListener: (_, listener) => { listeners.add(listener); },
        removeEventListener: (_, listener) => { listeners.delete(listener); },
      };
      const options = { apiKey: 'key', signal, fetch: async () => new Response(JSON.stringify(card)) };
      const run = async (count) => { for (let call = 0; call < count; call++) await updateContactCard(params, options); };
      const used = () => { gc(); gc(); return process.memoryUsage().heapUsed; };
      await run(2_000);
      const before = [used(), memory.buffer.byteLength];
      await run(10_000);
      const after = [used(), memory.buffer.byteLength];
      const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
      print({ listeners: listeners.size, timers, heap: after[0] - before[0], memory: after[1] - before[1] });`;
    const { heap, ...left } = resultOf(code, ['--expose-gc']);
    assert.deepEqual(left, { listeners: 0, timers: 0, memory: 0 });
    assert.ok(heap < 500_000, `the heap grew by ${heap} bytes`);
  });
});
