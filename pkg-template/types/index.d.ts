/**
 * Edits Linq contact cards: checks the input, sends the smallest change, and reports the outcome.
 *
 * @module linq-contact-card
 */

/**
 * A phone number in E.164 form: `+`, a digit from 1 to 9, then 1 to 14 digits. Linq's own pattern:
 * `^\+[1-9][0-9]{1,14}$`. The format decides, not a numbering plan.
 */
export type E164 = string & { readonly __e164: unique symbol };

/** The fields of a contact card that can be edited. An absent field keeps its value. */
export interface ContactCardFields {
  /** First name, not empty. */
  first_name?: string | undefined;
  /** Last name, not empty. */
  last_name?: string | undefined;
  /** Publicly reachable `https://` URL of the picture. Linq copies the picture and returns a URL of its own. */
  image_url?: string | undefined;
}

/** The parameters of {@link updateContactCard}. */
export interface ContactCardUpdateParams extends ContactCardFields {
  /** The card's number, in E.164 form such as `+15551234567`. */
  phone_number: string;
}

/** A contact card as Linq returns it. */
export interface SetContactCard {
  first_name: string;
  /** Whether the card was applied to the device. `false`: it is saved, but not active yet. */
  is_active: boolean;
  /** E.164. */
  phone_number: string;
  /** On Linq's own host: never equal to the URL that was sent. */
  image_url?: string;
  last_name?: string;
}

/** The code of a validation problem. */
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
  | 'ill_formed'
  | 'not_https_url'
  | 'unknown_field'
  | 'empty_update'
  | 'unknown_option'
  | 'invalid_option';

/** One validation problem in the input. All of them are reported at once. */
export interface Issue {
  /** The path to the value: `['first_name']`, `['options', 'timeout']`, or `[]` for the input as a whole. */
  readonly path: readonly PropertyKey[];
  readonly code: IssueCode;
  /** The problem and its solution, in English, without the value itself. */
  readonly message: string;
  /** The position in the value, in UTF-16 units from 0. */
  readonly offset?: number;
  /** A value that would be valid: for a person to accept, never applied by itself. */
  readonly suggestion?: string;
}

/** Headers to add: a record, pairs, or a `Headers` object. They are merged last; `null` removes one. */
export type HeadersInput =
  | { readonly [name: string]: string | null | undefined }
  // TypeScript 5.0 doesn't see that a literal of pairs is iterable.
  | readonly (readonly [string, string | null | undefined])[]
  | Iterable<readonly [string, string | null | undefined]>;

/** The part of `AbortSignal` that is used. */
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
  /** The host's own `AbortSignal`, where its types are known: so that the host's `fetch` takes it. */
  signal: typeof globalThis extends { AbortSignal: { prototype: infer Signal } } ? Signal : AbortSignalLike;
  keepalive?: boolean;
  /** This member and the following ones are set in browsers only. */
  cache?: 'no-store';
  credentials?: 'omit' | 'same-origin' | 'include';
  referrerPolicy?: 'no-referrer';
}

/** A function like the host's `fetch`; it is called unbound. */
export type FetchLike = (url: string, init: FetchInit) => PromiseLike<unknown>;

/** The options of a call. */
export interface RequestOptions {
  /**
   * Linq API key. It grants access to the whole account: store it on a server and call your own gateway instead. In a page
   * it is refused unless `dangerouslyAllowBrowser` is set. A function is called once per call.
   */
  apiKey?: string | (() => string | PromiseLike<string>) | undefined;
  /** Allows a key in a page, where everyone who opens the page can read it. */
  dangerouslyAllowBrowser?: boolean | undefined;
  /** Default: with `apiKey` Linq's `https://api.linqapp.com/api/partner`, without it `/api/linq`, your gateway on the same origin. */
  baseURL?: string | { readonly href: string } | undefined;
  /** Default: `omit` with a key, `same-origin` without. */
  credentials?: 'omit' | 'same-origin' | 'include' | undefined;
  headers?: HeadersInput | undefined;
  /** Milliseconds from the call to its end, including the response's body. Default 60 000, at most 2 147 483 647. */
  timeout?: number | undefined;
  /** Sends `''` instead of refusing it. Linq documents no way to clear a field. */
  sendEmpty?: boolean | undefined;
  /** Aborts the call, which rejects with the signal's reason. */
  signal?: AbortSignalLike | undefined;
  /** Default: `globalThis.fetch`, looked up at each call. */
  fetch?: FetchLike | undefined;
  /** Lets the request outlive the page. */
  keepalive?: boolean | undefined;
  /**
   * Attempts after the first one, of each request. Default 1 for writes, 2 for reads. A write is retried only where Linq
   * recommends it (codes 2022 and 3001 to 3004), as a number has three writes in ten minutes.
   */
  maxRetries?: number | undefined;
  /** Milliseconds. A longer wait that the server requires is reported as `retryAfter`, not slept. Default 20 000. */
  maxRetryAfter?: number | undefined;
  /** A veto: a retry is made only if it returns `true`. `attempt` counts from 1. Where it throws, the call rejects with that error. */
  shouldRetry?: ((error: ContactCardError, attempt: number) => boolean) | undefined;
  /** Called after each attempt. What it throws is reported to the console and doesn't change the call. */
  onAttempt?: ((attempt: AttemptEvent) => void) | undefined;
}

