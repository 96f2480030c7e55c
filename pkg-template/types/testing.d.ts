/**
 * Linq's contact card endpoint in the memory of your tests, and the package's errors for tests and stories. Not for pages that
 * you publish: no part of it enters the bundle of a page that doesn't import it.
 *
 * @module linq-contact-card/testing
 */

import type { HostRequest, HostResponse, URLLike } from './gateway/index.js';
import type {
  AbortSignalLike,
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  AuthenticationError,
  BadRequestError,
  ConflictError,
  ContactCardErrorName,
  InternalServerError,
  InvalidResponseError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  RequestOptions,
  SetContactCard,
  UnprocessableEntityError,
  UnsafeKeyError,
  ValidationError,
  WasmTrapError,
  WasmUnavailableError,
} from './index.js';

/**
 * Makes an emulator: an endpoint that behaves like Linq's, with the same rules as `linq-emulator`. Its account is in memory, and
 * no other emulator shares it.
 *
 * @throws `TypeError` for an invalid option, with its name and what it must be.
 * @throws `WasmUnavailableError` where the host compiles WebAssembly only asynchronously, as Chrome up to 114 does in pages, and
 * {@link loadEmulator} wasn't awaited before; and where it forbids WebAssembly.
 *
 * @example
 * const emulator = createEmulator({ cards: [{ phone_number: '+15551234567', first_name: 'John' }] });
 * const options = { apiKey: 'linq-emulator-key', fetch: emulator.fetch };
 * await updateContactCard({ phone_number: '+15551234567', first_name: 'Jane' }, options);
 * emulator.cards; // [{ phone_number: '+15551234567', first_name: 'Jane', is_active: true }]
 */
export function createEmulator(options?: EmulatorOptions): Emulator;

/**
 * Compiles the WebAssembly, where {@link createEmulator} can't: in pages of Chrome up to 114 and of some web views.
 *
 * @throws `WasmUnavailableError` where WebAssembly is absent or forbidden.
 */
export function loadEmulator(): Promise<void>;

/** The options of an emulator. An option that is absent or `undefined` has its default. */
export interface EmulatorOptions {
  /**
   * The cards of the account. Default: six cards, of which `+15551234567`, `+15551230001` and `+972545550003` are active,
   * `+15551230002` is pending, `+15551230004` is inactive, and `+15559990000` is foreign.
   */
  cards?: readonly EmulatorCard[] | undefined;
  /** The number of writes that a phone number has in ten minutes; `null` for no limit. Default: 3. */
  budget?: number | null | undefined;
  /** Returns the time in milliseconds since 1970. Default: `Date.now` as it is at the time, so that fake timers count. */
  clock?: (() => number) | undefined;
  /** The API key that is accepted. Default: `linq-emulator-key`. */
  apiKey?: string | undefined;
  /**
   * What counts against the write budget in addition to successful writes, which Linq doesn't document: writes to which a script
   * responds with a 5xx, or nothing. Default: `scripted_5xx`.
   */
  alsoCounts?: 'scripted_5xx' | 'nothing' | undefined;
  /** The code of the 404 for a missing card, which Linq doesn't document. Default: 2012. */
  missingCard?: number | undefined;
  /** The code of the 400 for `{}` and for `''`, which Linq doesn't document. Default: 1005. */
  emptyValue?: number | undefined;
  /** Whether unknown fields in a body are ignored or refused, which Linq doesn't document. Default: `ignored`. */
  unknownFields?: 'ignored' | 'refused' | undefined;
}

/** A card of the account: a contact card, and whether requests can see and change it. */
export interface EmulatorCard {
  /** In E.164 form. */
  phone_number: string;
  first_name: string;
  last_name?: string | null | undefined;
  image_url?: string | null | undefined;
  /** Whether the card is shown to recipients. `false` is the same as the status `pending`. Default: `true`. */
  is_active?: boolean | undefined;
  /**
   * In place of `is_active`. `active`: shown to recipients. `pending`: saved, and not yet shown. `inactive`: an update is refused
   * with 404, and a create replaces the card. `foreign`: the number is another account's, and every request for it is refused
   * with 403.
   */
  status?: 'active' | 'pending' | 'inactive' | 'foreign' | undefined;
}

