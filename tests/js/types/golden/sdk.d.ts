export class APIConnectionError extends APIError {
    readonly name: 'APIConnectionError' | 'APIConnectionTimeoutError';
    readonly status: undefined;
    readonly headers: undefined;
    readonly error: undefined;
    readonly cause?: unknown;
}
export class APIConnectionTimeoutError extends APIConnectionError {
    readonly name: 'APIConnectionTimeoutError';
}
export class APIError extends ContactCardError {
    readonly status: number | undefined;
    readonly headers: ResponseHeaders | undefined;
    readonly error: ErrorBody | undefined;
    readonly code?: number;
    readonly traceId?: string;
    readonly docURL?: string;
    readonly retryAfter?: number;
}
export class APIPromise<Value> extends Promise<Value> {
    asResponse(): Promise<RawResponse>;
    withResponse(): Promise<{
        data: Value;
        response: RawResponse;
    }>;
}
export class APIUserAbortError extends APIError {
    readonly name: 'APIUserAbortError';
    readonly status: undefined;
    readonly headers: undefined;
    readonly error: undefined;
    readonly cause?: unknown;
}
export class AuthenticationError extends APIError {
    readonly name: 'AuthenticationError';
    readonly status: 401;
    readonly headers: ResponseHeaders;
    readonly error: ErrorBody;
}
export class BadRequestError extends APIError {
    readonly name: 'BadRequestError';
    readonly status: 400;
    readonly headers: ResponseHeaders;
    readonly error: ErrorBody;
}
export interface ClientOptions extends Omit<RequestOptions, 'baseURL' | 'headers' | 'signal'> {
    apiKey?: RequestOptions['apiKey'];
    baseURL?: string | null | undefined;
    defaultHeaders?: HeadersInput | undefined;
    logLevel?: LogLevel | undefined;
    logger?: Logger | undefined;
}
export class ConflictError extends APIError {
    readonly name: 'ConflictError';
    readonly status: 409;
    readonly headers: ResponseHeaders;
    readonly error: ErrorBody;
}
export interface ContactCard {
    update(params: ContactCardUpdateParams, options?: RequestOptions): APIPromise<SetContactCard>;
    retrieve(query?: ContactCardRetrieveParams | null, options?: RequestOptions): APIPromise<ContactCardRetrieveResponse>;
    create(body: ContactCardCreateParams, options?: RequestOptions): APIPromise<SetContactCard>;
}
export { ContactCardCreateParams } from './index.js';
export { ContactCardError } from './index.js';
export interface ContactCardRetrieveParams {
    phone_number?: string | undefined;
}
export interface ContactCardRetrieveResponse {
    contact_cards: SetContactCard[];
}
export { ContactCardUpdateParams } from './index.js';
export interface ErrorBody {
    success: false;
    error: {
        status: number;
        code?: number;
        message: string;
        doc_url?: string;
        retry_after?: number;
    };
    trace_id?: string;
}
export type FetchOptions = {
    readonly [member: string]: unknown;
} & {
    readonly [Member in keyof FetchInit]?: never;
};
export interface HeadersLike {
    get(name: string): string | null;
}
export class InternalServerError extends APIError {
    readonly name: 'InternalServerError';
    readonly status: number;
    readonly headers: ResponseHeaders;
    readonly error: ErrorBody;
}
export { InvalidResponseError } from './index.js';
export class LinqAPIV3 {
    constructor(options?: ClientOptions);
    apiKey: RequestOptions['apiKey'];
    baseURL: string | undefined;
    timeout: number;
    maxRetries: number | undefined;
    readonly contactCard: ContactCard;
    withOptions(options: ClientOptions): this;
    static readonly DEFAULT_TIMEOUT: 60000;
}
export declare namespace LinqAPIV3 {
    export { LinqAPIV3, ContactCardError as LinqAPIV3Error, APIError, APIConnectionError, APIConnectionTimeoutError, APIUserAbortError, BadRequestError, AuthenticationError, PermissionDeniedError, NotFoundError, ConflictError, UnprocessableEntityError, RateLimitError, InternalServerError, type ClientOptions, type RequestOptions, type ContactCard, type ContactCardCreateParams, type ContactCardRetrieveParams, type ContactCardRetrieveResponse, type ContactCardUpdateParams, type SetContactCard, };
}
export { ContactCardError as LinqAPIV3Error } from './index.js';
export type LogLevel = 'off' | 'error' | 'warn' | 'info' | 'debug';
export interface Logger {
    info(message: string): void;
}
export class NotFoundError extends APIError {
    readonly name: 'NotFoundError';
    readonly status: 404;
    readonly noCard?: true;
    readonly headers: ResponseHeaders;
    readonly error: ErrorBody;
}
export class PermissionDeniedError extends APIError {
    readonly name: 'PermissionDeniedError';
    readonly status: 403;
    readonly headers: ResponseHeaders;
    readonly error: ErrorBody;
}
export class RateLimitError extends APIError {
    readonly name: 'RateLimitError';
    readonly status: 429;
    readonly headers: ResponseHeaders;
    readonly error: ErrorBody;
}
export type RawResponse = typeof globalThis extends {
    Response: {
        prototype: infer Host;
    };
} ? Host : {
    readonly status: number;
    readonly headers: ResponseHeaders;
};
export interface RequestOptions extends CallOptions {
    fetchOptions?: FetchOptions | null | undefined;
}
export type ResponseHeaders = typeof globalThis extends {
    Headers: {
        prototype: infer Host;
    };
} ? Host : HeadersLike;
export { SetContactCard } from './index.js';
export class UnprocessableEntityError extends APIError {
    readonly name: 'UnprocessableEntityError';
    readonly status: 422;
    readonly headers: ResponseHeaders;
    readonly error: ErrorBody;
}
export { UnsafeKeyError } from './index.js';
export { ValidationError } from './index.js';
export { WasmTrapError } from './index.js';
export { WasmUnavailableError } from './index.js';
export { LinqAPIV3 as default };
