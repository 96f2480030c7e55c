// Responses, and what goes wrong with them: a delay, or a fault as far as the Fetch standard can show it.

/** @typedef {import('../types/testing.js').EmulatorFault} Fault */
/** @typedef {{ status: number, headers: Record<string, string>, body: string, fault: Fault | null }} PlainResponse */

/** The statuses of responses without a body, for which a `Response` refuses one. */
const WITHOUT_BODY = [204, 205, 304];

/** Milliseconds between two bytes of `slow_drip`. */
const DRIP = 10;

/**
 * Returns a response, which fails as its fault demands. Where nothing of it is sent, the promise settles when the request is
 * aborted, or the response is a network error.
 * @param {PlainResponse} response
 * @param {AbortSignal} [signal]
 * @returns {Promise<Response>}
 */
export async function toResponse({ status, headers, body, fault }, signal) {
  if (fault === 'stall_head') return untilAborted(signal);
  if (fault === 'reset') return Response.error();
  const content = fault ? streamOf(fault, new TextEncoder().encode(body), signal) : body;
  return new Response(WITHOUT_BODY.includes(status) ? null : content, { status, headers });
}

/**
 * Returns a body with a fault. It ends with the reason of an abort.
 * @param {keyof typeof pulls} fault
 * @param {Uint8Array} bytes
 * @param {AbortSignal} [signal]
 */
function streamOf(fault, bytes, signal) {
  return new ReadableStream({ pull: pulls[fault](bytes, signal) });
}

/**
 * The faults of bodies: each returns what happens when the next part is read.
 * @type {Record<Exclude<Fault, 'stall_head' | 'reset'>, (bytes: Uint8Array, signal?: AbortSignal) => Pull>}
 */
const pulls = { truncate, stall_body: stallBody, slow_drip: slowDrip };

/** @typedef {(controller: ReadableStreamDefaultController<Uint8Array>) => void | Promise<void>} Pull */

/** Sends half of the body, and breaks off. @param {Uint8Array} bytes @returns {Pull} */
function truncate(bytes) {
  return afterHalf(bytes, (controller) => controller.error(new TypeError('terminated')));
}

/** Sends half of the body, and nothing after it. @param {Uint8Array} bytes @param {AbortSignal} [signal] @returns {Pull} */
function stallBody(bytes, signal) {
  return afterHalf(bytes, () => untilAborted(signal));
}

/** Sends a byte at a time. @param {Uint8Array} bytes @param {AbortSignal} [signal] @returns {Pull} */
function slowDrip(bytes, signal) {
  let sent = 0;
  return async (controller) => {
    await wait(DRIP, signal);
    controller.enqueue(bytes.subarray(sent, ++sent));
    if (sent >= bytes.length) controller.close();
  };
}

/** Sends half of the body, then does something else. @param {Uint8Array} bytes @param {Pull} next @returns {Pull} */
function afterHalf(bytes, next) {
  let isSent = false;
  return (controller) => {
    if (isSent) return next(controller);
    isSent = true;
    controller.enqueue(bytes.subarray(0, bytes.length / 2));
  };
}

/**
 * Waits. Rejects with the reason of an abort.
 * @param {number} ms
 * @param {AbortSignal} [signal]
 * @returns {Promise<void>}
 */
export function wait(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    function abort() {
      clearTimeout(timer);
      reject(reasonOf(signal));
    }
    listen(signal, abort);
  });
}

/**
 * Waits for an abort. Rejects with its reason.
 * @param {AbortSignal} [signal]
 * @returns {Promise<never>}
 */
const untilAborted = (signal) => new Promise((_, reject) => listen(signal, () => reject(reasonOf(signal))));

/** Returns the reason of an abort, which older signals don't have. @param {AbortSignal} [signal] */
export const reasonOf = (signal) => signal?.reason ?? new DOMException('This operation was aborted', 'AbortError');

/**
 * Calls a function once at an abort, which may have been.
 * @param {AbortSignal | undefined} signal
 * @param {() => void} abort
 */
function listen(signal, abort) {
  if (signal?.aborted) abort();
  else signal?.addEventListener('abort', abort, { once: true });
}
