/**
 * Edits Linq contact cards: checks the input, sends the smallest request, and reports whether it took effect.
 *
 * @module linq-contact-card
 */

/**
 * A phone number in E.164 form, by the pattern of Linq's reference page: `^\+[1-9][0-9]{1,14}$`. Only the format is checked,
 * not whether the number is assigned.
 */
export type E164 = string & { readonly __e164: unique symbol };

/** The fields of a contact card that can be edited. A field that is absent or `undefined` keeps its value. */
export interface ContactCardFields {
  /** The first name, which must not be empty. */
  first_name?: string | undefined;
  /** The last name, which must not be empty. */
  last_name?: string | undefined;
  /** A public `https://` URL of the picture. Linq copies the picture and responds with a URL of its own. */
  image_url?: string | undefined;
}

/** The params of {@link updateContactCard}. */
export interface ContactCardUpdateParams extends ContactCardFields {
  /** The phone number of the contact card, in E.164 form such as `+15551234567`. */
  phone_number: string;
}

/** A contact card in a response of Linq's. */
export interface SetContactCard {
  first_name: string;
  /** Whether the contact card was applied to the device. `false` means that it is saved, but not yet active. */
  is_active: boolean;
  /** In E.164 form. */
  phone_number: string;
  /** A URL on Linq's own host, which is never equal to the URL that was sent. */
  image_url?: string;
  last_name?: string;
}

/** The problem of a value, for programs. */
export type IssueCode =
  | 'required'
  | 'not_an_object'
  | 'not_a_string'
  | 'empty'
  | 'missing_plus'
  | 'invalid_character'
  | 'leading_zero'
  | 'too_short'
  | 'too_long'
  | 'null_not_supported'
  | 'cannot_clear'
  | 'blank'
  | 'ill_formed'
  | 'not_https_url'
  | 'unknown_field'
  | 'empty_update'
  | 'unknown_option'
  | 'invalid_option';

/** One problem in the input. All problems of an input are reported at once. */
export interface Issue {
  /** The path of the value: `['first_name']`, `['options', 'timeout']`, or `[]` for the input as a whole. */
  readonly path: readonly PropertyKey[];
  /** The problem, for programs. */
  readonly code: IssueCode;
  /**
   * An English sentence that starts with the path and has the problem and what to do about it, such as `phone_number must
   * start with + and a country code, for example +15551234567`. It never contains the value itself.
   */
  readonly message: string;
  /** The position of an invalid character in the value, in UTF-16 units from 0. */
  readonly offset?: number;
  /**
   * A valid value that was probably meant. It is never applied by itself: let a person accept it. That of a phone number has
   * all digits of the input, in their order: where it isn't certain which were meant, there is none.
   */
  readonly suggestion?: string;
}

/** Headers: a record, a list of pairs, or a `Headers` object. They are merged last, and `null` removes a header. */
export type HeadersInput =
  | { readonly [name: string]: string | null | undefined }
  // TypeScript 5.0 doesn't infer that a literal list of pairs is iterable.
  | readonly (readonly [string, string | null | undefined])[]
  | Iterable<readonly [string, string | null | undefined]>;

/** The members of `AbortSignal` that are used. */
export interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason?: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** The second argument of {@link RequestOptions.fetch}. */
export interface FetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  redirect: 'manual';
  /** The host's own `AbortSignal` where its type is known, so that the type of the host's `fetch` is assignable. */
  signal: typeof globalThis extends { AbortSignal: { prototype: infer Signal } } ? Signal : AbortSignalLike;
  keepalive?: boolean;
  /** This member and those below are set only in browsers. */
  cache?: 'no-store';
  credentials?: 'omit' | 'same-origin' | 'include';
  referrerPolicy?: 'no-referrer';
}

