// A call that sends nothing: the core gets events, and decides what they mean.
import { createError, getInstance, hidden, messageOf, textsOf } from '../shared.js';
import { environment } from '../runtime/environment.js';
import { DEEPEST } from '../runtime/message.js';

/** @typedef {import('../types/index.js').RequestOptions} RequestOptions */
/** @typedef {import('../runtime/core.js').Action} Action */
/** @typedef {'update' | 'create' | 'retrieve'} OperationName */
/** @typedef {{ operation?: OperationName, params?: unknown, options?: RequestOptions, host?: object }} CallDescription */

/** The params of each operation, for calls in which they don't matter. */
const PARAMS = {
  update: { phone_number: '+15551234567', first_name: 'Ada' },
  create: { phone_number: '+15551234567', first_name: 'Ada' },
  retrieve: { phone_number: '+15551234567' },
};

/** Options with which a call sends one request. */
const OPTIONS = { baseURL: 'https://gateway.example/api/linq', maxRetries: 0 };

/** A call of the core. Its methods return the error that it ends with; `undefined` where it doesn't end, or succeeds. */
export class CoreCall {
  #instance = getInstance(environment);
  #message;
  #startedAt = performance.now();
  /** How the call begins: the core's first action. @type {Action} */
  #first;

  /** @param {CallDescription} description */
  constructor({ operation = 'update', params = PARAMS[operation], options, host = {} }) {
    this.#message = messageOf(operation, params, { ...OPTIONS, ...options }, host);
    this.#first = this.#handle('started');
  }

  /** What the call ends with before it sends a request. */
  refused() {
    return errorOf(this.#first);
  }

  /** What the call ends with after a response. @param {object} head the report of its head @param {string} text its body */
  responded(head, text) {
    return errorOf(this.#handle('response', head, this.#contentOf(text)));
  }

  /** What the call ends with where `fetch` rejects. @param {unknown} cause */
  threw(cause) {
    const action = this.#handle('thrown', undefined, textsOf(cause));
    return errorOf(action, action.hide ? hidden(cause) : cause);
  }

  /** What the call ends with when its time is over. */
  timedOut() {
    return errorOf(this.#handle('timedOut'));
  }

  /**
   * Reports an event to the core. Returns the next action.
   * @param {unknown[]} event its name, then its values
   */
  #handle(...event) {
    const message = this.#message;
    const { length } = message;
    // No key, write budget or verdict.
    message.add(DEEPEST, undefined, undefined, undefined, ...event);
    /** @type {Action} */
    const action = this.#instance.exchange(message, this.#startedAt, 0);
    message.length = length;
    return action;
  }

  /** Returns a body as the core reads it: the value of the JSON, in a list, or the name of what is wrong with it. @param {string} text */
  #contentOf(text) {
    if (this.#first.action === 'send' && new TextEncoder().encode(text).length > this.#first.limit) return 'tooLong';
    try {
      return [JSON.parse(text)];
    } catch {
      return text ? 'notJson' : 'empty';
    }
  }
}

/** @param {Action} action @param {unknown} [cause] */
const errorOf = (action, cause) =>
  action.action === 'done' && action.error ? createError(action.error, cause) : undefined;
