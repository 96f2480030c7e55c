// @ts-check
// The face of the official SDK on the same calls: for code that has its import line changed and nothing else.
import { place } from './place.js';
import * as core from './core.js';

/** @param {string} name */
const environment = (name) => /** @type {any} */ (globalThis).process?.env?.[name] || undefined;

/** Pairs, of which the core takes the last one of a name; something that can't be headers is for the core to refuse. */
function pairs(/** @type {any} */ headers) {
  if (typeof (headers ?? {}) !== 'object') return [headers];
  return headers?.[Symbol.iterator] ? [...headers] : Object.entries(headers ?? {});
}

export class LinqAPIV3 {
  /** @param {any} [options] */
  constructor(options) {
    const { apiKey, baseURL, defaultHeaders, ...defaults } = core.own(options ?? core.none);
    this.apiKey = apiKey ?? environment('LINQ_API_V3_API_KEY');
    this.baseURL = baseURL ?? environment('LINQ_API_V3_BASE_URL');
    const bind = (/** @type {any} */ call) => async (/** @type {unknown} */ params, /** @type {any} */ options) => {
      const own = core.own(options ?? core.none);
      const headers = [...pairs(defaultHeaders), ...pairs(own.headers)];
      return call(place, params ?? undefined, {
        apiKey: this.apiKey,
        baseURL: this.baseURL,
        ...defaults,
        ...own,
        headers,
      });
    };
    this.contactCard = {
      create: bind(core.createContactCard),
      retrieve: bind(core.retrieveContactCards),
      update: bind(core.updateAsVendor),
    };
  }
}

export default LinqAPIV3;

export {
  ContactCardError,
  ValidationError,
  APIError,
  BadRequestError,
  AuthenticationError,
  PermissionDeniedError,
  NotFoundError,
  ConflictError,
  UnprocessableEntityError,
  RateLimitError,
  InternalServerError,
  APIConnectionError,
  APIConnectionTimeoutError,
  InvalidResponseError,
  UnsafeKeyError,
  WasmUnavailableError,
  WasmTrapError,
} from './core.js';
