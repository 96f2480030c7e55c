// The delivery of responses. The deadline of an exchange covers it, so that a client that doesn't read holds no memory for
// longer.
import { Deadline } from './deadline.js';

/** The longest body, or part of one, that is passed to the host at once, in bytes or characters: sockets buffer as much. */
const CHUNK = 64 * 1024;

/** The shortest time for a delivery, in milliseconds: a response that reports a timeout has to be delivered, too. */
const SHORTEST = 1_000;

/** The time for a delivery where the exchange isn't known, in milliseconds: a gateway's default timeout. */
const USUAL = 30_000;

/** The deadlines of exchanges, by request. @type {WeakMap<object, Deadline>} */
const deadlines = new WeakMap();

/**
 * Makes the deadline of an exchange.
 * @param {object} request
 * @param {number} timeout in milliseconds
 */
export function startDeadline(request, timeout) {
  const deadline = new Deadline(timeout);
  deadlines.set(request, deadline);
  return deadline;
}

/**
 * Returns the longest time from the start of an exchange to the end of its delivery, in milliseconds.
 * @param {number} timeout of the exchange
 */
export const longestExchange = (timeout) => timeout + SHORTEST;

/** The ends of deliveries, by request, of hosts that read responses ahead of their clients. @type {WeakMap<object, Promise<void>>} */
const ends = new WeakMap();

/**
 * Announces a host that reads the response to a request ahead of its client, and stores it until the delivery has ended.
 * @param {object} request
 * @param {Promise<void>} end of the delivery
 */
export const readsAhead = (request, end) => ends.set(request, end);

/** Starts the deadline for the delivery of the response to a request. @param {object} request */
export const deliveryDeadline = (request) =>
  new Deadline(Math.max(deadlines.get(request)?.remaining ?? USUAL, SHORTEST));

/**
 * Returns the body of a response. A long one is a stream, which the host reads as fast as its client does, and which fails at
 * the deadline.
 * @param {string | Uint8Array<ArrayBuffer>} body
 * @param {object} request
 * @param {() => void} whenDelivered called once no long body is in memory any more
 */
export function bodyOf(body, request, whenDelivered) {
  if (body.length <= CHUNK) {
    whenDelivered();
    return body;
  }
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return streamOf(bytes, deliveryDeadline(request), () => {
    const end = ends.get(request);
    if (end) end.then(whenDelivered);
    else whenDelivered();
  });
}

/**
 * Returns bytes as a stream, which forgets them at the deadline.
 * @param {Uint8Array} bytes
 * @param {Deadline} deadline
 * @param {() => void} whenForgotten called once the bytes are forgotten: all are read, or no one reads them any more
 */
function streamOf(bytes, deadline, whenForgotten) {
  let rest = bytes;
  const forget = () => {
    rest = new Uint8Array();
    deadline.clear();
    whenForgotten();
  };
  /** @type {UnderlyingDefaultSource<Uint8Array>} */
  const source = {
    start(controller) {
      deadline.whenOver(() => {
        forget();
        controller.error(new Error('The client did not read the response in time'));
      });
    },
    pull(controller) {
      // A copy, as a part of a buffer would keep all of it.
      controller.enqueue(rest.slice(0, CHUNK));
      rest = rest.subarray(CHUNK);
      if (rest.length) return;
      forget();
      controller.close();
    },
    cancel: forget,
  };
  return new ReadableStream(source, { highWaterMark: 0 });
}
