import { updateContactCard } from 'linq-contact-card';

export default {
  async fetch(request, { LINQ_API_V3_API_KEY, BASE_URL }) {
    const params = { phone_number: '+15551234567', first_name: await request.text() };
    return Response.json(await updateContactCard(params, { apiKey: LINQ_API_V3_API_KEY, baseURL: BASE_URL }));
  },
};
