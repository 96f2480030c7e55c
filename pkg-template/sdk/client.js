// The SDK's client.
import { createContactCard, retrieveContactCards, updateLikeSDK } from '../client/operations.js';
import { emptyObject, ownMembers } from '../shared.js';
import { defineAbsent } from './absent.js';
import { errorOf } from './error-of.js';
import * as errors from './errors.js';
import { addHidden } from './members.js';
import { mergeOptions } from './options.js';
import { promiseOf } from './promise.js';
import { variable } from './variables.js';

/** @typedef {import('../types/sdk.js').ClientOptions} ClientOptions */
/** @typedef {import('../types/sdk.js').RequestOptions} RequestOptions */
/** @typedef {import('../types/index.js').RequestOptions} CallOptions */

/** The default of `timeout`, in milliseconds. @type {60_000} */
const TIMEOUT = 60_000;

export class LinqAPIV3 {
  static LinqAPIV3Error = errors.LinqAPIV3Error;
  static APIError = errors.APIError;
  static APIConnectionError = errors.APIConnectionError;
  static APIConnectionTimeoutError = errors.APIConnectionTimeoutError;
  static APIUserAbortError = errors.APIUserAbortError;
  static AuthenticationError = errors.AuthenticationError;
  static BadRequestError = errors.BadRequestError;
  static ConflictError = errors.ConflictError;
  static InternalServerError = errors.InternalServerError;
  static NotFoundError = errors.NotFoundError;
  static PermissionDeniedError = errors.PermissionDeniedError;
  static RateLimitError = errors.RateLimitError;
  static UnprocessableEntityError = errors.UnprocessableEntityError;
  static DEFAULT_TIMEOUT = TIMEOUT;

  /** The options but the key and the base URL. @type {ClientOptions} */
  options = emptyObject;
  /** @type {ClientOptions['apiKey']} */
  apiKey;

  /** @param {ClientOptions} [options] */
  constructor(options) {
    const own = ownMembers(options ?? /** @type {ClientOptions} */ (emptyObject));
    const { apiKey, baseURL, ...others } = own;
    // A log of the client must have neither the key nor headers.
    addHidden(this, { apiKey: apiKey ?? variable('LINQ_API_V3_API_KEY'), options: others });
    // As in the SDK, an empty text is no base URL.
    this.baseURL = baseURL || variable('LINQ_API_V3_BASE_URL');
    this.timeout = own.timeout ?? TIMEOUT;
    this.maxRetries = own.maxRetries;
    this.contactCard = {
      create: bind(this, createContactCard),
      retrieve: bind(this, retrieveContactCards),
      update: bind(this, updateLikeSDK),
    };
  }

  /** @param {ClientOptions} options @returns {this} */
  withOptions(options) {
    const Class = /** @type {new (options: ClientOptions) => this} */ (this.constructor);
    return new Class({ ...optionsOf(this), ...options });
  }
}

/**
 * Returns the options of a client, whose members may have changed since it was created.
 * @param {LinqAPIV3} client
 * @returns {ClientOptions}
 */
const optionsOf = ({ options, apiKey, baseURL, timeout, maxRetries }) =>
  ownMembers({ apiKey, baseURL, ...options, timeout, maxRetries });

/**
 * Binds a call to a client. It works detached from the client, and through a framework's proxy.
 * @template Params, Value
 * @param {LinqAPIV3} client
 * @param {(params: Params, options?: CallOptions) => Promise<Value>} call
 */
const bind =
  (client, call) =>
  (/** @type {Params | null | undefined} */ params, /** @type {RequestOptions | undefined} */ options) =>
    promiseOf(async (exchange) => {
      const all = mergeOptions(optionsOf(client), ownMembers(options ?? emptyObject), exchange);
      try {
        // The core refuses missing params.
        return await call(/** @type {Params} */ (params ?? undefined), all);
      } catch (error) {
        throw errorOf(error, all, exchange);
      }
    });

/** @type {typeof LinqAPIV3} */
LinqAPIV3.LinqAPIV3 = LinqAPIV3;
defineAbsent(LinqAPIV3);
