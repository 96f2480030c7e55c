// The official SDK's client, built on this package's calls: code that uses the SDK changes only its import line.
export { LinqAPIV3, LinqAPIV3 as default } from './sdk/client.js';
export {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  InternalServerError,
  LinqAPIV3Error,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  UnprocessableEntityError,
} from './sdk/errors.js';
export { APIPromise } from './sdk/promise.js';
export {
  ContactCardError,
  InvalidResponseError,
  UnsafeKeyError,
  ValidationError,
  WasmTrapError,
  WasmUnavailableError,
} from './shared.js';
