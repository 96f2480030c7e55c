// @ts-check
// The main entry, for pages, workers of pages, Node, Deno and Bun: the module's bytes are inlined.
import { compile } from './compile.js';
import * as core from './core.js';

export const updateContactCard = (params, options) => core.updateContactCard(compile, params, options);
export const createContactCard = (params, options) => core.createContactCard(compile, params, options);
export const ensureContactCard = (params, options) => core.ensureContactCard(compile, params, options);
export const retrieveContactCards = (query, options) => core.retrieveContactCards(compile, query, options);
export const previewUpdate = (params, options) => core.previewUpdate(compile, params, options);
export const validateContactCardUpdate = (input, options) => core.validateContactCardUpdate(compile, input, options);
export const changedFields = (current, edited) => core.changedFields(compile, current, edited);
export const parsePhoneNumber = (input) => core.parsePhoneNumber(compile, input);
export const isE164 = (input) => core.isE164(compile, input);
export const writeBudget = (number) => core.writeBudget(compile, number);

export class ContactCards extends core.ContactCards {
  constructor(defaults) {
    super(compile, defaults);
  }
}

export {
  ContactCardError, ValidationError, APIError, BadRequestError, AuthenticationError, PermissionDeniedError,
  NotFoundError, ConflictError, UnprocessableEntityError, RateLimitError, InternalServerError, APIConnectionError,
  APIConnectionTimeoutError, InvalidResponseError, UnsafeKeyError, WasmUnavailableError, WasmTrapError,
} from './core.js';
