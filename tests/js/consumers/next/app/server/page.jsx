import { updateContactCard } from 'linq-contact-card';

const { LINQ_API_V3_API_KEY: apiKey, LINQ_API_V3_BASE_URL: baseURL } = process.env;

export default async function Page({ searchParams }) {
  const { name: first_name } = await searchParams;
  const card = await updateContactCard({ phone_number: '+15551234567', first_name }, { apiKey, baseURL });
  return <p>saved {card.first_name}</p>;
}
