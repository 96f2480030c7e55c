// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { UnsafeKeyError, changedFields, retrieveContactCards, updateContactCard } from 'linq-contact-card';

const { LINQ_URL } = process.env;
const phone_number = '+15551234567';

test('a page is refused a key', async () => {
  const options = { apiKey: 'linq-emulator-key', baseURL: `${LINQ_URL}/api/partner` };
  const call = updateContactCard({ phone_number, first_name: 'By a key' }, options);
  await expect(call).rejects.toBeInstanceOf(UnsafeKeyError);
});

test("C11 a page calls the gateway on its own origin, with happy-dom's fetch", async () => {
  window.happyDOM.setURL(`${LINQ_URL}/cards`);
  document.head.innerHTML = '<base href="https://other.example/">';
  const { contact_cards } = await retrieveContactCards({ phone_number });
  expect(contact_cards.map((card) => card.phone_number)).toEqual([phone_number]);
});

test('C8 the data of a form is refused, as it has no fields of its own', () => {
  document.body.innerHTML = '<form><input name="first_name" value="Ada"></form>';
  const card = { phone_number, first_name: 'Bea', is_active: true };
  const edited = new FormData(document.querySelector('form'));
  expect(edited.get('first_name')).toBe('Ada');
  expect(() => changedFields(card, edited)).toThrow('must be an object');
});