/** An attempt that has ended. */
export interface AttemptEvent {
  method: 'GET' | 'PATCH' | 'POST';
  /** Masked; absent where all cards are read. */
  phone_number?: string;
  /** From 1, for each request of a call. */
  attempt: number;
  /** HTTP status, where a response arrived. */
  status?: number;
  /** Milliseconds from sending to the end of the body. */
  duration: number;
  /** Milliseconds until the next attempt, where there is one. */
  nextWait?: number;
}

/** The write budget of a phone number, as far as it is known. */
export interface WriteBudget {
  /** Writes in ten minutes: 3, unless a gateway reports another limit. */
  limit: number;
  /** Known writes, at most `limit`: those that were sent from here, and those that a 429 or a gateway reported. Linq may have counted more. */
  used: number;
  remaining: number;
  /** When the next write is possible; `null` where one remains. */
  nextWriteAt: Date | null;
}

/** The parameters of {@link createContactCard}. */
export interface ContactCardCreateParams {
  /** E.164. */
  phone_number: string;
  first_name: string;
  last_name?: string | undefined;
  /** A public `https://` URL. Linq copies the image and returns a URL of its own. */
  image_url?: string | undefined;
}

/** The result of {@link ensureContactCard}. */
export interface EnsuredContactCard {
  card: SetContactCard;
  action: 'created' | 'updated' | 'unchanged';
}

/** The request that {@link previewUpdate} returns. */
export interface RequestPreview {
  method: 'PATCH';
  url: string;
  /** The key is shown as `•••`. */
  headers: Record<string, string>;
  body: string;
}

/**
 * Updates the card of one number: sends the fields that are present, the others keep their value.
 *
 * @throws {@link ValidationError} before anything is sent, {@link APIError} when Linq refuses,
 * {@link APIConnectionError} or {@link InvalidResponseError} when the response didn't arrive or can't be used.
 * @example
 * const card = await updateContactCard({ phone_number: '+15551234567', first_name: 'John' });
 */
export function updateContactCard(params: ContactCardUpdateParams, options?: RequestOptions): Promise<SetContactCard>;

/** Retrieves the card of one number, or all cards of the account. For a number without a card, the server returns an empty list or a 404, which is a {@link NotFoundError}. */
export function retrieveContactCards(
  query?: { phone_number?: string | undefined },
  options?: RequestOptions,
): Promise<{ contact_cards: SetContactCard[] }>;

/** Creates the first card of a number. Rejects with a {@link ConflictError} (code 2014) where the number has one. */
export function createContactCard(params: ContactCardCreateParams, options?: RequestOptions): Promise<SetContactCard>;

/**
 * Brings a card to the state of `params`: creates it, updates the fields that differ, or leaves it unchanged. Images can't be
 * compared, as Linq rewrites their URLs: one is sent where the card has none, or with `replaceImage`.
 */
export function ensureContactCard(
  params: ContactCardCreateParams,
  options?: RequestOptions & { replaceImage?: boolean | undefined },
): Promise<EnsuredContactCard>;

/**
 * Compiles the WebAssembly now, so that the synchronous functions work at once everywhere. Calls that return a promise load
 * it by themselves. Chrome up to 114 and some web views compile this much only asynchronously: there, synchronous functions
 * throw a {@link WasmUnavailableError} until this, or any call, has loaded it.
 *
 * @throws {@link WasmUnavailableError} where WebAssembly is absent or forbidden
 * @example
 * await load();
 * const { value, issue } = parsePhoneNumber(input.value);
 */
export function load(): Promise<void>;

/**
 * Returns the write budget of a number, as far as it is known. It is information only: a call without budget is still sent,
 * and the server decides.
 *
 * @throws {@link ValidationError} for a number that isn't E.164, {@link WasmUnavailableError}
 */
