/**
 * The official SDK's client for contact cards, on the same functions and errors. `docs/sdk.md` in this package lists what
 * differs.
 *
 * @module linq-contact-card/sdk
 */

import {
  ContactCardError,
  type ContactCardCreateParams,
  type ContactCardUpdateParams,
  type FetchInit,
  type HeadersInput,
  type RequestOptions as CallOptions,
  type SetContactCard,
} from './index.js';

export {
  ContactCardError,
  ContactCardError as LinqAPIV3Error,
  ValidationError,
  InvalidResponseError,
  UnsafeKeyError,
  WasmUnavailableError,
  WasmTrapError,
} from './index.js';
export type { ContactCardCreateParams, ContactCardUpdateParams, SetContactCard } from './index.js';

/** The host's own `Headers` where its type is known. */
export type ResponseHeaders = typeof globalThis extends { Headers: { prototype: infer Host } } ? Host : HeadersLike;

/** The member of `Headers` that any `fetch` has. */
export interface HeadersLike {
  /** Returns the value of a header; `null` where it is absent. */
  get(name: string): string | null;
}

/** The host's own `Response` where its type is known, otherwise the members of it that any `fetch` has. */
export type RawResponse = typeof globalThis extends { Response: { prototype: infer Host } }
  ? Host
  : { readonly status: number; readonly headers: ResponseHeaders };

/** The params of `client.contactCard.retrieve`. */
export interface ContactCardRetrieveParams {
  /** In E.164 form. Without it: all cards of the account. */
  phone_number?: string | undefined;
}

/** The result of `client.contactCard.retrieve`. */
export interface ContactCardRetrieveResponse {
  contact_cards: SetContactCard[];
}

/** Further members of `fetch`'s second argument, such as Node's `dispatcher`. Those that this package sets are an issue. */
export type FetchOptions = { readonly [member: string]: unknown } & { readonly [Member in keyof FetchInit]?: never };

/** The part of a logger that is used; `console` is one. */
export interface Logger {
  /** Logs a line about an attempt. */
  info(message: string): void;
}

/** The levels of logs, from the quietest one. Attempts are logged from `info` on, and there is nothing else to log. */
export type LogLevel = 'off' | 'error' | 'warn' | 'info' | 'debug';

/** The options of a call. One that is `undefined` is absent. */
export interface RequestOptions extends CallOptions {
  /** Further options of `fetch`, after those of the client. */
  fetchOptions?: FetchOptions | null | undefined;
}

/** The options of the client. Those of a call replace them; headers and `fetchOptions` are merged. */
export interface ClientOptions extends Omit<RequestOptions, 'baseURL' | 'headers' | 'signal'> {
  /** Default: the environment variable `LINQ_API_V3_API_KEY`. Without a key, calls go to the gateway `/api/linq`. */
  apiKey?: RequestOptions['apiKey'];
  /** Default: the environment variable `LINQ_API_V3_BASE_URL`, then Linq's own. */
  baseURL?: string | null | undefined;
  /** Headers of every request; `null` in a call's `headers` removes one. */
  defaultHeaders?: HeadersInput | undefined;
  /** Logs attempts from the level `info` on. Default: the environment variable `LINQ_API_V3_LOG`, then `warn`. */
  logLevel?: LogLevel | undefined;
  /** Default: `console`. */
  logger?: Logger | undefined;
}

/** The promise of a call, which also has the raw response. */
export class APIPromise<Value> extends Promise<Value> {
  /**
   * Returns the raw response once the call has succeeded. Where this method is called before the response arrives, its body
   * hasn't been read; that of another `fetch` than the host's always has. Rejects as the call does.
   */
  asResponse(): Promise<RawResponse>;
  /** Returns the value with the raw response, whose body has been read. Rejects as the call does. */
  withResponse(): Promise<{ data: Value; response: RawResponse }>;
}

/** Linq's envelope around an error, without members that Linq doesn't document. Phone numbers in its texts are masked. */
export interface ErrorBody {
  success: false;
  error: {
    status: number;
    /** Linq's error code, such as 1002. */
    code?: number;
    message: string;
    doc_url?: string;
    /** Seconds. */
    retry_after?: number;
  };
  trace_id?: string;
}