/**
 * A function like the global `fetch`. It is called without `this`.
 *
 * The response may be one of another implementation, or of a mock. Its `status` is required. A body that isn't a web stream is
 * read as one of Node's streams, or with `arrayBuffer()`, `text()` or `json()`, whichever comes first. The limits of 64 KB (4 MB
 * for a list) and of the timeout are the same.
 *
 * whatwg-fetch adds a parameter to the URL of reads, which a gateway refuses, unless `cache` is replaced:
 * `(url, init) => fetch(url, { ...init, cache: 'default' })`.
 */
export type FetchLike = (url: string, init: FetchInit) => PromiseLike<unknown>;

/** The options of a call. */
export interface RequestOptions {
  /**
   * Linq's API key, or a function that returns it and is called once for each call. The key opens every line it covers:
   * leave it on a server, and call your own gateway from pages. In a page, a key is refused unless `dangerouslyAllowBrowser` is
   * set.
   */
  apiKey?: string | (() => string | PromiseLike<string>) | undefined;
  /** Allows a key in a page, where everyone who opens the page can read it. */
  dangerouslyAllowBrowser?: boolean | undefined;
  /**
   * The base URL: an absolute URL, or a path on the page's own origin, whatever the page's `<base>` is. Outside a page, and in a
   * sandbox, whose origin is `null`, a path is an issue. Default: `https://api.linqapp.com/api/partner` with `apiKey`, and without
   * it `/api/linq`, the path of your gateway.
   */
  baseURL?: string | { readonly href: string } | undefined;
  /** Whether requests are sent with cookies. Default: `omit` with a key, `same-origin` without one. */
  credentials?: 'omit' | 'same-origin' | 'include' | undefined;
  headers?: HeadersInput | undefined;
  /** Milliseconds from the start of the call to its end, from 1 to 2 147 483 647. Default: 60 000. */
  timeout?: number | undefined;
  /** Sends `''` instead of refusing it. Linq documents no way to clear a field. */
  sendEmpty?: boolean | undefined;
  /** A signal that aborts the call, which then rejects with the signal's reason. A proxy of an `AbortSignal` is an issue. */
  signal?: AbortSignalLike | undefined;
  /** A function that replaces `globalThis.fetch`, which is looked up at each call. */
  fetch?: FetchLike | undefined;
  /** Lets the request outlive the page. */
  keepalive?: boolean | undefined;
  /**
   * The number of attempts after the first one, for each request. Default: 1 for writes, 2 for reads. As Linq allows only three
   * writes per phone number in ten minutes, a write is retried only after an error that Linq documents as transient (codes 2022
   * and 3001 to 3004).
   */
  maxRetries?: number | undefined;
  /**
   * The longest wait before a retry, in milliseconds. Where the server sets a longer one, the call rejects and reports it as
   * `retryAfter`. Default: 20 000.
   */
  maxRetryAfter?: number | undefined;
  /**
   * Decides about a retry that the rules allow: another attempt is made only if it returns `true`. `attempt` is the number of
   * the failed attempt, from 1. If it throws, the call rejects with that error.
   */
  shouldRetry?: ((error: ContactCardError, attempt: number) => boolean) | undefined;
  /** Is called when an attempt has ended. An error that it throws is reported to the host, and doesn't affect the call. */
  onAttempt?: ((attempt: AttemptEvent) => void) | undefined;
}

/** The report of an attempt that has ended. */
export interface AttemptEvent {
  method: 'GET' | 'PATCH' | 'POST';
  /** The masked phone number, such as `+1•••••••567`; absent where all contact cards are read. */
  phone_number?: string;
  /** The number of the attempt for its request, from 1. */
  attempt: number;
  /** The HTTP status, where a response arrived. */
  status?: number;
  /** Milliseconds from sending to the end of the body. */
  duration: number;
  /** Milliseconds until the next attempt, where there is one. */
  nextWait?: number;
}

