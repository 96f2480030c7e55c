// The package's errors for tests and stories, made as those of calls are: the emulator responds, and the core decides.
import { createTrapError, startError } from '../shared.js';
import { checkedDetails } from './checks.js';
import { CoreCall } from './core-call.js';
import { getInstance } from './instance.js';

/** @typedef {import('../types/testing.js').TestErrorDetails} Details */
/** @typedef {Details['APIError'] & Details['InternalServerError']} APIDetails */
/** @typedef {Error | undefined} Made */

/** The classes of statuses, each with a status. `APIError` is that of the others. */
const STATUSES = {
  APIError: 405,
  BadRequestError: 400,
  AuthenticationError: 401,
  PermissionDeniedError: 403,
  NotFoundError: 404,
  ConflictError: 409,
  UnprocessableEntityError: 422,
  RateLimitError: 429,
  InternalServerError: 500,
};

/** The makers of the other classes. @type {{ [Name in Exclude<keyof Details, keyof typeof STATUSES>]: (details: Details[Name]) => Made }} */
const MAKERS = {
  ValidationError: ({ params = { phone_number: '15551234567', first_name: 'Ada' }, ...rest }) =>
    new CoreCall({ params, ...rest }).refused(),
  UnsafeKeyError: ({ reason = 'page' }) =>
    new CoreCall({
      options: { apiKey: 'key', baseURL: reason === 'http' ? 'http://linq.example' : 'https://linq.example' },
      host: { hasDocument: reason === 'page' },
    }).refused(),
  APIConnectionError: ({ cause = new TypeError('fetch failed'), operation }) =>
    new CoreCall({ operation }).threw(cause),
  APIConnectionTimeoutError: ({ operation }) => new CoreCall({ operation }).timedOut(),
  InvalidResponseError: ({ status = 200, body = '<html></html>', operation }) =>
    new CoreCall({ operation }).responded({ status }, typeof body === 'string' ? body : JSON.stringify(body)),
  WasmUnavailableError: ({
    cause = new WebAssembly.CompileError("'unsafe-eval' is not an allowed source of script"),
  }) => startError(cause),
  WasmTrapError: ({ outcome = 'unknown', cause = new WebAssembly.RuntimeError('unreachable') }) =>
    createTrapError(outcome, cause),
};

/** @type {typeof import('../types/testing.js').createTestError} */
export function createTestError(name, details) {
  const own = checkedDetails(name, details);
  const error = Object.hasOwn(STATUSES, name)
    ? apiError({ status: STATUSES[/** @type {keyof typeof STATUSES} */ (name)], .../** @type {APIDetails} */ (own) })
    : MAKERS[/** @type {keyof typeof MAKERS} */ (name)](/** @type {Details['ValidationError']} */ (own));
  if (error?.name !== name) {
    const ending = error ? `rejects with ${error.name}` : 'does not reject';
    throw new TypeError(`createTestError: a call with these details ${ending}, not with ${name}`);
  }
  return /** @type {import('../types/testing.js').TestErrors[typeof name]} */ (error);
}

/** Returns the error for a response with an error status. @param {APIDetails} details @returns {Made} */
function apiError({ status, code, message, retryAfter, traceId, docURL, outcome, operation }) {
  const response = respond({ status, code, message, retry_after: retryAfter });
  const { error, ...envelope } = JSON.parse(response.body);
  const body = { ...envelope, error: { ...error, doc_url: docURL, outcome }, trace_id: traceId ?? envelope.trace_id };
  return new CoreCall({ operation }).responded({ status }, JSON.stringify(body));
}

/**
 * Returns the emulator's response to a request, as it is scripted.
 * @param {object} scripted
 * @returns {{ body: string }}
 */
function respond(scripted) {
  return getInstance().call('createTestError', ({ Emulator }) => {
    const emulator = new Emulator('{}');
    emulator.extendScript(JSON.stringify([scripted]));
    const head = { method: 'GET', target: '', headers: [], needsKey: false };
    return JSON.parse(emulator.handle(JSON.stringify(head), new Uint8Array(), 0).response());
  });
}
