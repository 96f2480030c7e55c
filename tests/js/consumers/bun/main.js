import { updateContactCard } from 'linq-contact-card';

const { NAME, BASE_URL } = Bun.env;
await updateContactCard(
  { phone_number: '+15551234567', first_name: NAME },
  { apiKey: 'linq-emulator-key', baseURL: BASE_URL },
);
