// Two workers that share the Durable Object of a store.
import { join } from 'node:path';
import { startWorkers } from '../workerd.js';

const entry = join(import.meta.dirname, 'durable-object-worker.js');
const BUDGETS = { className: 'InspectableBudgets', useSQLite: true };

/** Starts the workers. `persist`: the folder of the object's storage, for a store on disk. */
export async function startBudgets({ useSQLite = true, persist } = {}) {
  const workers = await startWorkers(
    {
      one: { entry, durableObjects: { BUDGETS: { ...BUDGETS, useSQLite } } },
      other: { entry, durableObjects: { BUDGETS: { ...BUDGETS, useSQLite, scriptName: 'one' } } },
    },
    { persist },
  );
  const call = async (name, method, body) => {
    const response = await workers.fetch(name, '/', { method, body: body && JSON.stringify(body) });
    if (!response.ok) throw new Error(await response.text());
    return response.json();
  };
  const storeOf = (name) => ({ reserve: (places) => call(name, 'POST', places) });
  return {
    /** Ends the object, so that the next request creates another. */
    abort: () => call('one', 'DELETE'),
    store: storeOf('one'),
    otherStore: storeOf('other'),
    /** Returns the keys in the object's storage. */
    keys: () => call('one', 'GET'),
    /** Stores the times at which the places of each key are free again. */
    put: (times) => call('one', 'PUT', times),
    stop: workers.stop,
  };
}
