// The errors of calls as the SDK's callers expect them.
import * as shared from '../shared.js';
import { createValidationError, issueOf } from './issues.js';
import { addHidden, present } from './members.js';

/** @typedef {import('../types/index.js').RequestOptions} CallOptions */
/** @typedef {import('./exchange.js').Exchange} Exchange */

/**
 * Returns what a call rejects with.
 * @param {unknown} error of this package's call
 * @param {CallOptions} options of the call
 * @param {Exchange} exchange
 */
export function errorOf(error, options, { isSent, response }) {
  const { signal } = options;
  if (error instanceof shared.APIError) {
    addResponse(error, response?.headers);
  } else if (error instanceof shared.ValidationError) {
    return withVariable(error, options);
  } else if (!(error instanceof shared.ContactCardError) && signal?.aborted && error === signal.reason) {
    const outcome = isSent ? 'unknown' : 'not_sent';
    return shared.createError({ name: 'APIUserAbortError', message: 'The call was aborted', outcome }, error);
  }
  return error;
}

/**
 * Adds the response to an error: its headers, and its body in Linq's envelope, from what the core has checked and redacted.
 * @param {import('../types/index.js').APIError} apiError
 * @param {Response['headers'] | undefined} headers
 */
function addResponse(apiError, headers) {
  const { status, code, docURL, retryAfter, traceId } = shared.ownMembers(apiError);
  const error = present({ status, code, message: apiError.message, doc_url: docURL, retry_after: retryAfter });
  addHidden(apiError, { headers, error: { success: false, error, ...present({ trace_id: traceId }) } });
}

const noKey = issueOf(
  ['apiKey'],
  'invalid_option',
  'is undefined and LINQ_API_V3_API_KEY is not set in the environment; set either, or baseURL to the absolute URL of a gateway',
);

/**
 * Returns an error that names the environment variable first, where a key is what is missing.
 * @param {import('../types/index.js').ValidationError} error
 * @param {CallOptions} options
 */
function withVariable(error, { apiKey, baseURL }) {
  const others = error.issues.filter(({ path }) => path[1] !== 'apiKey' && path[1] !== 'baseURL');
  const isMissing = apiKey === undefined && baseURL === undefined && others.length < error.issues.length;
  return isMissing ? createValidationError([noKey, ...others]) : error;
}
