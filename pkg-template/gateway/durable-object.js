// @ts-check
// Budgets in a Durable Object: for all places where a Worker runs.
import { take } from './window.js';

/** How many keys Cloudflare's storage deletes at once. */
const PAGE = 128;

/** The Durable Object. Each of its keys holds the moments when the key's places are free again, the soonest first. */
export class WriteBudgets {
  /** @param {any} state */
  constructor(state) {
    this.storage = state.storage;
  }

  /** @param {Request} request */
  async fetch(request) {
    return Response.json(await this.reserve(await request.json()));
  }

  /**
   * The object hears no other request while it waits for its storage, and writes without a wait between them are one: so
   * nothing gets in between. Nobody gets the answer before it is stored.
   * @param {readonly import('./index.js').Place[]} places
   */
  async reserve(places) {
    const { storage } = this;
    /** @type {[Map<string, number[]>, number | null]} */
    const [kept, alarm] = await Promise.all([storage.get(places.map(({ key }) => key)), storage.getAlarm()]);
    const before = places.map(({ key }) => kept.get(key) ?? []);
    const { reservation, taken } = take(places, before, Date.now());
    const changed = places.flatMap(({ key }, index) => {
      return reservation.granted || !isSame(before[index], taken[index]) ? [[key, taken[index]]] : [];
    });
    if (changed.length) {
      const writes = [storage.put(Object.fromEntries(changed))];
      if (alarm === null) writes.push(storage.setAlarm(Math.max(...taken.map(last))));
      await Promise.all(writes);
    }
    return reservation;
  }

  /** Deletes the keys of which every place is free, and comes again when the others' are. */
  async alarm() {
    const { storage } = this;
    const now = Date.now();
    let latest = 0;
    /** @type {{ limit: number, startAfter?: string }} */
    const where = { limit: PAGE };
    for (;;) {
      /** @type {Map<string, number[]>} */
      const page = await storage.list(where);
      const keys = [...page.keys()];
      await storage.delete(keys.filter((key) => last(page.get(key)) <= now));
      latest = Math.max(latest, ...[...page.values()].map(last));
      if (page.size < PAGE) break;
      where.startAfter = keys[PAGE - 1];
    }
    if (latest > now) await storage.setAlarm(latest);
  }
}

/**
 * @param {any} namespace
 * @returns {import('./index.js').Store}
 */
export function durableObjectStore(namespace) {
  return {
    async reserve(places) {
      // Asked for anew: a stub that has failed once stays broken.
      const object = namespace.get(namespace.idFromName('write-budgets'));
      const answer = await object.fetch('https://write-budgets/', { method: 'POST', body: JSON.stringify(places) });
      if (!answer.ok) throw new Error(`The Durable Object answered with the status ${answer.status}`);
      return answer.json();
    },
  };
}

/** When all are free. @param {readonly number[]} [moments] */
const last = (moments = []) => moments[moments.length - 1] ?? 0;

/** Whether nothing was dropped or set back. @param {number[]} before @param {number[]} now */
const isSame = (before, now) => before.length === now.length && last(before) === last(now);
