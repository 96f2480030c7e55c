// A worker with the store. Its Durable Object can be inspected.
import { WriteBudgets, durableObjectStore } from '../../../../pkg/gateway/durable-object.edge.js';

/** `GET` returns the keys, `PUT` stores values, `DELETE` ends the object, so that the next request creates another. */
export class InspectableBudgets extends WriteBudgets {
  constructor(state) {
    super(state);
    this.state = state;
  }

  async fetch(request) {
    const { storage } = this.state;
    if (request.method === 'POST') return super.fetch(request);
    if (request.method === 'PUT') await storage.put(await request.json());
    if (request.method === 'DELETE') this.state.abort('aborted');
    return Response.json([...(await storage.list()).keys()]);
  }
}

export default {
  async fetch(request, { BUDGETS }) {
    if (request.method === 'POST')
      return Response.json(await durableObjectStore(BUDGETS).reserve(await request.json()));
    try {
      return await BUDGETS.get(BUDGETS.idFromName('write-budgets')).fetch(request);
    } catch (error) {
      return new Response(String(error), { status: 500 });
    }
  },
};
