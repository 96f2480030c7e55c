// The code of a page's worker: a call through the gateway, and one with a key, which must be refused.
import { updateContactCard } from 'linq-contact-card';

const phone_number = '+15551234567';

/** Returns the outcome of both calls, for the page to show. */
export async function call(first_name) {
  const withKey = { apiKey: 'linq-emulator-key', baseURL: new URL('/api/partner', location.origin) };
  try {
    const card = await updateContactCard({ phone_number, first_name });
    const { name } = await updateContactCard({ phone_number, first_name: 'By a key' }, withKey).catch((error) => error);
    return `saved ${card.first_name}; with a key: ${name}`;
  } catch (error) {
    return `${error.name}: ${error.message}`;
  }
}