/** Linq responded with an error status, no response arrived, or the call was aborted. See `docs/errors.md#apierror`. */
export class APIError extends ContactCardError {
  /** The HTTP status, where a response arrived. */
  readonly status: number | undefined;
  /** The response's headers. They aren't enumerable, so that a log of the error doesn't have them. */
  readonly headers: ResponseHeaders | undefined;
  /** The response's body, as far as it was checked. It isn't enumerable. */
  readonly error: ErrorBody | undefined;
  /** Linq's error code, such as 1002. `docs/errors.md#linqs-codes` has a section for each. */
  readonly code?: number;
  /** The id by which Linq's support finds the request. */
  readonly traceId?: string;
  readonly docURL?: string;
  /** Seconds to wait before the next attempt. */
  readonly retryAfter?: number;
}
/** Status 400. See `docs/errors.md#badrequesterror`. */
export class BadRequestError extends APIError {
  readonly name: 'BadRequestError';
  readonly status: 400;
  readonly headers: ResponseHeaders;
  readonly error: ErrorBody;
}
/** Status 401. See `docs/errors.md#authenticationerror`. */
export class AuthenticationError extends APIError {
  readonly name: 'AuthenticationError';
  readonly status: 401;
  readonly headers: ResponseHeaders;
  readonly error: ErrorBody;
}
/** Status 403. See `docs/errors.md#permissiondeniederror`. */
export class PermissionDeniedError extends APIError {
  readonly name: 'PermissionDeniedError';
  readonly status: 403;
  readonly headers: ResponseHeaders;
  readonly error: ErrorBody;
}
/** Status 404. See `docs/errors.md#notfounderror`. */
export class NotFoundError extends APIError {
  readonly name: 'NotFoundError';
  readonly status: 404;
  /** Whether Linq reports that the phone number has no contact card, as in `linq-contact-card`. The official SDK hasn't it. */
  readonly noCard?: true;
  readonly headers: ResponseHeaders;
  readonly error: ErrorBody;
}
/** Status 409. See `docs/errors.md#conflicterror`. */
export class ConflictError extends APIError {
  readonly name: 'ConflictError';
  readonly status: 409;
  readonly headers: ResponseHeaders;
  readonly error: ErrorBody;
}
/** Status 422. See `docs/errors.md#unprocessableentityerror`. */
export class UnprocessableEntityError extends APIError {
  readonly name: 'UnprocessableEntityError';
  readonly status: 422;
  readonly headers: ResponseHeaders;
  readonly error: ErrorBody;
}
/** Status 429. Linq allows three writes per phone number in ten minutes. See `docs/errors.md#ratelimiterror`. */
export class RateLimitError extends APIError {
  readonly name: 'RateLimitError';
  readonly status: 429;
  readonly headers: ResponseHeaders;
  readonly error: ErrorBody;
}
/** Status 500 and above. See `docs/errors.md#internalservererror`. */
export class InternalServerError extends APIError {
  readonly name: 'InternalServerError';
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly error: ErrorBody;
}
/** No response arrived. See `docs/errors.md#apiconnectionerror`. */
export class APIConnectionError extends APIError {
  readonly name: 'APIConnectionError' | 'APIConnectionTimeoutError';
  readonly status: undefined;
  readonly headers: undefined;
  readonly error: undefined;
  /** The error that `fetch` has thrown; a replacement where it contains a key or a phone number. */
  readonly cause?: unknown;
}
/** The call took longer than `timeout`. See `docs/errors.md#apiconnectiontimeouterror`. */
export class APIConnectionTimeoutError extends APIConnectionError {
  readonly name: 'APIConnectionTimeoutError';
}
/** The call's `signal` was aborted. See `docs/errors.md#apiuseraborterror`. */
export class APIUserAbortError extends APIError {
  readonly name: 'APIUserAbortError';
  readonly status: undefined;
  readonly headers: undefined;
  readonly error: undefined;
  /** The signal's reason. */
  readonly cause?: unknown;
}

/** The operations on contact cards. */
export interface ContactCard {
  /** Updates the fields that are present. An update without fields sends `{}`, as the official SDK does. */
  update(params: ContactCardUpdateParams, options?: RequestOptions): APIPromise<SetContactCard>;
  /** Retrieves the card of a number; without one, all cards of the account. */
  retrieve(query?: ContactCardRetrieveParams | null, options?: RequestOptions): APIPromise<ContactCardRetrieveResponse>;
  /** Creates the first card of a number. */
  create(body: ContactCardCreateParams, options?: RequestOptions): APIPromise<SetContactCard>;
}

/** The official SDK's client, for contact cards only. Other resources of the SDK throw an error that names the replacement. */
export class LinqAPIV3 {
  constructor(options?: ClientOptions);
  /** The key in use; a call's own replaces it. */
  apiKey: RequestOptions['apiKey'];
  baseURL: string | undefined;
  /** Milliseconds from the start of a call to its end. */
  timeout: number;
  /** Default: 1 for writes, 2 for reads. */
  maxRetries: number | undefined;
  readonly contactCard: ContactCard;
  /** Creates a client with the options of this one, some of which are replaced. */
  withOptions(options: ClientOptions): this;
  /** The default of `timeout`, in milliseconds. */
  static readonly DEFAULT_TIMEOUT: 60_000;
}

/** The types and error classes under the SDK's names. */
export declare namespace LinqAPIV3 {
  export {
    LinqAPIV3,
    ContactCardError as LinqAPIV3Error,
    APIError,
    APIConnectionError,
    APIConnectionTimeoutError,
    APIUserAbortError,
    BadRequestError,
    AuthenticationError,
    PermissionDeniedError,
    NotFoundError,
    ConflictError,
    UnprocessableEntityError,
    RateLimitError,
    InternalServerError,
    type ClientOptions,
    type RequestOptions,
    type ContactCard,
    type ContactCardCreateParams,
    type ContactCardRetrieveParams,
    type ContactCardRetrieveResponse,
    type ContactCardUpdateParams,
    type SetContactCard,
  };
}
export default LinqAPIV3;
