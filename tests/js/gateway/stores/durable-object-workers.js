// Two workers that share the Durable Object of a store.
import { join } from 'node:path';
import { send } from '../http.js';
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
  const addresses = { one: await workers.address('one'), other: await workers.address('other') };
  const call = async (name, method, body) => {
    const response = await send(addresses[name], { method, body: body && JSON.stringify(body) });
    if (response.status !== 200) throw new Error(response.body);
    return JSON.parse(response.body);
  };
  const storeOf = (name) => ({ reserve: (slots) => call(name, 'POST', slots) });
  return {
    /** Ends the object, so that the next request creates another. */
    abort: () => call('one', 'DELETE'),
    store: storeOf('one'),
    otherStore: storeOf('other'),
    /** Returns the keys in the object's storage. */
    keys: () => call('one', 'GET'),
    /** Stores the times at which the slots of each key are free again. */
    put: (times) => call('one', 'PUT', times),
    stop: workers.stop,
  };
}
