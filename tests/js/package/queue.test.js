// Many calls at once, and the order of those for one phone number.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { installEmulator, installProject, key, params } from './setup.js';

const { lib, resultOf } = await installProject();
const { emulator, options, sent } = await installEmulator();

describe('many calls', () => {
  test('C13 for 16,000 phone numbers at once all settle', () => {
    const [names, sent] = resultOf(`
      const { updateContactCard } = await import('linq-contact-card');
      let sent = 0;
      const open = [];
      const fetch = (url) => new Promise((resolve) => {
        sent += 1;
        const phone_number = new URL(url).searchParams.get('phone_number');
        open.push(() => resolve(respond({ ...card, phone_number, first_name: phone_number })));
        // No response before all requests are sent.
        if (sent === 16_000) for (const end of open) end();
      });
      const calls = Array.from({ length: 16_000 }, (_, index) =>
        updateContactCard({ phone_number: '+1555' + (1_000_000 + index), first_name: 'John' }, { apiKey: 'key', fetch }));
      const cards = await Promise.all(calls);
      print([new Set(cards.map(({ first_name }) => first_name)).size, sent]);`);
    assert.deepEqual([names, sent], [16_000, 16_000]);
  });

  test('C13 cost no more each where many are in flight', () => {
    const [few, many] = resultOf(`
      const { updateContactCard } = await import('linq-contact-card');
      /** Returns the processor time of a call, in microseconds, while this many are in flight. */
      async function costOf(count) {
        const open = [];
        const fetch = (url) => new Promise((resolve) => {
          const phone_number = new URL(url).searchParams.get('phone_number');
          open.push(() => resolve(respond({ ...card, phone_number })));
        });
        const before = process.cpuUsage();
        const calls = Array.from({ length: count }, (_, index) =>
          updateContactCard({ phone_number: '+1555' + (1_000_000 + index), first_name: 'John' }, { apiKey: 'key', fetch }));
        while (open.length < count) await null;
        for (const end of open) end();
        await Promise.all(calls);
        const { user, system } = process.cpuUsage(before);
        return (user + system) / count;
      }
      await costOf(2_000);
      const lowest = async (count) => Math.min(await costOf(count), await costOf(count), await costOf(count));
      print([await lowest(500), await lowest(8_000)]);`);
    assert.ok(many < 3 * few, `${many} µs each of 8,000 calls, ${few} µs each of 500`);
  });

  test('for one phone number are sent one after the other, in order', async () => {
    const phone_number = '+15550000004';
    const sent = [];
    const fetch = async (_, { body }) => {
      const { first_name } = JSON.parse(body);
      sent.push(first_name);
      return Response.json({ phone_number, first_name, is_active: true });
    };
    const names = Array.from({ length: 1_000 }, (_, index) => `n${index}`);
    const cards = await Promise.all(
      names.map((first_name) => lib.updateContactCard({ phone_number, first_name }, { apiKey: key, fetch })),
    );
    assert.deepEqual([sent, cards.map(({ first_name }) => first_name)], [names, names]);
  });

  test('for one phone number wait for the response before theirs', async () => {
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
});
