import assert from 'node:assert/strict';
import { updateContactCard, writeBudget } from 'linq-contact-card';
import { useFakeTimers as installFakes } from 'sinon';

const { NAME, BASE_URL } = process.env;
const params = { phone_number: '+15551234567', first_name: NAME };
const card = { ...params, is_active: true };
const mock = (status, body) => ({
  ok: status < 300,
  status,
  headers: new Headers(),
  text: async () => JSON.stringify(body),
});
const options = { apiKey: 'linq-emulator-key', fetch: async () => mock(200, card) };
const never = { ...options, fetch: () => new Promise(() => {}) };
const save = (own) => updateContactCard(params, { ...options, ...own });

for (const round of ['before the first call', 'again']) {
  const clock = installFakes();
  assert.deepEqual(await save(), card, `C1 with fakes ${round}`);

  const late = save({ ...never, timeout: 5_000 }).catch(({ name }) => name);
  await clock.tickAsync(5_000);
  assert.equal(await late, 'APIConnectionTimeoutError', `C1 with fakes ${round}`);

  const responses = [mock(500, { error: { code: 2022, message: 'again' } }), mock(200, card)];
  const retried = save({ fetch: async () => responses.shift() });
  await clock.tickAsync(3_000);
  assert.deepEqual(await retried, card, `C1 with fakes ${round}`);

  // In flight while the fakes are removed, and in the queue behind it.
  let respond;
  const first = save({ fetch: () => new Promise((resolve) => (respond = () => resolve(mock(200, card)))) });
  const second = save();
  while (!respond) await null;
  clock.restore();
  respond();
  assert.deepEqual([await first, await second], [card, card], `C1 after fakes ${round}`);
  assert.deepEqual(await save(), card, `C1 after fakes ${round}`);
  assert.equal(await save({ ...never, timeout: 50 }).catch(({ name }) => name), 'APIConnectionTimeoutError');
  assert.equal(writeBudget(params.phone_number).limit, 3);
}
await updateContactCard(params, { apiKey: 'linq-emulator-key', baseURL: BASE_URL });
