// The control routes, with which the dashboard scripts the emulator: those of `linq-emulator --control` that it uses.
import { json } from 'node:stream/consumers';
import { respondError, respondJSON } from './respond.js';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */
/** @import { EmulatorResponse } from 'linq-contact-card/testing' */
/** @typedef {import('./linq.js').DevelopmentLinq} DevelopmentLinq */

/** More bytes than a script of the dashboard has. */
const LONGEST = 65_536;

/**
 * What handles a request: it returns the response's value, if there is one.
 *
 * @typedef {(linq: DevelopmentLinq, body: Readonly<Record<string, unknown>>) => unknown} Handler
 */

/** The routes by method and path. @type {Readonly<Record<string, Handler>>} */
const routes = {
  'GET /emulator/settings': ({ budget }) => ({ budget }),
  'PUT /emulator/settings': (linq, { budget }) => linq.setBudget(budgetOf(budget)),
  'GET /emulator/script': ({ emulator }) => ({ responses: [{ times: emulator.scripted }] }),
  'POST /emulator/script': ({ emulator }, { responses }) => emulator.respondNext(...responsesOf(responses)),
  'GET /emulator/requests': ({ emulator }) => ({ requests: emulator.requests }),
  'POST /emulator/reset': (linq) => linq.reset(),
};

/**
 * Responds to a control request.
 *
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @param {DevelopmentLinq} linq
 */
export async function control(request, response, linq) {
  const route = `${request.method} ${request.url}`;
  const handler = Object.hasOwn(routes, route) ? routes[route] : undefined;
  if (!handler) return respondError(response, 404, 2001, 'There is no such control route');
  try {
    const value = handler(linq, request.method === 'GET' ? {} : await bodyOf(request));
    respondJSON(response, value === undefined ? 204 : 200, value);
  } catch (error) {
    respondError(response, 400, 1005, /** @type {Error} */ (error).message);
  }
}

/** Reads the body of a request, which is JSON. @param {IncomingMessage} request @returns {Promise<Record<string, unknown>>} */
async function bodyOf(request) {
  if (request.headers['content-type'] !== 'application/json') throw new TypeError('The body must be application/json');
  if (!(Number(request.headers['content-length']) <= LONGEST))
    throw new TypeError(`The body has at most ${LONGEST} bytes`);
  return Object(await json(request));
}

/** @param {unknown} budget */
function budgetOf(budget) {
  if (budget === null || (Number.isSafeInteger(budget) && Number(budget) > 0))
    return /** @type {number | null} */ (budget);
  throw new TypeError('budget must be a whole number from 1, or null');
}

/**
 * Returns scripted responses as the package's emulator takes them, which checks them.
 *
 * @param {unknown} responses
 * @returns {EmulatorResponse[]}
 */
function responsesOf(responses) {
  if (!Array.isArray(responses)) throw new TypeError('responses must be an array');
  return responses.map(({ delay_ms: delay, retry_after: retryAfter, ...response }) => ({
    ...response,
    delay,
    retryAfter,
  }));
}
