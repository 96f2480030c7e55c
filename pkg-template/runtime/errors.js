// The error classes, without rules of their own: the core names the class and its members. Also the parts of foreign
// errors that may be shown.

/** @typedef {typeof import('../types/index.js')} Public */
/** @typedef {new (message?: string, options?: ErrorOptions) => Error} ErrorClass */
/** @typedef {{ name: string, message: string, [member: string]: unknown }} ErrorDescription an error as the core describes it: what isn't its name or message are its own members */

/** The classes by their names. @type {Record<string, ErrorClass>} */
const classes = {};

/**
 * Returns the key of the property that marks a class's errors, the same in every copy of this package.
 * @param {string} name
 */
const brandOf = (name) => Symbol.for(`linq-contact-card/${name}`);

/**
 * Registers a class, so that `createError` finds it and `instanceof` works across copies of this package. Its name is that
 * of the only member of `named`, as minifiers rename classes but no members. The core adds the members that the public type
 * has, so that the caller sets the type.
 * @template {ErrorClass} Class
 * @param {Record<string, ErrorClass>} named
 * @returns {Class}
 */
function register(named) {
  const name = /** @type {string} */ (Object.keys(named)[0]);
  const Class = /** @type {Class} */ (named[name]);
  // Inherited members of a descriptor would count, too.
  const descriptor = (/** @type {unknown} */ value) => ({ __proto__: null, value, configurable: true, writable: true });
  Object.defineProperties(Class.prototype, { name: descriptor(name), [brandOf(name)]: descriptor(true) });
  classes[name] = Class;
  return Class;
}

/**
 * Makes and registers a subclass without members of its own.
 * @template {ErrorClass} Class
 * @param {string} name
 * @param {ErrorClass} Parent
 * @returns {Class}
 */
export const define = (name, Parent) => register({ [name]: class extends Parent {} });

/** @type {Public['ContactCardError']} */
export const ContactCardError = register({
  ContactCardError: class extends Error {
    /** Returns what `JSON.stringify` shows: the name, the message and the error's own members. */
    toJSON() {
      return { name: this.name, message: this.message, .../** @type {object} */ (this) };
    }

    /** @param {unknown} value */
    static [Symbol.hasInstance](value) {
      // biome-ignore-start lint/complexity/noThisInStatic: inherited, so `this` may be any of the classes, or a caller's
      const { name } = this.prototype;
      if (this !== classes[name]) return super[Symbol.hasInstance](value);
      // biome-ignore-end lint/complexity/noThisInStatic: as above
      return Object(value) === value && brandOf(name) in /** @type {object} */ (value);
    }
  },
});
/** @type {Public['ValidationError']} */
export const ValidationError = define('ValidationError', ContactCardError);
/** @type {Public['APIError']} */
export const APIError = define('APIError', ContactCardError);
/** @type {Public['BadRequestError']} */
export const BadRequestError = define('BadRequestError', APIError);
/** @type {Public['AuthenticationError']} */
export const AuthenticationError = define('AuthenticationError', APIError);
/** @type {Public['PermissionDeniedError']} */
export const PermissionDeniedError = define('PermissionDeniedError', APIError);
/** @type {Public['NotFoundError']} */
export const NotFoundError = define('NotFoundError', APIError);
/** @type {Public['ConflictError']} */
export const ConflictError = define('ConflictError', APIError);
/** @type {Public['UnprocessableEntityError']} */
export const UnprocessableEntityError = define('UnprocessableEntityError', APIError);
/** @type {Public['RateLimitError']} */
export const RateLimitError = define('RateLimitError', APIError);
/** @type {Public['InternalServerError']} */
export const InternalServerError = define('InternalServerError', APIError);
/** @type {Public['APIConnectionError']} */
export const APIConnectionError = define('APIConnectionError', ContactCardError);
/** @type {Public['APIConnectionTimeoutError']} */
export const APIConnectionTimeoutError = define('APIConnectionTimeoutError', APIConnectionError);
/** @type {Public['InvalidResponseError']} */
export const InvalidResponseError = define('InvalidResponseError', ContactCardError);
/** @type {Public['UnsafeKeyError']} */
export const UnsafeKeyError = define('UnsafeKeyError', ContactCardError);
/** @type {Public['WasmUnavailableError']} */
export const WasmUnavailableError = define('WasmUnavailableError', ContactCardError);
/** @type {Public['WasmTrapError']} */
export const WasmTrapError = define('WasmTrapError', ContactCardError);

/**
 * Makes the error that the core describes.
 * @param {ErrorDescription} description
 * @param {unknown} [cause]
 */
export function createError({ name, message, ...members }, cause) {
  const error = new /** @type {ErrorClass} */ (classes[name])(message, cause === undefined ? undefined : { cause });
  return Object.assign(error, members);
}

/**
 * Makes the error of a call whose instance broke.
 * @param {import('../types/index.js').Outcome} outcome
 * @param {unknown} cause
 */
export function createTrapError(outcome, cause) {
  const message = 'The WebAssembly instance broke. The next call starts a new one';
  return createError({ name: 'WasmTrapError', message, outcome }, cause);
}

/** Returns every text of a foreign error; `undefined` where a part of it can't be read, or it is huge. @param {unknown} thrown */
export function textsOf(thrown) {
  /** How many objects are read at most. */
  let left = 999;
  /** @type {(value: unknown, depth: number) => string} */
  const texts = (value, depth) => {
    if (Object(value) !== value) return String(value);
    // Others, such as a `Headers` or a `Request` object, show more than their own members.
    const isPlain = /^\[object (Array|DOMException|Error|Object)\]$/.test(Object.prototype.toString.call(value));
    if (!depth || !isPlain || !left--) throw value;
    const names = [...Reflect.ownKeys(/** @type {object} */ (value)), 'name', 'message'];
    return names
      .map((name) => `${String(name)}\n${texts(Reflect.get(/** @type {object} */ (value), name), depth - 1)}`)
      .join('\n');
  };
  try {
    return texts(thrown, 4);
  } catch {}
}

/**
 * Returns an error in place of one that holds a secret: without its texts, and with its name where that is an error
 * class's.
 * @param {unknown} thrown
 */
export function hidden(thrown) {
  let name = 'Error';
  try {
    name = /^([A-Z][a-z]+)*Error$/.exec(/** @type {Error} */ (thrown).name)?.[0] ?? name;
  } catch {}
  return Object.assign(new Error('•••'), { name });
}
