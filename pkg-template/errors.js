// @ts-check
// The error classes. They hold no rules: the core names the class and fills in the fields. And what others throw.

/** The classes by their names. @type {Record<string, any>} */
const classes = {};

/** What marks the errors of a class, whichever copy of this package made them. @param {string} name */
const brandOf = (name) => Symbol.for(`linq-contact-card/${name}`);

/**
 * Takes a class by its name, which survives minifiers; its `instanceof` holds across duplicate copies of this package.
 * @param {Record<string, any>} named
 */
function declare(named) {
  const [[name, Class]] = Object.entries(named);
  Object.defineProperties(Class.prototype, {
    name: { value: name, configurable: true, writable: true },
    [brandOf(name)]: { value: true },
  });
  classes[name] = Class;
  return Class;
}

/** @param {string} name @param {any} Parent */
const define = (name, Parent) => declare({ [name]: class extends Parent {} });

export const ContactCardError = declare({
  ContactCardError: class extends Error {
    /** What `JSON.stringify` shows: the name and the message, and the members that are the error's own. */
    toJSON() {
      return { name: this.name, message: this.message, ...this };
    }

    /** @param {any} value */
    static [Symbol.hasInstance](value) {
      const { name } = this.prototype;
      if (this !== classes[name]) return super[Symbol.hasInstance](value);
      return typeof value === 'object' && value !== null && brandOf(name) in value;
    }
  },
});
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

// What others throw: what can be read of it, and what stands for it.

/** All texts of what was thrown; `undefined` where not all of it can be looked at. @param {unknown} thrown */
export function textsOf(thrown) {
  /** @type {(value: any, depth: number) => string} */
  const texts = (value, depth) => {
    if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) return String(value);
    // Others, a `Headers` or a `Request` object, show what isn't among their own members.
    const isPlain = /^\[object (Array|DOMException|Error|Object)\]$/.test(Object.prototype.toString.call(value));
    if (!depth || !isPlain) throw value;
    const names = [...Reflect.ownKeys(value), 'name', 'message'];
    return names.map((name) => `${String(name)}\n${texts(value[name], depth - 1)}`).join('\n');
  };
  try {
    return texts(thrown, 4);
  } catch {}
}

/** A plain error of the same name, where it is one of an error class. @param {any} thrown */
export function hidden(thrown) {
  let name = 'Error';
  try {
    [name] = /^([A-Z][a-z]+)*Error$/.exec(thrown.name) ?? [name];
  } catch {}
  return Object.assign(new Error('•••'), { name });
}
