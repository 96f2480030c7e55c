// The page of a bundled consumer: updates the first name to the one in its address, and shows the outcome in its title.
import { isE164, updateContactCard } from 'linq-contact-card';

const phone_number = '+15551234567';
const first_name = new URLSearchParams(location.search).get('name');

async function save() {
  if (!isE164(phone_number) || isE164('555-1234')) throw new Error('isE164 is wrong');
  const card = await updateContactCard({ phone_number, first_name });
  return `saved ${card.first_name}`;
}

save()
  .catch((error) => `${error.name}: ${error.message}`)
  .then((text) => {
    document.title = text;
  });
