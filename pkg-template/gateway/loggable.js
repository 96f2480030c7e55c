// What a log may hold of what `authorize`, a store, `fetch` or a log threw. It is a copy: a getter, a `Proxy`, a `toJSON` or an
// inspection function of the thrown value itself could show a secret once it is logged.

/** Prototypes whose objects have no behaviour of their own. @type {Set<unknown>} */
const BUILT_IN = new Set([
  null,
  Object.prototype,
  Array.prototype,
  ...[Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError].map(
    (Class) => Class.prototype,
  ),
]);

/** The members of every error that are copied. Those that clients of stores add hold their commands, with phone numbers. */
const ERROR_MEMBERS = ['code', 'name', 'message', 'stack', 'cause', 'errors'];

/** How deep a value is copied, and how many members of an object. */
const DEPTH = 4;
const WIDTH = 20;

/** Stands for what a log must not hold. */
export const HIDDEN = '•••';

/** @typedef {(text: string) => string} Redact returns a text as a log may hold it, by the core's rule */

/**
 * Returns a copy of what was thrown, with its texts redacted, as well as its numbers, which may be phone numbers. An object of a
 * class that isn't JavaScript's own is copied as an error: its name, message, stack, cause, errors and code.
 * @param {unknown} thrown
 * @param {Redact} redact
 */
export const loggable = (thrown, redact) => copyOf(thrown, redact, DEPTH);

/**
 * @param {unknown} value
 * @param {Redact} redact
 * @param {number} depth
 * @returns {unknown} `undefined` where nothing of it is copied
 */
function copyOf(value, redact, depth) {
  if (typeof value === 'string' || typeof value === 'symbol') return redact(String(value));
  if (typeof value === 'number' || typeof value === 'bigint') {
    const text = redact(String(value));
    return text === String(value) ? value : text;
  }
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (!depth) return undefined;
  try {
    return copyOfObject(value, redact, depth);
  } catch {
    // A `Proxy` may throw whatever is done with it.
    return new Error(HIDDEN);
  }
}

/**
 * @param {object} value
 * @param {Redact} redact
 * @param {number} depth
 */
function copyOfObject(value, redact, depth) {
  const prototype = Object.getPrototypeOf(value);
  const isBuiltIn = BUILT_IN.has(prototype);
  const own = isBuiltIn ? Object.keys(value).slice(0, WIDTH) : [];
  const isError = !isBuiltIn || value instanceof Error;
  /** @type {Record<string, unknown>} */
  const members = {};
  for (const name of new Set(isError ? [...ERROR_MEMBERS, ...own] : own)) {
    const member = copyOf(memberOf(value, name), redact, depth - 1);
    if (member !== undefined && redact(name) === name) define(members, name, member);
  }
  if (!isError) return Array.isArray(value) ? Object.values(members) : members;
  const error = errorOf(members, redact(Object.prototype.toString.call(value)));
  return isBuiltIn ? Object.setPrototypeOf(error, prototype) : error;
}

/**
 * Makes an error.
 * @param {Record<string, unknown>} members
 * @param {string} kind what it is, where it has no message
 */
function errorOf(members, kind) {
  const { name = 'Error', message = kind, ...others } = members;
  const error = new Error();
  // Where it was thrown, not where it is copied.
  const { stack = `${name}: ${message}` } = others;
  for (const [member, value] of Object.entries({ ...others, name, message, stack })) {
    define(error, member, value, member === 'code' || !ERROR_MEMBERS.includes(member));
  }
  return error;
}

/**
 * Returns a member; `undefined` where reading it throws.
 * @param {object} value
 * @param {string} name
 */
function memberOf(value, name) {
  try {
    return Reflect.get(value, name);
  } catch {
    return undefined;
  }
}

/**
 * @param {object} object
 * @param {string} name also `__proto__`
 * @param {unknown} value
 */
const define = (object, name, value, enumerable = true) =>
  Object.defineProperty(object, name, { value, enumerable, configurable: true, writable: true });
