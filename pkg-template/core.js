// @ts-check
// The shared internal module: one instance and one set of error classes for all entries of a format.
export * from './facade.js';
export { createContactCardUpdateSchema } from './schema.js';
export { none, own } from './message.js';
export { load, present } from './load.js';
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
} from './errors.js';
