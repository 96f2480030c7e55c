// What the tabs of one origin tell each other: `{ card }`, once it is saved. Whoever hears it decides what it means.

/**
 * Joins the editors of other tabs that have the same way to Linq.
 * @param {string} way
 * @param {(card: any) => void} hear
 */
export function joinTabs(way, hear) {
  // Not in every test's page.
  if (!globalThis.BroadcastChannel) return undefined;
  const channel = new BroadcastChannel(`linq-contact-card ${way}`);
  channel.onmessage = ({ data }) => hear(data.card);
  return channel;
}
