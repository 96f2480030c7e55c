const { updateContactCard, writeBudget } = require('linq-contact-card');

const { LINQ_URL } = process.env;
const params = { phone_number: '+15551234567', first_name: 'Faked' };
const card = { ...params, is_active: true };
const mock = (status, body) => ({
  ok: status < 300,
  status,
  json: async () => body,
  text: async () => JSON.stringify(body),
});
const options = { apiKey: 'linq-emulator-key', fetch: async () => mock(200, card) };
const save = (own) => updateContactCard(params, { ...options, ...own });
const never = () => new Promise(() => {});

afterEach(() => jest.useRealTimers());

for (const [name, fakes] of [
  ['modern', undefined],
  ['legacy', { legacyFakeTimers: true }],
]) {
  test(`C1 a call settles with ${name} fake timers, and later ones do once they are gone`, async () => {
    jest.useFakeTimers(fakes);
    expect(await save()).toEqual(card);
    let respond;
    const inFlight = save({ fetch: () => new Promise((resolve) => (respond = () => resolve(mock(200, card)))) });
    const inQueue = save();
    while (!respond) await null;
    jest.useRealTimers();
    respond();
    expect(await Promise.all([inFlight, inQueue, save()])).toEqual([card, card, card]);
    await expect(save({ timeout: 50, fetch: never })).rejects.toMatchObject({ name: 'APIConnectionTimeoutError' });
    expect(writeBudget(params.phone_number).limit).toBe(3);
  });
}

test('C1 a call over the network settles with fake timers', async () => {
  jest.useFakeTimers();
  const real = { apiKey: options.apiKey, baseURL: `${LINQ_URL}/api/partner` };
  expect((await updateContactCard(params, real)).first_name).toBe('Faked');
});

test('C1 the timeout and the wait before a retry follow the fake clock', async () => {
  jest.useFakeTimers();
  const late = save({ timeout: 5_000, fetch: never }).catch(({ name }) => name);
  await jest.advanceTimersByTimeAsync(5_000);
  expect(await late).toBe('APIConnectionTimeoutError');
  const responses = [mock(500, { error: { code: 2022, message: 'again' } }), mock(200, card)];
  const retried = save({ fetch: async () => responses.shift() });
  await jest.advanceTimersByTimeAsync(3_000);
  expect(await retried).toEqual(card);
});

test('C1 what onAttempt throws is reported with fake timers', async () => {
  jest.useFakeTimers();
  const reported = jest.spyOn(console, 'error').mockImplementation(() => {});
  const thrown = new Error('of the caller');
  await save({ onAttempt: () => Promise.reject(thrown) });
  await null;
  expect(reported).toHaveBeenCalledWith(thrown);
});
