// The table of attacks.
import { authorizationRows } from './authorization.js';
import { denialOfServiceRows } from './denial-of-service.js';
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
 * @property {boolean} [isFlood] The host must not read everything that it sends.
 */

/** Rows that take no time. They run one after the other. */
export const quickRows = [
  ...requestHeadRows,
  ...authorizationRows,
  ...requestBodyRows,
  ...rateLimitRows,
  ...upstreamResponseRows,
  ...httpSyntaxRows,
];
/** Rows that wait for a timeout or send without end. They run at the same time, alongside the others. */
export const slowRows = denialOfServiceRows;
