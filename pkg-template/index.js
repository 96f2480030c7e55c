// @ts-check
// The main entry, for pages, workers of pages, Node, Deno and Bun: the module's bytes are inlined.
import bytes from './bytes.js';
import * as core from './core.js';

/** Decoded with a plain loop: `Uint8Array.from(text, fn)` takes 30 times as long. */
function compile() {
  const text = atob(bytes);
  const decoded = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) decoded[index] = text.charCodeAt(index);
  return new WebAssembly.Module(decoded);
}

export const updateContactCard = (params, options) => core.updateContactCard(compile, params, options);
export const retrieveContactCards = (query, options) => core.retrieveContactCards(compile, query, options);
export const previewUpdate = (params, options) => core.previewUpdate(compile, params, options);
export const validateContactCardUpdate = (input, options) => core.validateContactCardUpdate(compile, input, options);
export const changedFields = (current, edited) => core.changedFields(compile, current, edited);
export const parsePhoneNumber = (input) => core.parsePhoneNumber(compile, input);
export const isE164 = (input) => core.isE164(compile, input);

export {
  ContactCardError, ValidationError, APIError, BadRequestError, AuthenticationError, PermissionDeniedError,
  NotFoundError, ConflictError, UnprocessableEntityError, RateLimitError, InternalServerError, APIConnectionError,
  APIConnectionTimeoutError, InvalidResponseError, UnsafeKeyError, WasmUnavailableError,
} from './core.js';
