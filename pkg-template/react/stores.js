// The stores of the cards that components show: one for each number, client and base URL.
import { CardStore } from './card-store.js';

/** @typedef {{ number: string, client: object | undefined, base: string }} Id */

/** The stores of the default client, whatever its options are. */
const defaultClient = {};

/** The stores by their clients. @type {WeakMap<object, Map<string, CardStore>>} */
const clients = new WeakMap();

/** @param {Id} id */
function storesOf({ client }) {
  const key = client ?? defaultClient;
  const stores = clients.get(key) ?? new Map();
  clients.set(key, stores);
  return stores;
}

/** @param {Id} id */
const nameOf = ({ number, base }) => `${number} ${base}`;

/** Returns the store of a card, where there is one. @param {Id} id @returns {CardStore | undefined} */
export const findStore = (id) => storesOf(id).get(nameOf(id));

/** Returns the store of a card. Makes it where there is none. @param {Id} id @returns {CardStore} */
export function getStore(id) {
  const stores = storesOf(id);
  const name = nameOf(id);
  if (!stores.has(name)) stores.set(name, new CardStore(id.number, id.base, () => stores.delete(name)));
  return stores.get(name);
}
