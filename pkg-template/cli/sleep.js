// Waiting that an interruption ends.
import { setTimeout } from 'node:timers/promises';

/** The longest time of one of the host's timers, in milliseconds. */
const LONGEST = 2_147_483_647;

/**
 * Waits, at most until the signal is aborted.
 *
 * @param {number} duration milliseconds
 * @param {AbortSignal} signal
 */
export async function sleep(duration, signal) {
  await setTimeout(Math.min(Math.max(duration, 0), LONGEST), undefined, { signal }).catch(() => {});
}