export function writeBudget(phone_number: string): WriteBudget;

/** The calls with options bound once. A call's own options replace the bound ones of the same name. */
export class ContactCards {
  constructor(defaults: RequestOptions);
  /** As {@link updateContactCard}. */
  update(params: ContactCardUpdateParams, options?: RequestOptions): Promise<SetContactCard>;
  /** As {@link retrieveContactCards}. */
  retrieve(
    query?: { phone_number?: string | undefined },
    options?: RequestOptions,
  ): Promise<{ contact_cards: SetContactCard[] }>;
  /** As {@link createContactCard}. */
  create(params: ContactCardCreateParams, options?: RequestOptions): Promise<SetContactCard>;
  /** As {@link ensureContactCard}. */
  ensure(
    params: ContactCardCreateParams,
    options?: RequestOptions & { replaceImage?: boolean | undefined },
  ): Promise<EnsuredContactCard>;
}

/**
 * What {@link updateContactCard} would send, without sending it.
 *
 * @throws {@link ValidationError}, {@link UnsafeKeyError}, {@link WasmUnavailableError}
 */
export function previewUpdate(params: ContactCardUpdateParams, options?: RequestOptions): RequestPreview;

/** Returns every problem of an input; none when it can be sent. @throws {@link WasmUnavailableError} */
export function validateContactCardUpdate(
  input: unknown,
  options?: { sendEmpty?: boolean | undefined },
): readonly Issue[];

/**
 * Returns the fields of a form that differ from the card; `undefined` when none does. `''` for a field that the card
 * doesn't have counts as unchanged. @throws {@link WasmUnavailableError}
 */
export function changedFields(current: SetContactCard, edited: ContactCardFields): ContactCardFields | undefined;

/** Parses a number without rewriting it or guessing a country. @throws {@link WasmUnavailableError} */
export function parsePhoneNumber(
  input: unknown,
): { value: E164; issue?: undefined } | { value?: undefined; issue: Issue };

/** Whether the input is a string in E.164 form. @throws {@link WasmUnavailableError} */
export function isE164(input: unknown): input is E164;

/**
 * Checks an update, as {@link validateContactCardUpdate} does, for every library that takes a
 * [Standard Schema](https://standardschema.dev). It is synchronous, and its issues are whole {@link Issue}s, with `code`,
 * `offset` and `suggestion` in addition to `path` and `message`. It throws a
 * {@link WasmUnavailableError} where WebAssembly can't start.
 */
export const contactCardUpdateSchema: StandardSchemaV1<ContactCardUpdateParams>;

/**
 * A {@link contactCardUpdateSchema} for the form of one card, or with texts of your own.
 *
 * @example
 * const schema = createContactCardUpdateSchema({
 *   current: card,
 *   messages: { missing_plus: 'Start with + and the country code', empty_update: 'Nothing has changed' },
 * });
 */
export function createContactCardUpdateSchema(options: {
  /**
   * The card that the form edits. Fields that are unchanged, and fields that it doesn't have and that were left empty, drop
   * out first: the value is the number and what has changed, which is what to send. When nothing has, the issue is
   * `empty_update`, with an empty path. A form with another number is compared with an empty card.
   */
  current?: SetContactCard | undefined;
  /** Accepts `''` as a change instead of refusing it. To send it, the call needs the option, too. */
  sendEmpty?: boolean | undefined;
  /** Texts that replace the English ones, by code: a text, or a function that returns one for an issue. */
  messages?: Partial<Record<IssueCode, string | ((issue: Issue) => string)>> | undefined;
}): StandardSchemaV1<ContactCardUpdateParams>;

/** The interface of [Standard Schema](https://standardschema.dev), version 1. */
export interface StandardSchemaV1<Input = unknown, Output = Input> {
  /** The properties that libraries read. */
  readonly '~standard': StandardSchemaV1.Props<Input, Output>;
}

