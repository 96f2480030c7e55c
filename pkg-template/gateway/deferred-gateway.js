// A gateway that is made at its first request: a framework's build imports the modules of its routes, and has no key.
import { ContactCardError } from '../runtime/errors.js';
import { failure } from './failure.js';
import { print } from './print.js';
import { redacted } from './redacted.js';

/** @typedef {(request: Request, context: unknown) => Promise<Response>} AnyGateway */

/**
 * Returns a gateway that `makeGateway` makes at the first request. Where that fails, the request gets a response of 500, the
 * console gets the error, unless it was the last one, too, and the next request tries again.
 * @param {string} adapter the name of the function that was called
 * @param {unknown} makeGateway
 * @returns {AnyGateway}
 */
export function deferredGateway(adapter, makeGateway) {
  const usage = `${adapter} takes a function that returns a gateway: ${adapter}(() => createGateway({ … }))`;
  if (typeof makeGateway !== 'function') throw new TypeError(usage);
  /** @type {AnyGateway | undefined} */
  let gateway;
  /** The last error, as a text. */
  let printed = '';
  return async (request, context) => {
    try {
      gateway ??= made(makeGateway(), usage);
    } catch (thrown) {
      const text = textOf(thrown);
      if (printed !== text) print('linq-contact-card gateway:', isOwn(thrown) ? thrown : redacted(thrown, request));
      printed = text;
      const { status, headers, body } = failure('The gateway is not set up; see the log of the server', 'refused');
      return new Response(body, { status, headers });
    }
    return gateway(request, context);
  };
}

/**
 * Returns what a function has returned, if that is a gateway.
 * @param {unknown} value
 * @param {string} usage
 */
function made(value, usage) {
  if (typeof value === 'function') return /** @type {AnyGateway} */ (value);
  // A gateway that was called as if it made one: its rejection, which no one awaits, would end the process.
  Promise.resolve(value).catch(() => {});
  throw new TypeError(usage);
}

/**
 * Whether an error is of this package. It has no secrets, and is shown whole: where WebAssembly can't be used, nothing can be
 * redacted, and this is what the operator has to know.
 * @param {unknown} thrown
 */
function isOwn(thrown) {
  try {
    return thrown instanceof ContactCardError;
  } catch {
    return false;
  }
}

/** Returns what was thrown as a text, which some values don't have. @param {unknown} thrown */
function textOf(thrown) {
  try {
    return String(thrown);
  } catch {
    return 'a value without a text';
  }
}