/** Linq's endpoint, in memory. Its functions work detached from it. */
export interface Emulator {
  /**
   * A function like the global `fetch`, for the option `fetch` of calls. It serves `/v3/contact_card` below any base URL, and a
   * relative URL, too. At `/api/partner`, Linq's path, a request must have the API key; elsewhere it may have none, like the
   * requests of a page to its gateway. Other paths are a 404.
   */
  readonly fetch: EmulatorFetch;
  /**
   * The same for servers and tools that have a `Request`: MSW, Hono, Next, and `node:http` with `toNodeListener` of
   * `linq-contact-card/gateway`. The response for the fault `reset` is `Response.error()`. Rejects where the request is
   * aborted, with its reason, and where its body can't be read.
   */
  readonly handler: (request: HostRequest) => Promise<HostResponse>;
  /** The current cards of the account, in the order of their numbers: those that a request for all cards returns. */
  readonly cards: SetContactCard[];
  /**
   * The requests to the endpoint, in the order of their arrival: the latest 10,000, and 16 MB at most. One that was refused
   * because of its key isn't among them.
   */
  readonly requests: EmulatorRequest[];
  /**
   * The number of writes that a phone number has in ten minutes; `null` for no limit. It can be changed, until `reset`.
   *
   * @throws `TypeError` unless it is a whole number from 0, or `null`.
   */
  budget: number | null;
  /** For how many requests a scripted response is left. */
  readonly scripted: number;
  /**
   * Scripts the responses to the next requests, in place of the endpoint's own: the first one that is for a request is used for
   * it. Those of earlier calls come first.
   *
   * @throws `TypeError` for an invalid response, with the name of the member and what it must be. None is scripted then.
   *
   * @example
   * emulator.respondNext({ code: 2022 }); // 500, Contact card setup failed
   * emulator.respondNext({ status: 429, retryAfter: 30 }, { method: 'PATCH', fault: 'truncate', times: 2 });
   */
  readonly respondNext: (...responses: EmulatorResponse[]) => void;
  /**
   * Puts the emulator's clock forward, by milliseconds: a write counts against the write budget for ten minutes. Delays aren't
   * shortened, as they are timers.
   *
   * @throws `TypeError` unless it is a whole number from 0 to 4 294 967 295.
   */
  readonly advance: (ms: number) => void;
  /** Makes everything as it was at first: cards, write budgets, scripted responses, requests, clock. */
  readonly reset: () => void;
}

/** The host's `fetch`, or a part of it where the host's typings have none. */
export type EmulatorFetch = typeof globalThis extends { fetch: infer Known }
  ? Known
  : (input: string | URLLike | HostRequest, init?: EmulatorFetchInit) => Promise<HostResponse>;

/** The second argument of {@link Emulator.fetch}, where the host's typings have none. */
export interface EmulatorFetchInit {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignalLike;
}

/** A request that the endpoint received. */
export interface EmulatorRequest {
  /** The HTTP method. */
  method: string;
  /** The path and the query, such as `/api/partner/v3/contact_card?phone_number=%2B15551234567`. */
  url: string;
  /** The headers by their names in lower case. The API key is masked: `Bearer •••`. */
  headers: Record<string, string>;
  /** The value of the JSON; the text where it isn't JSON, and `undefined` where there is no body. */
  body: unknown;
  /** The HTTP status of the response; absent until a response is sent. */
  status?: number;
}

/** What goes wrong with a response. */
export type EmulatorFault =
  /** No response is ever sent: the promise rejects when the request is aborted. */
  | 'stall_head'
  /** The head and half of the body are sent, and nothing after them. */
  | 'stall_body'
  /** The body breaks off after its first half. */
  | 'truncate'
  /** There is no response: `fetch` rejects with a `TypeError`. */
  | 'reset'
  /** The body is sent a byte at a time, every 10 ms. */
  | 'slow_drip';

/** A scripted response. Without `status`, `code` and `body`, the response is the endpoint's own. */
export interface EmulatorResponse {
  /** The HTTP status, from 200 to 599. Default: the documented status for `code`, and 500 for an unknown code. */
  status?: number | undefined;
  /** The code of the error. Default: the documented code for `status`. */
  code?: number | undefined;
  /** The message of the error. Default: the documented message for `code`. */
  message?: string | undefined;
  /** Seconds to wait, as the error's `retry_after` and in `Retry-After`. Default: 600 for a 429, and none for others. */
  retryAfter?: number | undefined;
  /** The body in place of the endpoint's: a string is sent as it is, anything else as JSON. */
  body?: unknown;
  /** Headers that are added or replaced. */
  headers?: Record<string, string> | undefined;
  /** Milliseconds before the response is sent, by `setTimeout`, so that fake timers work. Default: 0. */
  delay?: number | undefined;
  fault?: EmulatorFault | undefined;
  /** For how many requests. Default: 1. */
  times?: number | undefined;
  /** Only for requests of this method. */
  method?: 'GET' | 'POST' | 'PATCH' | undefined;
  /** Only for requests for this phone number. */
  phone_number?: string | undefined;
  /** Whether the request is carried out although the response reports otherwise, as when a response is lost. */
  apply?: boolean | undefined;
}

