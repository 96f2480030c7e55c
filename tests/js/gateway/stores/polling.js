// Waiting for conditions. Nothing here depends on how fast the machine is.
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

/** The timeout of test suites, for tests that hang. A busy machine needs a fraction of it. */
export const HANG = 30 * 60_000;
/** The same for one condition. */
const DEADLINE = 5 * 60_000;
/** A window that doesn't end during a test. */
export const HOUR = 60 * 60_000;

/** Whether a reset belongs to a window that has begun during the test. */
export const isFresh = (reset, window) => reset > window - HOUR / 4 && reset <= window && Number.isInteger(reset);

/** Reserves until it is granted, each time after the wait that the store reports. */
export async function untilGranted(store, slots) {
  for (;;) {
    const reservation = await store.reserve(slots);
    if (reservation.granted) return reservation;
    await sleep(Math.max(...reservation.places.map(({ reset }) => reset)));
  }
}

/** Returns the state of a key without reserving: no slot is within a limit of 0. */
export async function stateOf(store, key, window) {
  const { places } = await store.reserve([{ key, limit: 0, window }]);
  return places[0];
}

/** Waits until a key's oldest slot is free in so many milliseconds or less. */
export async function untilReset(store, key, window, most) {
  for (;;) {
    const { reset } = await stateOf(store, key, window);
    if (reset <= most) return;
    await sleep(reset - most);
  }
}

/** Calls until the result satisfies a condition, and returns it. */
export async function until(call, isSatisfied) {
  const start = performance.now();
  for (;;) {
    const result = await call();
    if (isSatisfied(result)) return result;
    if (performance.now() - start > DEADLINE) throw new Error(`still not satisfied: ${inspect(result)}`);
    await sleep(20);
  }
}

/**
 * Runs an attempt that has to finish within a window. A machine that is too slow for it gets a longer window: the attempt
 * returns whether it was in time, and must not assert anything before that is known.
 * @template {{ isInTime: boolean }} T
 * @param {number} window
 * @param {(window: number) => Promise<T>} attempt
 */
export async function scaled(window, attempt) {
  for (let length = window; ; length *= 2) {
    const result = await attempt(length);
    if (result.isInTime) return result;
  }
}

/** Returns how many of so many concurrent reservations are granted. */
export async function countGranted(count, reserve) {
  const reservations = await Promise.all(Array.from({ length: count }, (_, index) => reserve(index)));
  return reservations.filter(({ granted }) => granted).length;
}