/** The known write budget of a phone number. */
export interface WriteBudget {
  /** The number of writes in ten minutes: 3, unless a gateway reports another limit. */
  limit: number;
  /** The number of known writes, at most `limit`: those of this page, and those that a 429 or a gateway has reported. Linq may have counted more. */
  used: number;
  /** The number of writes that are left. */
  remaining: number;
  /** The time at which a write is free again; `null` where one is left. */
  nextWriteAt: Date | null;
}

/** The params of {@link createContactCard}. */
export interface ContactCardCreateParams {
  /** In E.164 form. */
  phone_number: string;
  first_name: string;
  last_name?: string | undefined;
  /** A public `https://` URL of the picture. Linq copies the picture and responds with a URL of its own. */
  image_url?: string | undefined;
}

/** The result of {@link ensureContactCard}. */
export interface EnsuredContactCard {
  card: SetContactCard;
  action: 'created' | 'updated' | 'unchanged';
}

/** The result of {@link previewUpdate}. */
export interface RequestPreview {
  method: 'PATCH';
  url: string;
  /** Names and values, with `•••` in place of the key. */
  headers: Record<string, string>;
  body: string;
}

/**
 * Updates the contact card of one phone number. The fields that are present are sent, and the others keep their value.
 *
 * @throws {@link ValidationError} before anything is sent, {@link APIError} when Linq refuses,
 * {@link APIConnectionError} or {@link InvalidResponseError} when no response arrives or it can't be used.
 * @example
 * const card = await updateContactCard({ phone_number: '+15551234567', first_name: 'John' });
 */
export function updateContactCard(params: ContactCardUpdateParams, options?: RequestOptions): Promise<SetContactCard>;

/**
 * Retrieves the contact card of one phone number, or all contact cards of the account. For a phone number without a contact
 * card, the server may respond with an empty list or an error, a {@link NotFoundError}.
 */
export function retrieveContactCards(
  query?: { phone_number?: string | undefined },
  options?: RequestOptions,
): Promise<{ contact_cards: SetContactCard[] }>;

/** Creates the first contact card of a phone number. Rejects with a {@link ConflictError} (code 2014) where it has one. */
export function createContactCard(params: ContactCardCreateParams, options?: RequestOptions): Promise<SetContactCard>;

/**
 * Makes sure that the phone number has a contact card with these fields: creates it, or updates the fields that differ. Linq
 * stores the picture under a URL of its own, so that pictures can't be compared: one is sent where the contact card has none, or
 * with `replaceImage`.
 */
export function ensureContactCard(
  params: ContactCardCreateParams,
  options?: RequestOptions & { replaceImage?: boolean | undefined },
): Promise<EnsuredContactCard>;

/**
 * Compiles the WebAssembly, so that the synchronous functions work in every browser. Functions that return a promise compile it
 * by themselves. Chrome up to 114 and some web views compile a module of this size only asynchronously: there, synchronous
 * functions throw a {@link WasmUnavailableError} until this function, or any call, has compiled it.
 *
 * @throws {@link WasmUnavailableError} where WebAssembly is absent or forbidden
 * @example
 * await load();
 * const { value, issue } = parsePhoneNumber(input.value);
 */
export function load(): Promise<void>;

/**
 * Returns the known write budget of a phone number. A call is sent even where no write is left, as the server decides.
 *
 * @throws {@link ValidationError} for a phone number that isn't in E.164 form, {@link WasmUnavailableError}
 */
export function writeBudget(phone_number: string): WriteBudget;

/** The calls with default options. A call's own options replace the default ones of the same name. */
export class ContactCards {
  constructor(defaults: RequestOptions);
  /** See {@link updateContactCard}. */
  update(params: ContactCardUpdateParams, options?: RequestOptions): Promise<SetContactCard>;
  /** See {@link retrieveContactCards}. */
  retrieve(
    query?: { phone_number?: string | undefined },
    options?: RequestOptions,
  ): Promise<{ contact_cards: SetContactCard[] }>;
  /** See {@link createContactCard}. */
  create(params: ContactCardCreateParams, options?: RequestOptions): Promise<SetContactCard>;
  /** See {@link ensureContactCard}. */
  ensure(
    params: ContactCardCreateParams,
    options?: RequestOptions & { replaceImage?: boolean | undefined },
  ): Promise<EnsuredContactCard>;
}

