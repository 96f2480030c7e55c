/** @jest-environment ./page-environment.cjs */
const { UnsafeKeyError, updateContactCard } = require('linq-contact-card');

const { NAME, LINQ_URL } = process.env;
const phone_number = '+15551234567';

test('a page is refused a key', async () => {
  const options = { apiKey: 'linq-emulator-key', baseURL: `${LINQ_URL}/api/partner` };
  const call = updateContactCard({ phone_number, first_name: 'By a key' }, options);
  await expect(call).rejects.toBeInstanceOf(UnsafeKeyError);
});

test('a page calls through a gateway', async () => {
  expect(document.body).toBeTruthy();
  // A browser sends the Origin header itself.
  const options = { baseURL: `${LINQ_URL}/api/linq`, headers: { origin: LINQ_URL } };
  const card = await updateContactCard({ phone_number, first_name: NAME }, options);
  expect(card.first_name).toBe(NAME);
});
