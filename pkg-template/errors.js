// @ts-check
// The error classes. They hold no rules: the core names the class and fills in the fields.

/** The classes by their names. @type {Record<string, any>} */
const classes = {};

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
  classes[name] = Class;
  return Class;
}

export const ContactCardError = define('ContactCardError', Error);
export const ValidationError = define('ValidationError', ContactCardError);
export const APIError = define('APIError', ContactCardError);
export const BadRequestError = define('BadRequestError', APIError);
export const AuthenticationError = define('AuthenticationError', APIError);
export const PermissionDeniedError = define('PermissionDeniedError', APIError);
export const NotFoundError = define('NotFoundError', APIError);
export const ConflictError = define('ConflictError', APIError);
export const UnprocessableEntityError = define('UnprocessableEntityError', APIError);
export const RateLimitError = define('RateLimitError', APIError);
export const InternalServerError = define('InternalServerError', APIError);
export const APIConnectionError = define('APIConnectionError', ContactCardError);
export const APIConnectionTimeoutError = define('APIConnectionTimeoutError', APIConnectionError);
export const InvalidResponseError = define('InvalidResponseError', ContactCardError);
export const UnsafeKeyError = define('UnsafeKeyError', ContactCardError);
export const WasmUnavailableError = define('WasmUnavailableError', ContactCardError);
export const WasmTrapError = define('WasmTrapError', ContactCardError);

/**
 * Makes the error that the core describes.
 * @param {any} description name, message and the error's own members
 * @param {unknown} [cause]
 */
export function createError({ name, message, ...members }, cause) {
  const error = new classes[name](message, cause === undefined ? undefined : { cause });
  return Object.assign(error, members);
}
