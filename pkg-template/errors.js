// @ts-check
// The error classes. They hold no rules: the core names the class and fills in the fields.

/**
 * A class whose `name` survives minifiers and whose `instanceof` holds across duplicate copies of this package.
 * @param {string} name
 * @param {any} Parent
 */
function define(name, Parent) {
  const brand = Symbol.for(`linq-contact-card/${name}`);
  const Class = class extends Parent {
    /** @param {any} value */
    static [Symbol.hasInstance](value) {
      if (this !== Class) return Function.prototype[Symbol.hasInstance].call(this, value);
      return typeof value === 'object' && value !== null && brand in value;
    }
  };
  Object.defineProperty(Class, 'name', { value: name });
  Object.defineProperty(Class.prototype, 'name', { value: name, configurable: true, writable: true });
  Object.defineProperty(Class.prototype, brand, { value: true });
  return Class;
}

/** The common base: a message, the core's fields, and a cause where there is one. */
class ErrorWithFields extends Error {
  /**
   * @param {string} message
   * @param {object} [fields]
   * @param {unknown} [cause]
   */
  constructor(message, fields, cause) {
    super(message, cause === undefined ? undefined : { cause });
    Object.assign(this, fields);
  }
}

export const ContactCardError = /* @__PURE__ */ define('ContactCardError', ErrorWithFields);
export const ValidationError = /* @__PURE__ */ define('ValidationError', ContactCardError);
export const APIError = /* @__PURE__ */ define('APIError', ContactCardError);
export const BadRequestError = /* @__PURE__ */ define('BadRequestError', APIError);
export const AuthenticationError = /* @__PURE__ */ define('AuthenticationError', APIError);
export const PermissionDeniedError = /* @__PURE__ */ define('PermissionDeniedError', APIError);
export const NotFoundError = /* @__PURE__ */ define('NotFoundError', APIError);
export const ConflictError = /* @__PURE__ */ define('ConflictError', APIError);
export const UnprocessableEntityError = /* @__PURE__ */ define('UnprocessableEntityError', APIError);
export const RateLimitError = /* @__PURE__ */ define('RateLimitError', APIError);
export const InternalServerError = /* @__PURE__ */ define('InternalServerError', APIError);
export const APIConnectionError = /* @__PURE__ */ define('APIConnectionError', ContactCardError);
export const APIConnectionTimeoutError = /* @__PURE__ */ define('APIConnectionTimeoutError', APIConnectionError);
export const InvalidResponseError = /* @__PURE__ */ define('InvalidResponseError', ContactCardError);
export const UnsafeKeyError = /* @__PURE__ */ define('UnsafeKeyError', ContactCardError);
export const WasmUnavailableError = /* @__PURE__ */ define('WasmUnavailableError', ContactCardError);
export const WasmTrapError = /* @__PURE__ */ define('WasmTrapError', ContactCardError);

const classes = () => [
  ContactCardError, ValidationError, APIError, BadRequestError, AuthenticationError, PermissionDeniedError,
  NotFoundError, ConflictError, UnprocessableEntityError, RateLimitError, InternalServerError, APIConnectionError,
  APIConnectionTimeoutError, InvalidResponseError, UnsafeKeyError, WasmUnavailableError, WasmTrapError,
];

/**
 * Makes the error that the core names.
 * @param {string} name
 * @param {string} message
 * @param {object} fields
 * @param {unknown} cause
 */
export function createError(name, message, fields, cause) {
  const Class = classes().find((candidate) => candidate.name === name) ?? ContactCardError;
  return new Class(message, fields, cause);
}
