// A gateway on workerd, with a store in a Durable Object.
import { createGateway } from 'linq-contact-card/gateway';
import { WriteBudgets, durableObjectStore } from 'linq-contact-card/gateway/durable-object';

export { WriteBudgets };

let gateway;
export default {
  fetch(request, { BUDGETS, OPTIONS }) {
    gateway ??= createGateway({
      ...OPTIONS,
      authorize: () => ({ user: 'alice', numbers: 'all' }),
      store: durableObjectStore(BUDGETS),
    });
    return gateway(request);
  },
};
