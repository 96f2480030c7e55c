import { expect, test } from 'vitest';
import { isE164, updateContactCard } from 'linq-contact-card';

const { NAME, LINQ_URL } = process.env;
const phone_number = '+15551234567';

test('a server calls with its key', async () => {
  expect(isE164(phone_number)).toBe(true);
  const options = { apiKey: 'linq-emulator-key', baseURL: `${LINQ_URL}/api/partner` };
  const card = await updateContactCard({ phone_number, first_name: NAME }, options);
  expect(card.first_name).toBe(NAME);
});