/**
 * Returns the request that {@link updateContactCard} would send, without sending it.
 *
 * @throws {@link ValidationError}, {@link UnsafeKeyError}, {@link WasmUnavailableError}
 */
export function previewUpdate(params: ContactCardUpdateParams, options?: RequestOptions): RequestPreview;

/** Returns every problem of an update; none when it can be sent. @throws {@link WasmUnavailableError} */
export function validateContactCardUpdate(
  input: unknown,
  options?: { sendEmpty?: boolean | undefined },
): readonly Issue[];

/**
 * Returns the fields of a form that differ from the current contact card; `undefined` when nothing differs. `''` for a field that
 * the contact card doesn't have counts as unchanged.
 *
 * @throws {@link ValidationError} where one of them isn't an object, as a `FormData` or a `Map` has no fields of its own;
 * {@link WasmUnavailableError}
 */
export function changedFields(current: SetContactCard, edited: ContactCardFields): ContactCardFields | undefined;

/** Parses a phone number, without rewriting it or guessing a country. @throws {@link WasmUnavailableError} */
export function parsePhoneNumber(
  input: unknown,
): { value: E164; issue?: undefined } | { value?: undefined; issue: Issue };

/** Returns whether the input is a string in E.164 form. @throws {@link WasmUnavailableError} */
export function isE164(input: unknown): input is E164;

/**
 * The check of {@link validateContactCardUpdate} as a [Standard Schema](https://standardschema.dev), for form libraries. It is
 * synchronous and never returns a promise. Its issues are {@link Issue}s with all their members. It throws a
 * {@link WasmUnavailableError} where WebAssembly can't be used.
 */
export const contactCardUpdateSchema: ContactCardUpdateSchema<ContactCardUpdateParams>;

/**
 * Creates a {@link contactCardUpdateSchema} for the form of one contact card, or with messages of your own.
 *
 * `Values` is the type of the form's values: a whole contact card, unless they have another type.
 *
 * @example
 * const schema = createContactCardUpdateSchema({
 *   current: card,
 *   messages: { missing_plus: 'Start with + and the country code', empty_update: 'Nothing has changed' },
 * });
 * @example
 * const defaultValues = { phone_number: '+15551234567', first_name: '', last_name: '' };
 * const schema = createContactCardUpdateSchema<typeof defaultValues>({ current: card });
 */
export function createContactCardUpdateSchema<Values extends ContactCardFormValues = SetContactCard>(
  options: ContactCardUpdateSchemaOptions,
): ContactCardUpdateSchema<Values>;

/** The options of {@link createContactCardUpdateSchema}. */
export interface ContactCardUpdateSchemaOptions {
  /**
   * The contact card that the form edits. Fields that are unchanged, and empty fields that the contact card doesn't have, are
   * removed before the check. So the value is the phone number with the changed fields, which can be sent. When nothing has
   * changed, the issue is `empty_update`, with an empty path. A form with another phone number is compared with an empty card.
   */
  current?: SetContactCard | undefined;
  /** Allows `''` as a change. To send it, set the option of the call, too. */
  sendEmpty?: boolean | undefined;
  /** Messages that replace the English ones, by code: a text, or a function that returns it for an issue. */
  messages?: Partial<Record<IssueCode, string | ((issue: Issue) => string)>> | undefined;
}

/** The values of a form that edits a contact card: some of the fields of a {@link SetContactCard}. */
export interface ContactCardFormValues extends ContactCardUpdateParams {
  /** As in the contact card that the form edits: a change of it is the issue `unknown_field`. */
  is_active?: boolean | undefined;
}

