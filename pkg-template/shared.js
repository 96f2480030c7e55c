// The module that all entries share, once as ESM and once as CommonJS, so that they have one instance, one queue for a
// number's writes and one set of error classes.
//
// The order, here and in client/operations.js, is the one that compresses best in a page.
export { getInstance, withInstance } from './runtime/loading.js';
export { budgets, Call, messageOf, queues } from './client/call.js';
export { emptyObject, Message, ownMembers } from './runtime/message.js';
export { startError, unavailable } from './runtime/unavailable.js';
export { describeHost } from './runtime/host.js';
export {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  ContactCardError,
  createError,
  createTrapError,
  define,
  hidden,
  InternalServerError,
  InvalidResponseError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  textsOf,
  UnprocessableEntityError,
  UnsafeKeyError,
  ValidationError,
  WasmTrapError,
  WasmUnavailableError,
} from './runtime/errors.js';
