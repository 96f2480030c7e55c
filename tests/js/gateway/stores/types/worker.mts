// A worker with Cloudflare's types.
import { WriteBudgets, durableObjectStore } from 'linq-contact-card/gateway/durable-object';

export { WriteBudgets } from 'linq-contact-card/gateway/durable-object';

interface Env {
  WRITE_BUDGETS: DurableObjectNamespace;
}

export default {
  async fetch(request, env) {
    return Response.json(await durableObjectStore(env.WRITE_BUDGETS).reserve(await request.json()));
  },
} satisfies ExportedHandler<Env>;

export class OwnBudgets extends WriteBudgets {
  readonly id: DurableObjectId;

  constructor(state: DurableObjectState) {
    super(state);
    this.id = state.id;
  }
}

export const make = (state: DurableObjectState): DurableObject => new WriteBudgets(state);

// @ts-expect-error: not a binding
durableObjectStore({});