/** A [Standard Schema](https://standardschema.dev) whose value can be sent with {@link updateContactCard}. */
export interface ContactCardUpdateSchema<Values = SetContactCard>
  extends StandardSchemaV1<Values, ContactCardUpdateParams> {
  /** The properties of the schema. */
  readonly '~standard': ContactCardUpdateSchema.Props<Values>;
}

/** The types of the schema. */
export declare namespace ContactCardUpdateSchema {
  /** The properties of the schema. */
  export interface Props<Values> extends StandardSchemaV1.Props<Values, ContactCardUpdateParams> {
    /** Checks the values of a form, synchronously. @throws {@link WasmUnavailableError} */
    readonly validate: (values: unknown) => Result;
  }
  /** The result of a check: the params to send, or the issues. */
  export type Result = StandardSchemaV1.SuccessResult<ContactCardUpdateParams> | FailureResult;
  /** The values can't be sent. It has no `value`, as libraries infer the type of the params from that of each result. */
  export interface FailureResult extends StandardSchemaV1.FailureResult {
    readonly issues: readonly Issue[];
  }
}

/** The interface of [Standard Schema](https://standardschema.dev), version 1. */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  /** The properties of the schema. */
  readonly '~standard': StandardSchemaV1.Props<Input, Output>;
}

/** The types of the interface, under the standard's own names. */
export declare namespace StandardSchemaV1 {
  /** The properties of a schema. */
  export interface Props<Input = unknown, Output = Input> {
    /** The standard's version. */
    readonly version: 1;
    /** The name of the library. */
    readonly vendor: string;
    /** Checks a value. */
    readonly validate: (value: unknown) => Result<Output> | Promise<Result<Output>>;
    /** The types of a value before and after the check, for the compiler alone. */
    readonly types?: Types<Input, Output> | undefined;
  }
  /** The result of a check. */
  export type Result<Output> = SuccessResult<Output> | FailureResult;
  /** The value is valid. */
  export interface SuccessResult<Output> {
    readonly value: Output;
    /** Is always absent, which distinguishes the result from a failure. */
    readonly issues?: undefined;
  }
  /** The value is invalid. */
  export interface FailureResult {
    readonly issues: readonly Issue[];
  }
  /** A problem. */
  export interface Issue {
    readonly message: string;
    /** The path of the problem; empty or absent for the value as a whole. */
    readonly path?: readonly (PropertyKey | PathSegment)[] | undefined;
  }
  /** A step of a path. */
  export interface PathSegment {
    readonly key: PropertyKey;
  }
  /** The types of a value before and after the check. */
  export interface Types<Input = unknown, Output = Input> {
    readonly input: Input;
    readonly output: Output;
  }
  /** The type of a value before the check. */
  export type InferInput<Schema extends StandardSchemaV1> = NonNullable<Schema['~standard']['types']>['input'];
  /** The type of a value after the check. */
  export type InferOutput<Schema extends StandardSchemaV1> = NonNullable<Schema['~standard']['types']>['output'];
}

/** Whether a write took effect: it was never sent, Linq refused it, or it isn't known whether it was saved. */
export type Outcome = 'not_sent' | 'refused' | 'unknown';

/** The base class of this package's errors. `instanceof` works across duplicate copies of the package. */
export class ContactCardError extends Error {
  readonly name: ContactCardErrorName;
  readonly outcome: Outcome;
  /** Returns the name, the message and the public members, for `JSON.stringify`. None of them contains a secret. */
  toJSON(): { name: ContactCardErrorName; message: string; outcome: Outcome; [member: string]: unknown };
}

