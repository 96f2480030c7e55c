// The client of the whole page. It reports every request that has ended, with the trace id that Linq's support needs.
import { ContactCards } from 'linq-contact-card';

/** @import { FetchInit } from 'linq-contact-card' */

/**
 * A request that has ended; without a response it has no status.
 *
 * @typedef {object} EndedRequest
 * @property {Date} at when it began
 * @property {number} started the same in milliseconds since the page was opened, whatever is done to the clock
 * @property {string} method
 * @property {string | undefined} phone_number absent where all cards are read
 * @property {number} duration milliseconds
 * @property {number} [status]
 * @property {string} [traceId]
 * @property {boolean} [reportsBudget] whether the response has the header X-Write-Budget
 */

/** The listeners of {@link onRequestEnd}. @type {((request: EndedRequest) => void)[]} */
const listeners = [];

/** Calls a function after each request. @param {(request: EndedRequest) => void} listener */
export const onRequestEnd = (listener) => void listeners.push(listener);

/** The page holds no key: calls go to /api/linq on its own origin. */
export const client = new ContactCards({ fetch: observed });

/**
 * Calls `fetch`, and reports the end of the request to the listeners.
 *
 * @param {string} url
 * @param {FetchInit} init
 */
async function observed(url, init) {
  const at = new Date();
  const started = performance.now();
  const report = (/** @type {Pick<EndedRequest, 'status' | 'traceId' | 'reportsBudget'>} */ response) => {
    const { method } = init;
    const duration = performance.now() - started;
    const request = { at, started, method, phone_number: numberOf(url, init.body), duration, ...response };
    for (const listener of listeners) listener(request);
  };
  try {
    const response = await fetch(url, init);
    const { headers, status } = response;
    report({
      status,
      traceId: headers.get('x-trace-id') ?? undefined,
      reportsBudget: headers.has('x-write-budget'),
    });
    return response;
  } catch (error) {
    report({});
    throw error;
  }
}

/**
 * The number that a call is about; none where all cards are read.
 *
 * @param {string} url
 * @param {string | undefined} body
 * @returns {string | undefined}
 */
function numberOf(url, body) {
  return new URL(url, location.href).searchParams.get('phone_number') ?? (body && JSON.parse(body).phone_number);
}
