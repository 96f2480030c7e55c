// The store in a Durable Object: for all locations where a Worker runs.
import { recordOf } from '../record.js';
import { reserveSlots } from './sliding-window.js';

/** @typedef {import('../../types/gateway/durable-object.js').BudgetsStorage} BudgetsStorage */
/** @typedef {import('../../types/gateway/index.js').Slot} Slot */

/** How many keys Cloudflare's storage deletes at once. */
const PAGE = 128;

/** The Durable Object. It stores for each key when its taken slots are free again, the soonest first. */
export class WriteBudgets {
  /** @param {{ readonly storage: BudgetsStorage }} state */
  constructor(state) {
    this.storage = state.storage;
  }

  /** @param {{ json(): Promise<unknown> }} request */
  async fetch(request) {
    return Response.json(await this.reserve(/** @type {readonly Slot[]} */ (await request.json())));
  }

  /**
   * Takes the slots. That is atomic: the object receives no other request while it waits for its storage, which stores writes
   * without a wait between them as one. The response leaves once they are stored.
   * @param {readonly Slot[]} slots
   */
  async reserve(slots) {
    const { storage } = this;
    const [stored, alarm] = await Promise.all([storage.get(slots.map(({ key }) => key)), storage.getAlarm()]);
    const before = slots.map(({ key }) => timesIn(stored.get(key)));
    const { reservation, taken } = reserveSlots(slots, before, Date.now());
    const changed = slots.flatMap(({ key }, index) => {
      const times = taken[index] ?? [];
      return reservation.granted || !isSame(before[index] ?? [], times) ? [[key, times]] : [];
    });
    if (changed.length) {
      const writes = [storage.put(Object.fromEntries(changed))];
      if (alarm === null) writes.push(storage.setAlarm(Math.max(...taken.map(last))));
      await Promise.all(writes);
    }
    return reservation;
  }

  /** Deletes the keys of which every slot is free, and sets the next alarm for the others. */
  async alarm() {
    const { storage } = this;
    const now = Date.now();
    let latest = 0;
    /** @type {{ limit: number, startAfter?: string }} */
    const range = { limit: PAGE };
    for (;;) {
      const page = [...(await storage.list(range))].map(([key, times]) => ({ key, end: last(timesIn(times)) }));
      await storage.delete(page.filter(({ end }) => end <= now).map(({ key }) => key));
      latest = Math.max(latest, ...page.map(({ end }) => end));
      const next = page[PAGE - 1];
      if (!next) break;
      range.startAfter = next.key;
    }
    if (latest > now) await storage.setAlarm(latest);
  }
}

/**
 * Makes the store for a Worker: it passes reservations to the object.
 * @param {import('../../types/gateway/durable-object.js').BudgetsNamespace} namespace
 * @returns {import('../../types/gateway/index.js').Store}
 */
export function durableObjectStore(namespace) {
  return {
    async reserve(slots) {
      // A stub for each request: one that has failed once stays broken.
      const object = namespace.get(namespace.idFromName('write-budgets'));
      const init = { method: 'POST', body: JSON.stringify(slots) };
      const response = await object.fetch('https://write-budgets/', recordOf(init) ?? init);
      if (!response.ok) throw new Error(`The Durable Object responded with the status ${response.status}`);
      return /** @type {import('../../types/gateway/index.js').Reservation} */ (await response.json());
    },
  };
}

/**
 * The times that are stored under a key.
 * @param {unknown} stored
 * @returns {readonly number[]}
 */
const timesIn = (stored) => /** @type {number[] | undefined} */ (stored) ?? [];

/** When all slots are free. @param {readonly number[]} times */
const last = (times) => times.at(-1) ?? 0;

/**
 * Whether no slot was freed or set back.
 * @param {readonly number[]} before
 * @param {readonly number[]} now
 */
const isSame = (before, now) => before.length === now.length && last(before) === last(now);
