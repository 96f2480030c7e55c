// The promise that the SDK's methods return.
import { Exchange } from './exchange.js';

/** @typedef {import('../types/sdk.js').RawResponse} RawResponse */

/**
 * @template Value
 * @extends {Promise<Value>}
 */
export class APIPromise extends Promise {
  #exchange;

  /**
   * @param {ConstructorParameters<PromiseConstructor>[0]} executor
   * @param {Exchange} [exchange] the requests of the call
   */
  constructor(executor, exchange = new Exchange()) {
    super(/** @type {(resolve: (value: Value | PromiseLike<Value>) => void) => void} */ (executor));
    this.#exchange = exchange;
  }

  /** Promises that are derived from one, as by `then`, are plain ones. */
  static get [Symbol.species]() {
    return Promise;
  }

  async asResponse() {
    this.#exchange.needsBody = true;
    const { response } = await this.withResponse();
    return response;
  }

  async withResponse() {
    const data = await this;
    return { data, response: /** @type {RawResponse} */ (this.#exchange.response) };
  }
}

/**
 * Makes a call. Returns its promise.
 * @template Value
 * @param {(exchange: Exchange) => Promise<Value>} run
 */
export function promiseOf(run) {
  const exchange = new Exchange();
  return /** @type {APIPromise<Value>} */ (new APIPromise((resolve) => resolve(run(exchange)), exchange));
}
