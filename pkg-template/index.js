// @ts-check
// The main entry, for pages, workers of pages, Node, Deno and Bun: the module's bytes are inlined.
import { place } from './place.js';
import * as core from './core.js';

export const updateContactCard = (params, options) => core.updateContactCard(place, params, options);
export const createContactCard = (params, options) => core.createContactCard(place, params, options);
export const ensureContactCard = (params, options) => core.ensureContactCard(place, params, options);
export const retrieveContactCards = (query, options) => core.retrieveContactCards(place, query, options);
export const previewUpdate = (params, options) => core.previewUpdate(place, params, options);
export const validateContactCardUpdate = (input, options) => core.validateContactCardUpdate(place, input, options);
export const changedFields = (current, edited) => core.changedFields(place, current, edited);
export const parsePhoneNumber = (input) => core.parsePhoneNumber(place, input);
export const load = () => core.load(place, async () => {});
export const isE164 = (input) => core.isE164(place, input);
export const writeBudget = (number) => core.writeBudget(place, number);
export const createContactCardUpdateSchema = (options) => core.createContactCardUpdateSchema(place, options);
// Making it does nothing yet; marked so that bundlers leave it out where it isn't used.
export const contactCardUpdateSchema = /* @__PURE__ */ core.createContactCardUpdateSchema(place);

export class ContactCards extends core.ContactCards {
  constructor(defaults) {
    super(place, defaults);
  }
}

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
