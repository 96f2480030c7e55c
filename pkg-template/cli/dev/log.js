// What a developer learns from the log of the gateway.
import { isOrigin } from './hosts.js';

/** @import { LogEntry } from 'linq-contact-card/gateway' */

/** How many origins are reported at most: every page that a developer visits can send requests. */
const MOST_ORIGINS = 20;

/**
 * Returns a log that reports each origin whose pages were refused, once, and failures.
 *
 * @param {(text: string) => void} warn
 */
export function createLog(warn) {
  /** @type {Set<string>} */
  const origins = new Set();
  return (/** @type {LogEntry} */ entry) => {
    const { origin, status } = entry;
    if (status >= 500) return warn(`The gateway has responded with ${status}: ${JSON.stringify(entry)}`);
    if (!origin || origins.has(origin) || origins.size === MOST_ORIGINS) return;
    origins.add(origin);
    const hint = isOrigin(origin) ? ` If it is yours, start dev with --origin ${origin}.` : '';
    warn(`The gateway has refused a page of ${origin}.${hint}`);
  };
}
