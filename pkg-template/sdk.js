// The official SDK's client, built on this package's calls: code that uses the SDK changes only its import line.
import { createContactCard, retrieveContactCards, updateLikeSDK } from './client/operations.js';
import { emptyObject, ownMembers } from './shared.js';

/** @typedef {import('./types/sdk.js').ClientOptions} ClientOptions */
/** @typedef {import('./types/index.js').RequestOptions} RequestOptions */
/** @typedef {RequestOptions['headers']} Headers */

/** @typedef {import('./runtime/host.js').HostGlobals} HostGlobals */

/** Returns an environment variable; `undefined` where it is empty, or the host has none. @param {string} name */
function variable(name) {
  const env = /** @type {HostGlobals} */ (globalThis).process?.env;
  return (env && Object.hasOwn(env, name) && env[name]) || undefined;
}

/**
 * Returns headers as pairs, so that they can be merged: the core uses the last pair of a name. What isn't an object becomes
 * an item that isn't a pair, which the core refuses.
 * @param {Headers} headers
 * @returns {readonly (readonly [string, string | null | undefined])[]}
 */
function pairs(headers) {
  if (typeof (headers ?? emptyObject) !== 'object') return /** @type {never[]} */ ([headers]);
  if (headers && Symbol.iterator in headers) return [...headers];
  // As in an object that isn't merged, a header that is `undefined` is absent.
  return Object.entries(headers ?? emptyObject).filter((pair) => pair[1] !== undefined);
}

export class LinqAPIV3 {
  /** @param {ClientOptions} [options] */
  constructor(options) {
    const { apiKey, baseURL, defaultHeaders, ...defaults } = ownMembers(
      options ?? /** @type {ClientOptions} */ (emptyObject),
    );
    this.apiKey = apiKey ?? variable('LINQ_API_V3_API_KEY');
    // A log of the client must not have the key.
    Object.defineProperty(this, 'apiKey', /** @type {PropertyDescriptor} */ ({ __proto__: null, enumerable: false }));
    // As in the SDK, an empty text is no base URL.
    this.baseURL = baseURL || variable('LINQ_API_V3_BASE_URL');
    /** @type {<Params, Value>(call: (params: Params, options?: RequestOptions) => Promise<Value>) => (params?: Params | null, options?: RequestOptions) => Promise<Value>} */
    const bind = (call) => async (params, options) => {
      const callOptions = ownMembers(options ?? /** @type {RequestOptions} */ (emptyObject));
      const headers = [...pairs(defaultHeaders), ...pairs(callOptions.headers)];
      const all = { apiKey: this.apiKey, baseURL: this.baseURL, ...defaults, ...callOptions, headers };
      // The core refuses missing params.
      return call(/** @type {NonNullable<typeof params>} */ (params ?? undefined), all);
    };
    this.contactCard = {
      create: bind(createContactCard),
      retrieve: bind(retrieveContactCards),
      update: bind(updateLikeSDK),
    };
  }
}

export default LinqAPIV3;

export {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  ContactCardError,
  InternalServerError,
  InvalidResponseError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
  UnsafeKeyError,
  ValidationError,
  WasmTrapError,
  WasmUnavailableError,
} from './shared.js';
