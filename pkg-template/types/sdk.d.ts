/**
 * The official SDK's client for contact cards, on the same functions and errors.
 *
 * @module linq-contact-card/sdk
 */

import type {
  ContactCardCreateParams,
  ContactCardUpdateParams,
  FetchLike,
  HeadersInput,
  RequestOptions,
  SetContactCard,
} from './index.js';

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
} from './index.js';
export type { ContactCardCreateParams, ContactCardUpdateParams, SetContactCard } from './index.js';

/** Options of the client. Those of a call replace them; headers are merged. */
export interface ClientOptions extends Omit<RequestOptions, 'apiKey' | 'baseURL' | 'headers' | 'signal'> {
  /** Default: the environment variable `LINQ_API_V3_API_KEY`. Without a key, calls go to the gateway `/api/linq`. */
  apiKey?: RequestOptions['apiKey'];
  /** Default: the environment variable `LINQ_API_V3_BASE_URL`, then Linq's own. */
  baseURL?: string | null | undefined;
  /** Headers of every request; `null` in a call's `headers` removes one. */
  defaultHeaders?: HeadersInput | undefined;
  fetch?: FetchLike | undefined;
}

/** The official SDK's client, for contact cards only. */
export class LinqAPIV3 {
  constructor(options?: ClientOptions);
  /** The key in use; a call's own replaces it. */
  apiKey: RequestOptions['apiKey'];
  baseURL: string | undefined;
  readonly contactCard: {
    /** An update without fields sends `{}`, as the official SDK does. */
    update(params: ContactCardUpdateParams, options?: RequestOptions): Promise<SetContactCard>;
    /** Without a number: all cards of the account. */
    retrieve(
      query?: { phone_number?: string | undefined } | null,
      options?: RequestOptions,
    ): Promise<{ contact_cards: SetContactCard[] }>;
    /** The first card of a number. */
    create(body: ContactCardCreateParams, options?: RequestOptions): Promise<SetContactCard>;
  };
}
export default LinqAPIV3;
