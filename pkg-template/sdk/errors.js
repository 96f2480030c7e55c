// The error classes under the SDK's names.
import * as shared from '../shared.js';

/** @typedef {typeof import('../types/sdk.js')} Public */

/** The classes that this package has under the same names. A call adds the members that the public types have in addition. */
export const {
  APIConnectionError,
  APIConnectionTimeoutError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  ContactCardError: LinqAPIV3Error,
  InternalServerError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
} = /** @type {Public} */ (/** @type {unknown} */ (shared));

/** @type {Public['APIUserAbortError']} */
export const APIUserAbortError = shared.define('APIUserAbortError', shared.ContactCardError);

/** The classes whose errors are the SDK's `APIError`s. */
const kinds = [shared.APIError, shared.APIConnectionError, APIUserAbortError];

/** @type {Public['APIError']} */
export const APIError = /** @type {Public['APIError']} */ (
  /** @type {unknown} */ (
    class APIError extends shared.APIError {
      // Bundlers rename classes, but no members.
      static name = 'APIError';

      /** @param {unknown} value */
      static [Symbol.hasInstance](value) {
        // biome-ignore lint/complexity/noThisInStatic: inherited, so `this` may be a class of the caller's
        return this === APIError ? kinds.some((Class) => value instanceof Class) : super[Symbol.hasInstance](value);
      }
    }
  )
);
