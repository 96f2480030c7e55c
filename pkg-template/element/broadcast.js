// Messages between the tabs of one origin: `{ card }`, after a card was saved.
import { plain } from './plain-card.js';

/** @typedef {import('../editing/saving.js').Card} Card */

/**
 * Joins the editors of other tabs that use the same gateway.
 * @param {string} baseURL
 * @param {(card: Card) => void} receive
 */
export function joinTabs(baseURL, receive) {
  // Some test environments have no `BroadcastChannel`.
  if (!globalThis.BroadcastChannel) return undefined;
  const channel = new BroadcastChannel(`linq-contact-card ${baseURL}`);
  channel.onmessage = ({ data }) => {
    // Any page of the origin can post any value.
    const card = plain(data?.card);
    if (card?.first_name) receive(card);
  };
  return channel;
}
