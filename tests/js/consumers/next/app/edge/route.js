import { updateContactCard } from 'linq-contact-card';

export const runtime = 'edge';

export async function GET(request) {
  const { LINQ_API_V3_API_KEY: apiKey, LINQ_API_V3_BASE_URL: baseURL } = process.env;
  const first_name = new URL(request.url).searchParams.get('name');
  const card = await updateContactCard({ phone_number: '+15551234567', first_name }, { apiKey, baseURL });
  return Response.json({ card, runtime: globalThis.EdgeRuntime });
}
