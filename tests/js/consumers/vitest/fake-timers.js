// The tests with Vitest's fake timers, for each environment.
import { afterEach, expect, test, vi } from 'vitest';
import { updateContactCard } from 'linq-contact-card';

const params = { phone_number: '+15551234567', first_name: 'Faked' };
const card = { ...params, is_active: true };
const mock = (status, body) => ({
  ok: status < 300,
  status,
  json: async () => body,
  text: async () => JSON.stringify(body),
});
const options = { baseURL: 'https://gateway.example', fetch: async () => mock(200, card) };
const save = (own) => updateContactCard(params, { ...options, ...own });
const never = () => new Promise(() => {});

export function testFakeTimers() {
  afterEach(() => vi.useRealTimers());

  const every = [
    'setTimeout',
    'clearTimeout',
    'setInterval',
    'clearInterval',
    'setImmediate',
    'clearImmediate',
    'Date',
    'performance',
  ];
  for (const toFake of [undefined, [...every, 'queueMicrotask']]) {
    test(`C1 a call settles with ${toFake ? 'all' : 'the usual'} fakes, and later ones do once they are gone`, async () => {
      vi.useFakeTimers(toFake && { toFake });
      expect(await save()).toEqual(card);
      let respond;
      const inFlight = save({ fetch: () => new Promise((resolve) => (respond = () => resolve(mock(200, card)))) });
      const inQueue = save();
      while (!respond) await null;
      vi.useRealTimers();
      respond();
      expect(await Promise.all([inFlight, inQueue, save()])).toEqual([card, card, card]);
      await expect(save({ timeout: 50, fetch: never })).rejects.toMatchObject({ name: 'APIConnectionTimeoutError' });
    });
  }

  test('C1 the timeout and the wait before a retry follow the fake clock', async () => {
    vi.useFakeTimers();
    const late = save({ timeout: 5_000, fetch: never }).catch(({ name }) => name);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await late).toBe('APIConnectionTimeoutError');
    const responses = [mock(500, { error: { code: 2022, message: 'again' } }), mock(200, card)];
    const retried = save({ fetch: async () => responses.shift() });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await retried).toEqual(card);
  });
}
