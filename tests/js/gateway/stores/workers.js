// The store in a Durable Object, as the workers see it that share the object.
import { join } from 'node:path';
import { startWorkers } from '../worker.js';

const entry = join(import.meta.dirname, 'worker.js');
const BUDGETS = { className: 'SeenBudgets', useSQLite: true };

/** Two workers on one object: a store for each, what the object keeps, and `stop`. */
export async function startBudgets({ useSQLite = true, persist } = {}) {
  const workers = await startWorkers(
    {
      one: { entry, durableObjects: { BUDGETS: { ...BUDGETS, useSQLite } } },
      other: { entry, durableObjects: { BUDGETS: { ...BUDGETS, useSQLite, scriptName: 'one' } } },
    },
    { persist },
  );
  const ask = async (name, method, body) => {
    const response = await workers.fetch(name, '/', { method, body: body && JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  const storeOf = (name) => ({ reserve: (places) => ask(name, 'POST', places) });
  return {
    abort: () => ask('one', 'DELETE'),
    store: storeOf('one'),
    otherStore: storeOf('other'),
    keys: () => ask('one', 'GET'),
    keep: (moments) => ask('one', 'PUT', moments),
    stop: workers.stop,
  };
}
