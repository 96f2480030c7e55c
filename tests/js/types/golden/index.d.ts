export class APIConnectionError extends ContactCardError {
    readonly name: 'APIConnectionError' | 'APIConnectionTimeoutError';
    readonly cause?: unknown;
}
export class APIConnectionTimeoutError extends APIConnectionError {
    readonly name: 'APIConnectionTimeoutError';
}
export class APIError extends ContactCardError {
    readonly name: 'APIError' | 'BadRequestError' | 'AuthenticationError' | 'PermissionDeniedError' | 'NotFoundError' | 'ConflictError' | 'UnprocessableEntityError' | 'RateLimitError' | 'InternalServerError';
    readonly status: number;
    readonly code?: number;
    readonly traceId?: string;
    readonly docURL?: string;
    readonly retryAfter?: number;
}
export interface AbortSignalLike {
    readonly aborted: boolean;
    readonly reason?: unknown;
    addEventListener(type: 'abort', listener: () => void): void;
    removeEventListener(type: 'abort', listener: () => void): void;
}
export interface AttemptEvent {
    method: 'GET' | 'PATCH' | 'POST';
    phone_number?: string;
    attempt: number;
    status?: number;
    duration: number;
    nextWait?: number;
}
export class AuthenticationError extends APIError {
    readonly name: 'AuthenticationError';
}
export class BadRequestError extends APIError {
    readonly name: 'BadRequestError';
}
export class ConflictError extends APIError {
    readonly name: 'ConflictError';
}
export interface ContactCardCreateParams {
    phone_number: string;
    first_name: string;
    last_name?: string | undefined;
    image_url?: string | undefined;
}
export class ContactCardError extends Error {
    readonly name: ContactCardErrorName;
    readonly outcome: Outcome;
    toJSON(): {
        name: ContactCardErrorName;
        message: string;
        outcome: Outcome;
        [member: string]: unknown;
    };
}
export type ContactCardErrorName = 'ValidationError' | 'APIError' | 'BadRequestError' | 'AuthenticationError' | 'PermissionDeniedError' | 'NotFoundError' | 'ConflictError' | 'UnprocessableEntityError' | 'RateLimitError' | 'InternalServerError' | 'APIConnectionError' | 'APIConnectionTimeoutError' | 'APIUserAbortError' | 'InvalidResponseError' | 'UnsafeKeyError' | 'WasmUnavailableError' | 'WasmTrapError';
export interface ContactCardFields {
    first_name?: string | undefined;
    last_name?: string | undefined;
    image_url?: string | undefined;
}
export interface ContactCardFormValues extends ContactCardUpdateParams {
    is_active?: boolean | undefined;
}
export interface ContactCardUpdateParams extends ContactCardFields {
    phone_number: string;
}
export interface ContactCardUpdateSchema<Values = SetContactCard> extends StandardSchemaV1<Values, ContactCardUpdateParams> {
    readonly '~standard': ContactCardUpdateSchema.Props<Values>;
}
export declare namespace ContactCardUpdateSchema {
    export interface Props<Values> extends StandardSchemaV1.Props<Values, ContactCardUpdateParams> {
        readonly validate: (values: unknown) => Result;
    }
    export type Result = StandardSchemaV1.SuccessResult<ContactCardUpdateParams> | FailureResult;
    export interface FailureResult extends StandardSchemaV1.FailureResult {
        readonly issues: readonly Issue[];
    }
}
export interface ContactCardUpdateSchemaOptions {
    current?: SetContactCard | undefined;
    sendEmpty?: boolean | undefined;
    messages?: Partial<Record<IssueCode, string | ((issue: Issue) => string)>> | undefined;
}
export class ContactCards {
    constructor(defaults: RequestOptions);
    update(params: ContactCardUpdateParams, options?: RequestOptions): Promise<SetContactCard>;
    retrieve(query?: {
        phone_number?: string | undefined;
    }, options?: RequestOptions): Promise<{
        contact_cards: SetContactCard[];
    }>;
    create(params: ContactCardCreateParams, options?: RequestOptions): Promise<SetContactCard>;
    ensure(params: ContactCardCreateParams, options?: RequestOptions & {
        replaceImage?: boolean | undefined;
    }): Promise<EnsuredContactCard>;
}
export type E164 = string & {
    readonly __e164: unique symbol;
};
export interface EnsuredContactCard {
    card: SetContactCard;
    action: 'created' | 'updated' | 'unchanged';
}
export interface FetchInit {
    method: string;
    headers: Record<string, string>;
    body?: string;
    redirect: 'manual';
    signal: typeof globalThis extends {
        AbortSignal: {
            prototype: infer Signal;
        };
    } ? Signal : AbortSignalLike;
    keepalive?: boolean;
    cache?: 'no-store';
    credentials?: 'omit' | 'same-origin' | 'include';
    referrerPolicy?: 'no-referrer';
}
export type FetchLike = (url: string, init: FetchInit) => PromiseLike<unknown>;
export type HeadersInput = {
    readonly [name: string]: string | null | undefined;
} | readonly (readonly [
    string,
    string | null | undefined
])[] | Iterable<readonly [
    string,
    string | null | undefined
]>;
export class InternalServerError extends APIError {
    readonly name: 'InternalServerError';
}
export class InvalidResponseError extends ContactCardError {
    readonly name: 'InvalidResponseError';
    readonly status?: number;
    readonly code?: number;
}
export interface Issue {
    readonly path: readonly PropertyKey[];
    readonly code: IssueCode;
    readonly message: string;
    readonly offset?: number;
    readonly suggestion?: string;
}
export type IssueCode = 'required' | 'not_an_object' | 'not_a_string' | 'empty' | 'missing_plus' | 'invalid_character' | 'leading_zero' | 'too_short' | 'too_long' | 'null_not_supported' | 'cannot_clear' | 'blank' | 'ill_formed' | 'not_https_url' | 'unknown_field' | 'empty_update' | 'unknown_option' | 'invalid_option';
export class NotFoundError extends APIError {
    readonly name: 'NotFoundError';
    readonly noCard?: true;
}
export type Outcome = 'not_sent' | 'refused' | 'unknown';
export class PermissionDeniedError extends APIError {
    readonly name: 'PermissionDeniedError';
}
export class RateLimitError extends APIError {
    readonly name: 'RateLimitError';
}
export interface RequestOptions {
    apiKey?: string | (() => string | PromiseLike<string>) | undefined;
    dangerouslyAllowBrowser?: boolean | undefined;
    baseURL?: string | {
        readonly href: string;
    } | undefined;
    credentials?: 'omit' | 'same-origin' | 'include' | undefined;
    headers?: HeadersInput | undefined;
    timeout?: number | undefined;
    sendEmpty?: boolean | undefined;
    signal?: AbortSignalLike | undefined;
    fetch?: FetchLike | undefined;
    keepalive?: boolean | undefined;
    maxRetries?: number | undefined;
    maxRetryAfter?: number | undefined;
    shouldRetry?: ((error: ContactCardError, attempt: number) => boolean) | undefined;
    onAttempt?: ((attempt: AttemptEvent) => void) | undefined;
}
export interface RequestPreview {
    method: 'PATCH';
    url: string;
    headers: Record<string, string>;
    body: string;
}
export interface SetContactCard {
    first_name: string;
    is_active: boolean;
    phone_number: string;
    image_url?: string;
    last_name?: string;
}
export interface StandardSchemaV1<Input = unknown, Output = Input> {
    readonly '~standard': StandardSchemaV1.Props<Input, Output>;
}
export declare namespace StandardSchemaV1 {
    export interface Props<Input = unknown, Output = Input> {
        readonly version: 1;
        readonly vendor: string;
        readonly validate: (value: unknown) => Result<Output> | Promise<Result<Output>>;
        readonly types?: Types<Input, Output> | undefined;
    }
    export type Result<Output> = SuccessResult<Output> | FailureResult;
    export interface SuccessResult<Output> {
        readonly value: Output;
        readonly issues?: undefined;
    }
    export interface FailureResult {
        readonly issues: readonly Issue[];
    }
    export interface Issue {
        readonly message: string;
        readonly path?: readonly (PropertyKey | PathSegment)[] | undefined;
    }
    export interface PathSegment {
        readonly key: PropertyKey;
    }
    export interface Types<Input = unknown, Output = Input> {
        readonly input: Input;
        readonly output: Output;
    }
    export type InferInput<Schema extends StandardSchemaV1> = NonNullable<Schema['~standard']['types']>['input'];
    export type InferOutput<Schema extends StandardSchemaV1> = NonNullable<Schema['~standard']['types']>['output'];
}
export class UnprocessableEntityError extends APIError {
    readonly name: 'UnprocessableEntityError';
}
export class UnsafeKeyError extends ContactCardError {
    readonly name: 'UnsafeKeyError';
    readonly outcome: 'not_sent';
}
export class ValidationError extends ContactCardError {
    readonly name: 'ValidationError';
    readonly outcome: 'not_sent';
    readonly issues: readonly Issue[];
}
export class WasmTrapError extends ContactCardError {
    readonly name: 'WasmTrapError';
    readonly cause?: unknown;
}
export class WasmUnavailableError extends ContactCardError {
    readonly name: 'WasmUnavailableError';
    readonly outcome: 'not_sent';
    readonly cause?: unknown;
}
export interface WriteBudget {
    limit: number;
    used: number;
    remaining: number;
    nextWriteAt: Date | null;
}
export function changedFields(current: SetContactCard, edited: ContactCardFields): ContactCardFields | undefined;
export const contactCardUpdateSchema: ContactCardUpdateSchema<ContactCardUpdateParams>;
export function createContactCard(params: ContactCardCreateParams, options?: RequestOptions): Promise<SetContactCard>;
export function createContactCardUpdateSchema<Values extends ContactCardFormValues = SetContactCard>(options: ContactCardUpdateSchemaOptions): ContactCardUpdateSchema<Values>;
export function ensureContactCard(params: ContactCardCreateParams, options?: RequestOptions & {
    replaceImage?: boolean | undefined;
}): Promise<EnsuredContactCard>;
export function isE164(input: unknown): input is E164;
export function load(): Promise<void>;
export function parsePhoneNumber(input: unknown): {
    value: E164;
    issue?: undefined;
} | {
    value?: undefined;
    issue: Issue;
};
export function previewUpdate(params: ContactCardUpdateParams, options?: RequestOptions): RequestPreview;
export function retrieveContactCards(query?: {
    phone_number?: string | undefined;
}, options?: RequestOptions): Promise<{
    contact_cards: SetContactCard[];
}>;
export function updateContactCard(params: ContactCardUpdateParams, options?: RequestOptions): Promise<SetContactCard>;
export function validateContactCardUpdate(input: unknown, options?: {
    sendEmpty?: boolean | undefined;
}): readonly Issue[];
export function writeBudget(phone_number: string): WriteBudget;
