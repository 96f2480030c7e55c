// @ts-check
// What the tabs of one origin tell each other: cards that were saved. Whoever listens decides what they mean.

/**
 * Joins the editors of other tabs that have the same way to Linq.
 * @param {string} way
 * @param {(card: any) => void} hear
 */
export function joinTabs(way, hear) {
  // Not in every test's page.
  if (typeof BroadcastChannel === 'undefined') return { share: () => {}, leave: () => {} };
  const channel = new BroadcastChannel(`linq-contact-card ${way}`);
  channel.onmessage = ({ data }) => hear(data.card);
  return {
    share: (/** @type {unknown} */ card) => channel.postMessage({ card }),
    leave: () => channel.close(),
  };
}