/** The parts of the interface, by the standard's own names. */
export declare namespace StandardSchemaV1 {
  /** The properties of a schema. */
  export interface Props<Input = unknown, Output = Input> {
    /** The standard's version. */
    readonly version: 1;
    /** Whose schema it is. */
    readonly vendor: string;
    /** Checks a value. */
    readonly validate: (value: unknown) => Result<Output> | Promise<Result<Output>>;
    /** For the compiler alone: never there. */
    readonly types?: Types<Input, Output> | undefined;
  }
  /** The result of a check. */
  export type Result<Output> = SuccessResult<Output> | FailureResult;
  /** The value is valid. */
  export interface SuccessResult<Output> {
    readonly value: Output;
    /** Distinguishes it from a failure. */
    readonly issues?: undefined;
  }
  /** The value is invalid. */
  export interface FailureResult {
    readonly issues: readonly Issue[];
  }
  /** A problem. */
  export interface Issue {
    readonly message: string;
    /** The path to the value; empty or absent for the value as a whole. */
    readonly path?: readonly (PropertyKey | PathSegment)[] | undefined;
  }
  /** A step of a path. */
  export interface PathSegment {
    readonly key: PropertyKey;
  }
  /** The types of input and output. */
  export interface Types<Input = unknown, Output = Input> {
    readonly input: Input;
    readonly output: Output;
  }
  /** The input type of a schema. */
  export type InferInput<Schema extends StandardSchemaV1> = NonNullable<Schema['~standard']['types']>['input'];
  /** The output type of a schema. */
  export type InferOutput<Schema extends StandardSchemaV1> = NonNullable<Schema['~standard']['types']>['output'];
}

/** The outcome of a write: it was not sent, Linq refused it, or it is unknown whether it was saved. */
export type Outcome = 'not_sent' | 'refused' | 'unknown';

/** Every error of this package. `instanceof` holds across duplicate copies of the package. */
export class ContactCardError extends Error {
  readonly name: ContactCardErrorName;
  readonly outcome: Outcome;
  /** Returns what `JSON.stringify` shows: the name, the message and the public members. No secret is among them. */
  toJSON(): { name: ContactCardErrorName; message: string; outcome: Outcome; [member: string]: unknown };
}

/** The `name` of each error class. */
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
  | 'InvalidResponseError'
  | 'UnsafeKeyError'
  | 'WasmUnavailableError'
  | 'WasmTrapError';

/** The input has problems; nothing was sent. */
export class ValidationError extends ContactCardError {
  readonly name: 'ValidationError';
  readonly outcome: 'not_sent';
  /** Without suggestions: those hold the number. */
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
  /** HTTP status. */
  readonly status: number;
  /** Linq's error code, such as 1002. */
  readonly code?: number;
  /** For Linq's support. */
  readonly traceId?: string;
  readonly docURL?: string;
  /** Seconds to wait before the next try. */
  readonly retryAfter?: number;
}
/** 400 */
export class BadRequestError extends APIError {
  readonly name: 'BadRequestError';
}
/** 401 */
export class AuthenticationError extends APIError {
  readonly name: 'AuthenticationError';
}
/** 403 */
export class PermissionDeniedError extends APIError {
  readonly name: 'PermissionDeniedError';
}
/** 404 */
export class NotFoundError extends APIError {
  readonly name: 'NotFoundError';
}
/** 409 */
export class ConflictError extends APIError {
  readonly name: 'ConflictError';
}
/** 422 */
export class UnprocessableEntityError extends APIError {
  readonly name: 'UnprocessableEntityError';
}
/** 429: three writes per number in ten minutes. */
export class RateLimitError extends APIError {
  readonly name: 'RateLimitError';
}
/** 500 and above */
export class InternalServerError extends APIError {
  readonly name: 'InternalServerError';
}

/** No response arrived. */
export class APIConnectionError extends ContactCardError {
  readonly name: 'APIConnectionError' | 'APIConnectionTimeoutError';
  /** The error of `fetch`, where it holds neither the key nor a phone number. */
  readonly cause?: unknown;
}
/** The call's `timeout` is over. */
export class APIConnectionTimeoutError extends APIConnectionError {
  readonly name: 'APIConnectionTimeoutError';
}

/** A response arrived that can't be used: a redirect, no JSON, not a contact card, too long. */
export class InvalidResponseError extends ContactCardError {
  readonly name: 'InvalidResponseError';
  /** HTTP status, where the host reports it. */
  readonly status?: number;
  /** Linq's error code, when a 2xx carried one. */
  readonly code?: number;
}

/** A key in a page, or over plain http; nothing was sent. */
export class UnsafeKeyError extends ContactCardError {
  readonly name: 'UnsafeKeyError';
  readonly outcome: 'not_sent';
}

/** WebAssembly is absent, forbidden by the page's Content-Security-Policy, or not loaded yet where it can't be at once: see {@link load}. */
export class WasmUnavailableError extends ContactCardError {
  readonly name: 'WasmUnavailableError';
  readonly outcome: 'not_sent';
  readonly cause?: unknown;
}

/** The WebAssembly instance broke. The call is over, and the next one starts a new instance; the write budget survives. */
export class WasmTrapError extends ContactCardError {
  readonly name: 'WasmTrapError';
  readonly cause?: unknown;
}