/** The `name` of each error class. Only `linq-contact-card/sdk` has the class `APIUserAbortError`. */
export type ContactCardErrorName =
  | 'ValidationError'
  | 'APIError'
  | 'BadRequestError'
  | 'AuthenticationError'
  | 'PermissionDeniedError'
  | 'NotFoundError'
  | 'ConflictError'
  | 'UnprocessableEntityError'
  | 'RateLimitError'
  | 'InternalServerError'
  | 'APIConnectionError'
  | 'APIConnectionTimeoutError'
  | 'APIUserAbortError'
  | 'InvalidResponseError'
  | 'UnsafeKeyError'
  | 'WasmUnavailableError'
  | 'WasmTrapError';

/** The input has issues. Nothing was sent. */
export class ValidationError extends ContactCardError {
  readonly name: 'ValidationError';
  readonly outcome: 'not_sent';
  /** The issues, without suggestions, as these contain the phone number. */
  readonly issues: readonly Issue[];
}

/** Linq responded with an error status. */
export class APIError extends ContactCardError {
  readonly name:
    | 'APIError'
    | 'BadRequestError'
    | 'AuthenticationError'
    | 'PermissionDeniedError'
    | 'NotFoundError'
    | 'ConflictError'
    | 'UnprocessableEntityError'
    | 'RateLimitError'
    | 'InternalServerError';
  /** The HTTP status. */
  readonly status: number;
  /** Linq's error code, such as 1002. */
  readonly code?: number;
  /** The id by which Linq's support finds the request. */
  readonly traceId?: string;
  readonly docURL?: string;
  /** Seconds to wait before the next attempt. A date in `Retry-After` is compared with the response's own `Date`, where it can be read. */
  readonly retryAfter?: number;
}
/** Status 400. */
export class BadRequestError extends APIError {
  readonly name: 'BadRequestError';
}
/** Status 401. */
export class AuthenticationError extends APIError {
  readonly name: 'AuthenticationError';
}
/** Status 403. */
export class PermissionDeniedError extends APIError {
  readonly name: 'PermissionDeniedError';
}
/** Status 404. */
export class NotFoundError extends APIError {
  readonly name: 'NotFoundError';
}
/** Status 409. */
export class ConflictError extends APIError {
  readonly name: 'ConflictError';
}
/** Status 422. */
export class UnprocessableEntityError extends APIError {
  readonly name: 'UnprocessableEntityError';
}
/** Status 429. Linq allows three writes per phone number in ten minutes. */
export class RateLimitError extends APIError {
  readonly name: 'RateLimitError';
}
/** Status 500 and above. */
export class InternalServerError extends APIError {
  readonly name: 'InternalServerError';
}

/** No response arrived. */
export class APIConnectionError extends ContactCardError {
  readonly name: 'APIConnectionError' | 'APIConnectionTimeoutError';
  /** The error that `fetch` has thrown; a replacement where it contains a key or a phone number. */
  readonly cause?: unknown;
}
/** The call took longer than `timeout`. */
export class APIConnectionTimeoutError extends APIConnectionError {
  readonly name: 'APIConnectionTimeoutError';
}

/** The response can't be used: it is a redirect, isn't JSON, isn't a contact card, or is too long. */
export class InvalidResponseError extends ContactCardError {
  readonly name: 'InvalidResponseError';
  /** The HTTP status, where the host reports it. */
  readonly status?: number;
  /** Linq's error code, where a 2xx has one. */
  readonly code?: number;
}

/** A key would be used in a page, or be sent over plain http. Nothing was sent. */
export class UnsafeKeyError extends ContactCardError {
  readonly name: 'UnsafeKeyError';
  readonly outcome: 'not_sent';
}

/** WebAssembly is absent, forbidden by the page's Content-Security-Policy, or not yet compiled: see {@link load}. */
export class WasmUnavailableError extends ContactCardError {
  readonly name: 'WasmUnavailableError';
  readonly outcome: 'not_sent';
  readonly cause?: unknown;
}

/** The WebAssembly instance has failed. The call has ended, and the next one starts a new instance with the same write budget. */
export class WasmTrapError extends ContactCardError {
  readonly name: 'WasmTrapError';
  readonly cause?: unknown;
}
