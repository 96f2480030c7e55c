const { enableFetchMocks } = require('jest-fetch-mock');
const { retrieveContactCards, updateContactCard } = require('linq-contact-card');

const params = { phone_number: '+15551234567', first_name: 'Zoë 🌻' };
const card = { ...params, is_active: true };
const options = { apiKey: 'linq-emulator-key' };

test('C4 responses of jest-fetch-mock are read', async () => {
  enableFetchMocks();
  fetchMock.mockResponseOnce(JSON.stringify(card));
  expect(await updateContactCard(params, options)).toEqual(card);
  expect(fetchMock.mock.calls[0][1].method).toBe('PATCH');
  fetchMock.mockResponseOnce(JSON.stringify({ contact_cards: [card] }));
  expect(await retrieveContactCards({}, options)).toEqual({ contact_cards: [card] });
  fetchMock.mockResponseOnce(JSON.stringify({ error: { code: 2012 } }), { status: 404 });
  await expect(updateContactCard(params, options)).rejects.toMatchObject({ name: 'NotFoundError', code: 2012 });
  fetchMock.mockResponseOnce('x'.repeat(100_000));
  await expect(updateContactCard(params, options)).rejects.toThrow('The response is too long');
  fetchMock.mockRejectOnce(new TypeError('down'));
  await expect(updateContactCard(params, options)).rejects.toMatchObject({ name: 'APIConnectionError' });
});

test('C4 responses of a mock function are read', async () => {
  for (const response of [
    { ok: true, status: 200, json: async () => card, text: async () => JSON.stringify(card) },
    { ok: true, status: 200, json: async () => card },
    new Response(JSON.stringify(card)),
  ]) {
    const fetch = jest.fn().mockResolvedValue(response);
    expect(await updateContactCard(params, { ...options, fetch })).toEqual(card);
  }
});
