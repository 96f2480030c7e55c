import { updateContactCard } from 'linq-contact-card';

const first_name = Deno.env.get('NAME');
const baseURL = Deno.env.get('BASE_URL');
await updateContactCard({ phone_number: '+15551234567', first_name }, { apiKey: 'linq-emulator-key', baseURL });
