export interface Emulator {
    readonly fetch: EmulatorFetch;
    readonly handler: (request: HostRequest) => Promise<HostResponse>;
    readonly cards: SetContactCard[];
    readonly requests: EmulatorRequest[];
    budget: number | null;
    readonly scripted: number;
    readonly respondNext: (...responses: EmulatorResponse[]) => void;
    readonly advance: (ms: number) => void;
    readonly reset: () => void;
}
export interface EmulatorCard {
    phone_number: string;
    first_name: string;
    last_name?: string | null | undefined;
    image_url?: string | null | undefined;
    is_active?: boolean | undefined;
    status?: 'active' | 'pending' | 'inactive' | 'foreign' | undefined;
}
export type EmulatorFault = 'stall_head' | 'stall_body' | 'truncate' | 'reset' | 'slow_drip';
export type EmulatorFetch = typeof globalThis extends {
    fetch: infer Known;
} ? Known : (input: string | URLLike | HostRequest, init?: EmulatorFetchInit) => Promise<HostResponse>;
export interface EmulatorFetchInit {
    method?: string;
    headers?: Record<string, string>;
    body?: string;
    signal?: AbortSignalLike;
}
export interface EmulatorOptions {
    cards?: readonly EmulatorCard[] | undefined;
    budget?: number | null | undefined;
    clock?: (() => number) | undefined;
    apiKey?: string | undefined;
    alsoCounts?: 'scripted_5xx' | 'nothing' | undefined;
    missingCard?: number | undefined;
    emptyValue?: number | undefined;
    unknownFields?: 'ignored' | 'refused' | undefined;
}
export interface EmulatorRequest {
    method: string;
    url: string;
    headers: Record<string, string>;
    body: unknown;
    status?: number;
}
export interface EmulatorResponse {
    status?: number | undefined;
    code?: number | undefined;
    message?: string | undefined;
    retryAfter?: number | undefined;
    body?: unknown;
    headers?: Record<string, string> | undefined;
    delay?: number | undefined;
    fault?: EmulatorFault | undefined;
    times?: number | undefined;
    method?: 'GET' | 'POST' | 'PATCH' | undefined;
    phone_number?: string | undefined;
    apply?: boolean | undefined;
}
export interface TestAPIErrorDetails extends TestCallDetails {
    code?: number | undefined;
    message?: string | undefined;
    retryAfter?: number | undefined;
    traceId?: string | undefined;
    docURL?: string | undefined;
}
export interface TestCallDetails {
    operation?: TestErrorOperation | undefined;
}
export interface TestErrorDetails {
    ValidationError: {
        operation?: TestErrorOperation | undefined;
        params?: unknown;
        options?: RequestOptions | undefined;
    };
    APIError: TestAPIErrorDetails & {
        status?: number | undefined;
    };
    BadRequestError: TestAPIErrorDetails;
    AuthenticationError: TestAPIErrorDetails;
    PermissionDeniedError: TestAPIErrorDetails;
    NotFoundError: TestAPIErrorDetails;
    ConflictError: TestAPIErrorDetails;
    UnprocessableEntityError: TestAPIErrorDetails;
    RateLimitError: TestAPIErrorDetails;
    InternalServerError: TestAPIErrorDetails & {
        status?: number | undefined;
        outcome?: 'refused' | undefined;
    };
    APIConnectionError: TestCallDetails & {
        cause?: unknown;
    };
    APIConnectionTimeoutError: TestCallDetails;
    InvalidResponseError: TestCallDetails & {
        status?: number | undefined;
        body?: unknown;
    };
    UnsafeKeyError: {
        reason?: 'page' | 'http' | undefined;
    };
    WasmUnavailableError: {
        cause?: unknown;
    };
    WasmTrapError: {
        outcome?: 'not_sent' | 'unknown' | undefined;
        cause?: unknown;
    };
}
export type TestErrorOperation = 'update' | 'create' | 'retrieve';
export interface TestErrors {
    ValidationError: ValidationError;
    APIError: APIError;
    BadRequestError: BadRequestError;
    AuthenticationError: AuthenticationError;
    PermissionDeniedError: PermissionDeniedError;
    NotFoundError: NotFoundError;
    ConflictError: ConflictError;
    UnprocessableEntityError: UnprocessableEntityError;
    RateLimitError: RateLimitError;
    InternalServerError: InternalServerError;
    APIConnectionError: APIConnectionError;
    APIConnectionTimeoutError: APIConnectionTimeoutError;
    InvalidResponseError: InvalidResponseError;
    UnsafeKeyError: UnsafeKeyError;
    WasmUnavailableError: WasmUnavailableError;
    WasmTrapError: WasmTrapError;
}
export function createEmulator(options?: EmulatorOptions): Emulator;
export function createTestError<Name extends ContactCardErrorName>(name: Name, details?: TestErrorDetails[Name]): TestErrors[Name];
export function loadEmulator(): Promise<void>;
export function resetForTests(): void;