/**
 * Forgets what the package has stored about earlier calls: the known write budgets, and the order of writes. Calls that are still
 * in flight go on. The state belongs to one copy of the package: `import` and `require` have one each.
 *
 * @example
 * beforeEach(() => {
 *   emulator.reset();
 *   resetForTests();
 * });
 */
export function resetForTests(): void;

/**
 * Makes an error of the package as a call rejects with it: the same class, members, message and `outcome`, for component tests
 * and stories.
 *
 * @throws `TypeError` for an unknown name, for details that the class doesn't have, and where a call with these details would
 * reject with another class.
 * @throws `WasmUnavailableError` where the WebAssembly can't be compiled synchronously, and neither `load()` nor
 * {@link loadEmulator} was awaited before.
 *
 * @example
 * const error = createTestError('RateLimitError', { retryAfter: 30 });
 * const save = vi.fn().mockRejectedValue(error);
 */
export function createTestError<Name extends ContactCardErrorName>(
  name: Name,
  details?: TestErrorDetails[Name],
): TestErrors[Name];

/** The error classes by their names. */
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

/** The details of each error, by the names of the classes. All are optional. */
export interface TestErrorDetails {
  ValidationError: {
    /** The operation that is called, which decides which params are valid. Default: `update`. */
    operation?: TestErrorOperation | undefined;
    /** The params, which must have an issue. Default: those of an update whose phone number has no plus. */
    params?: unknown;
    /** The options of the call, which may have an issue in place of the params. */
    options?: RequestOptions | undefined;
  };
  /** A status without a class of its own. Default: 405. */
  APIError: TestAPIErrorDetails & { status?: number | undefined };
  BadRequestError: TestAPIErrorDetails;
  AuthenticationError: TestAPIErrorDetails;
  PermissionDeniedError: TestAPIErrorDetails;
  NotFoundError: TestAPIErrorDetails;
  ConflictError: TestAPIErrorDetails;
  UnprocessableEntityError: TestAPIErrorDetails;
  RateLimitError: TestAPIErrorDetails;
  InternalServerError: TestAPIErrorDetails & {
    /** From 500 to 599. Default: 500. */
    status?: number | undefined;
    /** `refused` where a gateway reports that it passed nothing on. Default: `unknown`. */
    outcome?: 'refused' | undefined;
  };
  APIConnectionError: TestCallDetails & {
    /** What `fetch` has thrown. Default: a `TypeError`. */
    cause?: unknown;
  };
  APIConnectionTimeoutError: TestCallDetails;
  InvalidResponseError: TestCallDetails & {
    /** The status of the response. Default: 200. */
    status?: number | undefined;
    /** The body of the response: a text, or the value of a JSON. It decides about the message. Default: `<html></html>`. */
    body?: unknown;
  };
  UnsafeKeyError: {
    /** Whether the key would be in a page, or be sent over plain http. Default: `page`. */
    reason?: 'page' | 'http' | undefined;
  };
  WasmUnavailableError: {
    /** What the host has thrown, which decides about the message. Default: an error about a Content-Security-Policy. */
    cause?: unknown;
  };
  WasmTrapError: {
    /** Default: `unknown`. */
    outcome?: 'not_sent' | 'unknown' | undefined;
    cause?: unknown;
  };
}

/** An operation that an error is of. */
export type TestErrorOperation = 'update' | 'create' | 'retrieve';

/** The details of an error of a call that was sent. */
export interface TestCallDetails {
  /** The operation that was called, which decides which responses are valid. Default: `update`. */
  operation?: TestErrorOperation | undefined;
}

/** The details of an error of Linq's. */
export interface TestAPIErrorDetails extends TestCallDetails {
  /** Linq's code. Default: the documented one for the status. */
  code?: number | undefined;
  /** Default: the documented one for the code. */
  message?: string | undefined;
  /** Seconds to wait. Default: 600 for a 429, and none for others. */
  retryAfter?: number | undefined;
  traceId?: string | undefined;
  docURL?: string | undefined;
}
