// Responses of the server that aren't the gateway's or the emulator's.

/** @import { ServerResponse } from 'node:http' */

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {unknown} [value]
 */
export function respondJSON(response, status, value) {
  response.writeHead(status, {
    ...(value !== undefined && { 'content-type': 'application/json' }),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(value === undefined ? undefined : JSON.stringify(value));
}

/**
 * Responds with an error in Linq's form.
 *
 * @param {ServerResponse} response
 * @param {number} status
 * @param {number} code
 * @param {string} message
 */
export const respondError = (response, status, code, message) =>
  respondJSON(response, status, { error: { status, code, message }, success: false });
