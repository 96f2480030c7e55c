// The table of attacks.
import { authorizationRows } from './authorization.js';
import { httpSyntaxRows } from './http-syntax.js';
import { rateLimitRows } from './rate-limits.js';
import { requestBodyRows } from './request-body.js';
import { requestHeadRows } from './request-head.js';
import { upstreamResponseRows } from './upstream-responses.js';

/**
 * One attack.
 * @typedef {object} Row
 * @property {string} name
 * @property {[request: object, expected: object][]} steps Sent one after the other, each with its expected outcome.
 * @property {{ requests: object[], expected: object }} [burst] Requests that are sent at the same time, before the steps.
 * @property {Map<string, import('../upstream.js').Scripted>} [scripts] The upstream's responses, by number; '' for the list.
 * @property {readonly string[]} [hosts] The hosts that it is for; default: all.
 */

export { floodRows, stallRows } from './denial-of-service.js';

/** Rows without special requirements. */
export const quickRows = [
  ...requestHeadRows,
  ...authorizationRows,
  ...requestBodyRows,
  ...rateLimitRows,
  ...upstreamResponseRows,
  ...httpSyntaxRows,
];
