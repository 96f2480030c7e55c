// Long work in short slices, so that the page responds to the user in between.

/** How long a slice takes at least, in milliseconds. A step of the work may make it longer. */
const SLICE = 12;

/** @typedef {{ scheduler?: { yield?: () => Promise<void> } }} Host */

/**
 * Does the steps of a generator, and lets the page work in between. Returns the generator's result.
 *
 * @template Result
 * @param {Generator<unknown, Result, void>} steps
 * @param {{ signal?: AbortSignal, pause?: () => Promise<void>, now?: () => number }} [options] `signal` ends the work between two
 * slices
 * @returns {Promise<Result | undefined>} absent if it was ended
 */
export async function inSlices(steps, { signal, pause = nextTask, now = () => performance.now() } = {}) {
  let started = now();
  while (!signal?.aborted) {
    const { done, value } = steps.next();
    if (done) return value;
    if (now() - started < SLICE) continue;
    await pause();
    started = now();
  }
  return undefined;
}

/**
 * Does the steps of a generator at once, and returns its result.
 *
 * @template Result
 * @param {Generator<unknown, Result, void>} steps
 * @returns {Result}
 */
export function atOnce(steps) {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** Settles in another task, so that events and frames come first. @returns {Promise<void>} */
export function nextTask() {
  const { scheduler } = /** @type {Host} */ (globalThis);
  if (scheduler?.yield) return scheduler.yield();
  return new Promise((settle) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      settle();
    };
    port2.postMessage(undefined);
  });
}
