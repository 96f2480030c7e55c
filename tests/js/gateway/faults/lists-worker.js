// A gateway on workerd, with room for one list, whose lists are long.
import { createGateway } from 'linq-contact-card/gateway';

const card = { phone_number: '+15551234567', first_name: 'x'.repeat(80), is_active: true };
const list = JSON.stringify({ contact_cards: Array.from({ length: 20_000 }, () => card) });

let gateway;
export default {
  fetch(request, { OPTIONS }) {
    gateway ??= createGateway({
      ...OPTIONS,
      authorize: () => ({ user: 'alice', numbers: 'all' }),
      fetch: async () => new Response(list, { headers: { 'content-type': 'application/json' } }),
    });
    return gateway(request);
  },
};
